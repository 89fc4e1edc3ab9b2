/** Markup as WhatsApp's own marks: `*bold*`, `_italic_`. What a person could have written is shown and never obeyed.
 *
 * WhatsApp knows no escape. A mark works only where letters, spaces or punctuation stand beside it (WhatsApp FAQ, "How
 * to format your messages"), so an invisible WORD JOINER is set around those that are not ours: nothing is changed that
 * a person sees, and nothing that could be a line break. */
import { type Block, gapBefore, type Markup, type Span } from '#engine'

/** U+2060, invisible and without width. */
export const guard = '\u2060'

/** Never longer than `limit` where `fit` counted no more than that: if there is no room for guards, the marks a person
 * wrote become their full-width twins, one for one. `limit` is in UTF-16 units. */
export function writeMarks(markup: Markup, limit: number): string {
  const guarded = write(markup, guardMarks)
  return guarded.length <= limit ? guarded : write(markup, widenMarks)
}

type Shield = (text: string) => string

function write(markup: Markup, shield: Shield): string {
  return markup.map((block, index) => gapBefore(markup, index) + writeBlock(block, shield)).join('')
}

function writeBlock(block: Block, shield: Shield): string {
  return (block.kind === 'item' ? '• ' : '') + block.spans.map((span) => writeSpan(span, shield)).join('')
}

function writeSpan(span: Span, shield: Shield): string {
  switch (span.kind) {
    case 'plain':
      return shield(span.text)
    case 'bold':
      return marked('*', span.text, shield)
    case 'italic':
      return marked('_', span.text, shield)
    case 'link':
      return `${shield(span.text)} (${span.url})`
  }
}

/** A mark holds within one line, and only where it touches the words. */
function marked(mark: '*' | '_', text: string, shield: Shield): string {
  if (text.includes('\n')) return shield(text)
  const [, before = '', words = '', after = ''] = /^(\s*)(.*?)(\s*)$/su.exec(text) ?? []
  return words === '' ? text : `${before}${mark}${shield(words)}${mark}${after}`
}

/** A mark alone between two letters or digits does nothing (`nama_berkas`, most addresses): it is left as it is. */
const marks = /(?<![\p{L}\p{N}])[*_~`]|[*_~`](?![\p{L}\p{N}])/gu
/** What makes a quote or a list at the beginning of a line. */
const beginnings = /^(?=[>-][ \t])/gmu

function guardMarks(text: string): string {
  return text
    .replace(marks, (mark) => guard + mark + guard)
    .replaceAll(guard + guard, guard)
    .replace(beginnings, guard)
}

const twins: Readonly<Record<string, string>> = { '*': '＊', _: '＿', '~': '～', '`': '｀' }

function widenMarks(text: string): string {
  return text
    .replace(marks, (mark) => twins[mark] ?? mark)
    .replace(/^[>-](?=[ \t])/gmu, (mark) => (mark === '>' ? '＞' : '－'))
}
