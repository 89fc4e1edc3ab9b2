/** A menu that opens from a button: arrow keys move, Escape closes, and the focus goes back where it was. */
import { element } from './element.ts'
import { type IconName, icon } from './icons.ts'

export interface MenuItem {
  readonly label: string
  readonly icon: IconName
  readonly act: () => void
}

/** Lets `button` open a menu of what `items` gives at that moment, inside `host`. */
export function attachMenu(
  button: HTMLButtonElement,
  host: HTMLElement,
  items: () => readonly MenuItem[],
): void {
  let opened: HTMLElement | null = null

  function close(focus: boolean): void {
    opened?.remove()
    opened = null
    button.setAttribute('aria-expanded', 'false')
    document.removeEventListener('pointerdown', outside)
    if (focus) button.focus()
  }

  function outside({ target }: Event): void {
    if (target instanceof Node && opened?.contains(target) !== true && !button.contains(target)) close(false)
  }

  function open(): void {
    opened = element('div', {
      class: 'menu',
      role: 'menu',
      'aria-label': button.getAttribute('aria-label') ?? '',
    })
    for (const item of items()) opened.append(itemButton(item, close))
    opened.addEventListener('keydown', (event) => move(event, opened, close))
    host.append(opened)
    keepInside(opened)
    button.setAttribute('aria-expanded', 'true')
    document.addEventListener('pointerdown', outside)
    opened.querySelector('button')?.focus()
  }

  button.setAttribute('aria-haspopup', 'menu')
  button.setAttribute('aria-expanded', 'false')
  button.addEventListener('click', () => (opened === null ? open() : close(true)))
}

function itemButton(
  { label, icon: name, act }: MenuItem,
  close: (focus: boolean) => void,
): HTMLButtonElement {
  const onclick = (): void => {
    close(true)
    act()
  }
  return element('button', { type: 'button', role: 'menuitem', tabindex: -1, onclick }, icon(name), label)
}

function move(event: KeyboardEvent, menu: HTMLElement | null, close: (focus: boolean) => void): void {
  const items = [...(menu?.querySelectorAll('button') ?? [])]
  const at = items.findIndex((item) => item.matches(':focus'))
  const goals: Readonly<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }
  const goal = goals[event.key]
  if (event.key === 'Escape' || event.key === 'Tab') close(true)
  if (goal !== undefined) items.at(goal === items.length ? 0 : goal)?.focus()
  if (goal === undefined && event.key !== 'Escape') return
  event.preventDefault()
  event.stopPropagation()
}

/** Opens upwards where there is no room below. */
function keepInside(menu: HTMLElement): void {
  const clip = menu.closest('.log')?.getBoundingClientRect()
  if (clip === undefined) return
  menu.classList.toggle('above', menu.getBoundingClientRect().bottom > clip.bottom - 4)
}
