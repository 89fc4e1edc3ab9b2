/** Small pure helpers over Markup that every room may use. */
import type { Markup } from './channel.ts'

/** What stands before a block when it is written out; every adapter and `fit` agree on it. */
export function gapBefore(markup: Markup, index: number): '' | '\n' | '\n\n' {
  const block = markup[index]
  const before = markup[index - 1]
  if (block === undefined || before === undefined) return ''
  return block.kind === 'item' && before.kind === 'item' ? '\n' : '\n\n'
}

/** The letters alone: for labels, lengths and comparing. Items begin with "- ". */
export function plainText(markup: Markup): string {
  return markup
    .map((block, index) => {
      const bullet = block.kind === 'item' ? '- ' : ''
      return gapBefore(markup, index) + bullet + block.spans.map((span) => span.text).join('')
    })
    .join('')
}
