/** The lines of a chat in their order, scrolled to the newest, walked through with the arrow keys. */
import { element } from './element.ts'
import { keyOf, type LineKit, type ShownLine, showLine, updateLine } from './line.ts'
import { createFollower } from './scroll.ts'
import { language, t } from './words.ts'

/** Lines of one person within this time, in ms, stand close together. */
const closeMs = 3 * 60_000

export interface Log {
  readonly root: HTMLElement
  /** A line that is new, or that has changed. */
  put(line: ShownLine): void
  find(id: string): ShownLine | null
  lines(): readonly ShownLine[]
  typing(shown: boolean): void
  /** From now on new lines are read out. */
  live(): void
}

export function createLog(kit: Omit<LineKit, 'find'>, empty: HTMLElement): Log {
  const shown = new Map<string, { line: ShownLine; readonly item: HTMLLIElement }>()
  const list = element('ol', { class: 'lines' })
  const dots = element(
    'div',
    { class: 'typing', hidden: true, 'aria-hidden': 'true' },
    element('i'),
    element('i'),
    element('i'),
  )
  const scroller = element(
    'div',
    { class: 'log', role: 'log', 'aria-label': t('chat'), 'aria-live': 'off', tabindex: 0, onkeydown: walk },
    empty,
    list,
    dots,
  )
  const follower = createFollower(scroller, { content: list, keepsInSight: answerToMine })

  /** Where the answer to the person's latest line begins. */
  function answerToMine(): HTMLElement | null {
    return list.querySelector<HTMLElement>(':scope > .mine:not(:has(~ .mine)) + .theirs')
  }

  function find(id: string): ShownLine | null {
    for (const { line } of shown.values()) if (line.id === id) return line
    return null
  }

  function place(line: ShownLine, item: HTMLLIElement): void {
    const later = [...shown.values()].filter((other) => other.line.order > line.order && other.item !== item)
    const next = later.reduce<(typeof later)[number] | null>(
      (least, other) => (least === null || other.line.order < least.line.order ? other : least),
      null,
    )
    const before = next?.item ?? null
    // Moving a line that is in its place would have it read out again.
    if (item.parentNode === null || lineAfter(item) !== before) list.insertBefore(item, before)
  }

  function walk(event: Event): void {
    if (!(event instanceof KeyboardEvent)) return
    const items = [...list.querySelectorAll<HTMLElement>(':scope > .line')]
    const at = items.findIndex((item) => item.contains(document.activeElement))
    const from = at === -1 ? items.length : at
    const goals: Readonly<Record<string, HTMLElement | undefined>> = {
      ArrowUp: items[from - 1],
      ArrowDown: items[from + 1],
      // A line itself does nothing, so Enter opens what can be done with it.
      Enter:
        event.target === items[at]
          ? (items[at]?.querySelector<HTMLElement>('.more button') ?? undefined)
          : undefined,
    }
    const goal = goals[event.key]
    if (goal === undefined) return
    event.preventDefault()
    if (event.key === 'Enter') goal.click()
    else goal.focus()
  }

  /** Days between the lines, and lines of one author close together. */
  function arrange(): void {
    for (const day of list.querySelectorAll('.day')) day.remove()
    let before: ShownLine | null = null
    for (const { line, item } of [...shown.values()].sort((a, b) => a.line.order - b.line.order)) {
      const newDay = before === null || dayOf(before) !== dayOf(line)
      if (newDay) item.before(element('li', { class: 'day' }, element('span', {}, dayOf(line))))
      item.classList.toggle('follows', !newDay && before !== null && isClose(before, line))
      before = line
    }
    empty.hidden = shown.size > 0
  }

  return {
    root: element('div', { class: 'log-frame' }, scroller, follower.jump),
    put(line) {
      const key = keyOf(line)
      const known = shown.get(key)
      if (known !== undefined) {
        known.line = line
        updateLine(known.item, line)
        place(line, known.item)
        return
      }
      const actions = (of: ShownLine) => kit.actions(shown.get(keyOf(of))?.line ?? of)
      const item = showLine(line, { ...kit, find, actions })
      shown.set(key, { line, item })
      place(line, item)
      arrange()
      if (line.by === 'person' && line.person === kit.me) follower.toNewest()
      else follower.follow()
    },
    find,
    lines: () => [...shown.values()].map(({ line }) => line),
    typing(isTyping) {
      if (dots.hidden !== isTyping) return
      dots.hidden = !isTyping
      follower.follow()
    },
    live: () => scroller.setAttribute('aria-live', 'polite'),
  }
}

/** The next line, past the name of a day. */
function lineAfter(item: HTMLElement): Element | null {
  const next = item.nextElementSibling
  return next?.classList.contains('day') === true ? next.nextElementSibling : next
}

function authorOf(line: ShownLine): string {
  return line.by === 'bot' ? 'bot' : line.person
}

function isClose(before: ShownLine, line: ShownLine): boolean {
  return authorOf(before) === authorOf(line) && Date.parse(line.at) - Date.parse(before.at) < closeMs
}

function dayOf({ at }: ShownLine): string {
  const day = new Date(at)
  if (day.toDateString() === new Date().toDateString()) return t('today')
  return day.toLocaleDateString(language(), { weekday: 'long', day: 'numeric', month: 'long' })
}
