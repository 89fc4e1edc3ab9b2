/** The lines of a chat in their order, scrolled to the newest, walked through with the arrow keys. */
import { element, iconButton } from './element.ts'
import { icon } from './icons.ts'
import { keyOf, type LineKit, type ShownLine, showLine, updateLine } from './line.ts'
import { language, t } from './words.ts'

/** Lines of one person within this time, in ms, stand close together. */
const closeMs = 3 * 60_000
/** How near its end, in px, the log still counts as being at its end. */
const nearEnd = 80

export interface Log {
  readonly root: HTMLElement
  /** A line that is new, or that has changed. */
  put(line: ShownLine): void
  find(id: string): ShownLine | null
  lines(): readonly ShownLine[]
  typing(shown: boolean): void
  /** From now on new lines are read out. */
  live(): void
  toEnd(): void
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
  const jump = iconButton(icon('down'), t('newest'), { class: 'jump', hidden: true, onclick: toEnd })
  scroller.addEventListener('scroll', () => (jump.hidden = isAtEnd()))
  // Where the keyboard of a phone opens, or the window changes, the newest line stays in sight.
  let wasAtEnd = true
  scroller.addEventListener('scroll', () => (wasAtEnd = isAtEnd()))
  new ResizeObserver(() => wasAtEnd && toEnd()).observe(scroller)

  function isAtEnd(): boolean {
    return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < nearEnd
  }

  function toEnd(): void {
    scroller.scrollTop = scroller.scrollHeight
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
    if (item.parentNode === null || item.nextElementSibling !== before) list.insertBefore(item, before)
  }

  function walk(event: Event): void {
    if (!(event instanceof KeyboardEvent) || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    const items = [...list.querySelectorAll<HTMLElement>(':scope > .line')]
    const at = items.findIndex((item) => item.contains(document.activeElement))
    const from = at === -1 ? items.length : at
    const goal = items[event.key === 'ArrowUp' ? from - 1 : from + 1]
    if (goal === undefined) return
    event.preventDefault()
    goal.focus()
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
    root: element('div', { class: 'log-frame' }, scroller, jump),
    put(line) {
      const key = keyOf(line)
      const known = shown.get(key)
      const atEnd = isAtEnd()
      if (known !== undefined) {
        known.line = line
        updateLine(known.item, line)
        place(line, known.item)
        return
      }
      const item = showLine(line, { ...kit, find })
      shown.set(key, { line, item })
      place(line, item)
      arrange()
      if (atEnd || (line.by === 'person' && line.person === kit.me)) toEnd()
      else jump.hidden = false
    },
    find,
    lines: () => [...shown.values()].map(({ line }) => line),
    typing(isTyping) {
      const atEnd = isAtEnd()
      dots.hidden = !isTyping
      if (isTyping && atEnd) toEnd()
    },
    live: () => scroller.setAttribute('aria-live', 'polite'),
    toEnd,
  }
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
