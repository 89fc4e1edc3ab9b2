/** Small pure helpers over Markup that every room may use. */
import type { Markup } from './channel.ts'

/** The letters alone: for labels, lengths and comparing. Blocks are joined by newlines, items begin with "- ". */
export function plainText(markup: Markup): string {
  return markup
    .map((block) => (block.kind === 'item' ? '- ' : '') + block.spans.map((span) => span.text).join(''))
    .join('\n')
}
