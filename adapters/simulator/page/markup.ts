/** Markup → elements. A numbered menu in the text can be tapped, as typing its number would. */
import type { Block, Markup, Span } from '#engine'
import { element } from './element.ts'

/** `pick` is called with the number of a menu's line; null: the message has buttons of its own. */
export function showMarkup(text: Markup, pick: ((number: string) => void) | null): readonly HTMLElement[] {
  const shown: HTMLElement[] = []
  for (const block of text) {
    const menu = pick === null ? null : menuLines(block)
    const last = shown.at(-1)
    if (menu !== null && pick !== null) shown.push(showMenu(menu, pick))
    else if (block.kind === 'paragraph') shown.push(element('p', {}, ...block.spans.map(showSpan)))
    else if (last instanceof HTMLUListElement) last.append(showItem(block))
    else shown.push(element('ul', {}, showItem(block)))
  }
  return shown
}

/** The letters alone, to be copied or quoted. The engine's own `plainText` would bring the whole engine to the page. */
export function lettersOf(text: Markup): string {
  return text.map(({ spans }) => spans.map((span) => span.text).join('')).join('\n')
}

interface MenuLine {
  readonly number: string
  readonly label: string
}

/** The lines of a block that is a menu and nothing else: `1. …`, `2. …`, and so on. */
function menuLines(block: Block): readonly MenuLine[] | null {
  const lines = block.spans
    .map((span) => span.text)
    .join('')
    .split('\n')
    .map((line) => /^(\d+)\. (.+)$/.exec(line))
  const menu = lines.flatMap((line) =>
    line === null ? [] : [{ number: line[1] ?? '', label: line[2] ?? '' }],
  )
  const counted =
    menu.length === lines.length && menu.every(({ number }, index) => number === String(index + 1))
  return counted ? menu : null
}

function showMenu(menu: readonly MenuLine[], pick: (number: string) => void): HTMLElement {
  return element(
    'div',
    { class: 'menu-lines' },
    ...menu.map(({ number, label }) =>
      element(
        'button',
        { type: 'button', class: 'menu-line', onclick: () => pick(number) },
        element('span', { class: 'number' }, `${number}.`),
        ` ${label}`,
      ),
    ),
  )
}

function showItem(block: Block): HTMLElement {
  return element('li', {}, ...block.spans.map(showSpan))
}

function showSpan(span: Span): Node | string {
  switch (span.kind) {
    case 'plain':
      return span.text
    case 'bold':
      return element('strong', {}, span.text)
    case 'italic':
      return element('em', {}, span.text)
    case 'link':
      return element('a', { href: span.url, target: '_blank', rel: 'noopener noreferrer' }, span.text)
  }
}
