/** Sentences that officers need often, from content/answers: one file a language, a section each. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ContentError, type Locale, locales } from '#engine'
import { parseSections } from '../words/index.ts'
import type { ReadyAnswer } from './inbox.tsx'

export type ReadyAnswers = Readonly<Record<Locale, readonly ReadyAnswer[]>>

/** Reads `<folder>/{id,en,jv,su}.md`; a language without a file is answered in Indonesian. Throws ContentError. */
export function loadAnswers(folder: string): ReadyAnswers {
  const source = answersIn(join(folder, 'id.md'))
  const of = (locale: Locale) => {
    const file = join(folder, `${locale}.md`)
    return existsSync(file) ? answersIn(file) : source
  }
  return Object.fromEntries(locales.map((locale) => [locale, of(locale)])) as ReadyAnswers
}

function answersIn(file: string): readonly ReadyAnswer[] {
  return [...parseSections(readFileSync(file, 'utf8'), file)].map(([name, { blocks, holes, line }]) => {
    if (holes.length > 0)
      throw new ContentError(`${file}:${line}: "${name}" has the hole {${holes[0]}}; write the words out.`)
    const text = blocks
      .map(({ spans }) =>
        spans.flatMap(({ parts }) => parts.map((part) => ('text' in part ? part.text : ''))),
      )
      .map((parts) => parts.join(''))
      .join('\n\n')
    return { name, text }
  })
}
