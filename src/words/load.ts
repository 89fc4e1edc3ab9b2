/** Every locale's words, read once at start. The source, Indonesian, must be complete; another language may lack
 * phrases, but never have one that does not exist or with other holes. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ContentError, type Locale, type PhraseKey, phrases } from '#engine'
import { parseSections, type Template } from './parse.ts'

/** The phrases of each language. Only `id` is complete. */
export type Words = Readonly<Record<Locale, ReadonlyMap<PhraseKey, Template>>>

/** Reads `<folder>/<locale>/*.md` and `<folder>/<locale>/<group>/*.md`. Throws ContentError that names file, line and section. */
export function loadWords(folder: string): Words {
  const words = {
    id: loadLocale(folder, 'id'),
    en: loadLocale(folder, 'en'),
    jv: loadLocale(folder, 'jv'),
    su: loadLocale(folder, 'su'),
  }
  const missing = missingPhrases(words.id)
  if (missing.length > 0)
    throw new ContentError(
      `${join(folder, 'id')}: Indonesian lacks ${missing.map(placeOf).join(', ')}; every phrase needs its words here.`,
    )
  return words
}

/** Which phrases a language does not have. */
export function missingPhrases(words: ReadonlyMap<PhraseKey, Template>): readonly PhraseKey[] {
  return (Object.keys(phrases) as PhraseKey[]).filter((key) => !words.has(key))
}

/** `agency.licensed` → `agency.md ## licensed`. Of a group the file may be any. */
export function placeOf(key: PhraseKey): string {
  const [file = '', section = ''] = key.split('.')
  return `${file}.md ## ${section}`
}

/** One language's phrases; empty when it has no folder yet. */
export function loadLocale(folder: string, locale: Locale): ReadonlyMap<PhraseKey, Template> {
  const words = new Map<PhraseKey, Template>()
  for (const name of filesOf(join(folder, locale))) {
    const file = join(folder, locale, name)
    const stem = stemOf(name)
    for (const [section, template] of parseSections(readFileSync(file, 'utf8'), file)) {
      const key = `${stem}.${section}`
      if (!isPhrase(key))
        throw new ContentError(
          `${file}:${template.line}: no phrase is called "${key}"; correct the heading or take the section out.`,
        )
      if (words.has(key))
        throw new ContentError(`${file}:${template.line}: "${key}" stands in two files; keep one.`)
      checkHoles(key, template, file)
      words.set(key, template)
    }
  }
  return words
}

/** `agency.md` → `agency`; `learn/visa.md` → `learn`: a group's files share the first part of their keys. */
export function stemOf(name: string): string {
  return name.replace(/(\.md|\/.*)$/, '')
}

/** Names of a language's content files, those of a group with its folder; none when it has no folder yet. */
export function filesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .flatMap((entry) =>
        entry.isDirectory()
          ? readdirSync(join(folder, entry.name)).map((name) => `${entry.name}/${name}`)
          : [entry.name],
      )
      .filter((name) => name.endsWith('.md') && !name.endsWith('README.md'))
      .sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

function checkHoles(key: PhraseKey, template: Template, file: string): void {
  const wanted: readonly string[] = phrases[key]
  const unknown = template.holes.find((hole) => !wanted.includes(hole))
  const lacking = wanted.find((hole) => !template.holes.includes(hole))
  const section = key.split('.')[1]
  if (unknown !== undefined) {
    const known =
      wanted.length === 0 ? 'it has none' : `it has ${wanted.map((hole) => `{${hole}}`).join(', ')}`
    throw new ContentError(
      `${file}:${template.line}: section "${section}" has no hole {${unknown}}; ${known}.`,
    )
  }
  if (lacking !== undefined)
    throw new ContentError(`${file}:${template.line}: section "${section}" must say {${lacking}} somewhere.`)
}

function isPhrase(key: string): key is PhraseKey {
  return Object.hasOwn(phrases, key)
}
