/** Templates with their values, as markup. */
import type { Block, Locale, Markup, Span } from '#engine'
import type { Part, Template, TemplateSpan } from './parse.ts'
import { valueIn } from './values.ts'

/** A template with its values. */
export function fill(template: Template, values: Readonly<Record<string, string>>, locale: Locale): Markup {
  const written = (part: Part): string =>
    'text' in part ? part.text : valueIn(part.hole, values[part.hole] ?? '', locale)
  return template.blocks.map(
    ({ kind, spans }): Block => ({ kind, spans: spans.map((span) => spanOf(span, written)) }),
  )
}

function spanOf(span: TemplateSpan, written: (part: Part) => string): Span {
  const text = span.parts.map(written).join('')
  if (span.kind !== 'link') return { kind: span.kind, text }
  return { kind: 'link', text, url: span.url ?? '' }
}
