/** What stands around a campaign's own words on paper, in a caption and in a script: from `content/handouts`. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ContentError, type Day, type Locale, locales, type Markup } from '#engine'
import { fill, parseSections, type Template } from '../words/index.ts'

/** Every piece of text, with its hole. */
const pieces = {
  title: null,
  scan: null,
  more: null,
  list: 'asOf',
  ask: null,
  on_telegram: 'address',
  on_whatsapp: 'address',
  hashtags: null,
  open: null,
  again: null,
  say_telegram: 'address',
  say_whatsapp: 'address',
  say_list: 'asOf',
} as const satisfies Readonly<Record<string, string | null>>
export type Piece = keyof typeof pieces

/** `value`: what stands in its hole; a list's date is written as people say it. */
export type SayPiece = (piece: Piece, locale: Locale, value?: string | Day) => Markup

/** Reads `<folder>/{id,en,jv,su}.md`. Throws ContentError that names file and piece. */
export function loadPieces(folder: string): SayPiece {
  const words = new Map(locales.map((locale) => [locale, readPieces(join(folder, `${locale}.md`))]))
  return (piece, locale, value = '') => {
    const template = words.get(locale)?.get(piece)
    if (template === undefined) throw new Error(`no words for ${piece}`)
    const hole = pieces[piece]
    return fill(template, hole === null ? {} : { [hole]: value }, locale)
  }
}

function readPieces(file: string): ReadonlyMap<string, Template> {
  const sections = parseSections(readFileSync(file, 'utf8'), file)
  for (const [piece, hole] of Object.entries(pieces)) {
    const found = sections.get(piece)
    if (found === undefined) throw new ContentError(`${file}: lacks "## ${piece}"; write its words.`)
    if (found.holes.join() !== (hole ?? ''))
      throw new ContentError(
        `${file}: "${piece}" must have the hole ${hole === null ? 'none' : `{${hole}}`}.`,
      )
  }
  return sections
}
