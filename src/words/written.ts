/** What officers write for a campaign: the marks of content files, with holes whose values they give. */
import { ContentError, type Locale, type Markup } from '#engine'
import { fill } from './fill.ts'
import { parseSections, type Template } from './parse.ts'

export type WrittenText =
  | { readonly ok: true; readonly holes: readonly string[] }
  /** What to mend, in words for whoever wrote it. */
  | { readonly ok: false; readonly line: number; readonly why: string }

/** Says whether a text can be read, and which holes it has. */
export function checkWritten(text: string): WrittenText {
  try {
    return { ok: true, holes: templateOf(text).holes }
  } catch (error) {
    if (!(error instanceof ContentError)) throw error
    const [, line, why] = /^text:(\d+): (?:in section "text", )?(.*)$/s.exec(error.message) ?? []
    return { ok: false, line: Math.max(1, Number(line ?? 2) - 1), why: why ?? error.message }
  }
}

/** A text as markup. Throws ContentError for one that `checkWritten` refuses. */
export function speakWritten(text: string, values: Readonly<Record<string, string>>, locale: Locale): Markup {
  return fill(templateOf(text), values, locale)
}

function templateOf(text: string): Template {
  if (/^\s*##?\s/m.test(text)) throw new ContentError('text:2: a line may not begin with #.')
  const template = parseSections(`## text\n${text}`, 'text').get('text')
  if (template === undefined) throw new ContentError('text:2: the text is empty.')
  return template
}
