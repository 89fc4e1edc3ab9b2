/** Markup as Telegram's HTML: everything a person could have written is escaped, so it is shown and never obeyed. */
import { type Block, gapBefore, type Markup, type Span } from '#engine'

/** As long as `fit` counted it, or shorter, once Telegram has read the tags. */
export function writeHtml(markup: Markup): string {
  return markup.map((block, index) => gapBefore(markup, index) + writeBlock(block)).join('')
}

function writeBlock(block: Block): string {
  return (block.kind === 'item' ? '• ' : '') + block.spans.map(writeSpan).join('')
}

function writeSpan(span: Span): string {
  switch (span.kind) {
    case 'plain':
      return asText(span.text)
    case 'bold':
      return `<b>${asText(span.text)}</b>`
    case 'italic':
      return `<i>${asText(span.text)}</i>`
    case 'link':
      // An address Telegram would drop without a word is written out instead.
      return /^https?:\/\//i.test(span.url)
        ? `<a href="${asText(span.url)}">${asText(span.text)}</a>`
        : asText(`${span.text} (${span.url})`)
  }
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function asText(text: string): string {
  return text.replace(/[&<>"]/g, (char) => entities[char] ?? char)
}
