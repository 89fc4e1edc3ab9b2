/** What is wrong in content/: each language by itself, every problem on a line of its own. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ContentError, type Locale, locales, type PhraseKey, phrases } from '#engine'
import {
  filesOf,
  loadLocale,
  missingPhrases,
  parseSections,
  placeOf,
  stemOf,
  type Template,
} from '../../words/index.ts'
import { otherSources, problemsOfDraft, problemsOfSources } from './notes.ts'
import { longSentences } from './sentences.ts'

/** Letters on one button: reply buttons of the WhatsApp Cloud API ("Interactive reply buttons": title, 20). */
const labelLimit = 20
/** Drafts until a native reader has read them. */
const drafts: readonly Locale[] = ['jv', 'su']

/** The problems in `<folder>/<locale>/*.md`, in the order a translator meets them; empty when there is none. */
export function checkContent(folder: string): readonly string[] {
  const inFiles = locales.flatMap((locale) => problemsOfFiles(join(folder, locale)))
  // A file that cannot be read would only be reported twice, and its phrases as missing.
  if (inFiles.length > 0) return inFiles
  return locales.flatMap((locale) => [...problemsOf(folder, locale), ...problemsOfNotes(folder, locale)])
}

/** Problems of the notes: facts without a source, and drafts that do not say so. */
function problemsOfNotes(folder: string, locale: Locale): readonly string[] {
  const own = join(folder, locale)
  return filesOf(own).flatMap((name) => {
    const text = readFileSync(join(own, name), 'utf8')
    return [
      ...problemsOfSources(join(own, name), text, name.startsWith('learn/')),
      ...(name.startsWith('learn/') ? otherSources(join(own, name), text, sourceOf(folder, name)) : []),
      ...(drafts.includes(locale) ? problemsOfDraft(join(own, name), text) : []),
    ]
  })
}

/** The same file in Indonesian; empty when there is none. */
function sourceOf(folder: string, name: string): string {
  return filesOf(join(folder, 'id')).includes(name) ? readFileSync(join(folder, 'id', name), 'utf8') : ''
}

function problemsOf(folder: string, locale: Locale): readonly string[] {
  const words = read(() => loadLocale(folder, locale))
  if ('problem' in words) return [words.problem]
  return [
    // A language that nobody has begun is no problem; one that is begun should be whole.
    ...(words.value.size === 0
      ? []
      : missingPhrases(words.value).map(
          (key) => `${join(folder, locale)}: lacks ${placeOf(key)}; write its words.`,
        )),
    ...[...words.value].flatMap(([key, template]) => [
      ...problemsOfLabel(join(folder, locale), key, template),
      ...longSentences(join(folder, locale), key, template),
    ]),
  ]
}

/** Every broken file and every section of no phrase, not only the first. */
function problemsOfFiles(folder: string): readonly string[] {
  return filesOf(folder).flatMap((name) => {
    const file = join(folder, name)
    const sections = read(() => parseSections(readFileSync(file, 'utf8'), file))
    if ('problem' in sections) return [sections.problem]
    const stem = stemOf(name)
    return [...sections.value].flatMap(([section, template]) =>
      problemsOfSection(file, { section, key: `${stem}.${section}`, template }),
    )
  })
}

function problemsOfSection(
  file: string,
  { section, key, template }: { readonly section: string; readonly key: string; readonly template: Template },
): readonly string[] {
  const at = `${file}:${template.line}: section "${section}"`
  if (!Object.hasOwn(phrases, key)) return [`${at} is never said; correct the heading or take it out.`]
  const wanted: readonly string[] = phrases[key as PhraseKey]
  return [
    ...template.holes
      .filter((hole) => !wanted.includes(hole))
      .map((hole) => `${at} has no hole {${hole}}; ${knownHoles(wanted)}.`),
    ...wanted
      .filter((hole) => !template.holes.includes(hole))
      .map((hole) => `${at} must say {${hole}} somewhere.`),
  ]
}

function knownHoles(wanted: readonly string[]): string {
  return wanted.length === 0 ? 'it has none' : `it has ${wanted.map((hole) => `{${hole}}`).join(', ')}`
}

function problemsOfLabel(folder: string, key: PhraseKey, template: Template): readonly string[] {
  if (!key.startsWith('choices.')) return []
  const at = `${join(folder, 'choices.md')}:${template.line}: label "${key.split('.')[1]}"`
  const parts = template.blocks.flatMap(({ spans }) => spans.flatMap((span) => span.parts))
  const text = parts.map((part) => ('text' in part ? part.text : '')).join('')
  const plain = template.blocks.length === 1 && template.blocks.every(isPlain)
  return [
    ...(plain ? [] : [`${at} must be one line without marks.`]),
    ...(text.length > labelLimit
      ? [`${at} has ${text.length} letters; at most ${labelLimit} fit on a button.`]
      : []),
  ]
}

function isPlain(block: Template['blocks'][number]): boolean {
  return block.kind === 'paragraph' && block.spans.every((span) => span.kind === 'plain')
}

function read<T>(from: () => T): { readonly value: T } | { readonly problem: string } {
  try {
    return { value: from() }
  } catch (error) {
    if (error instanceof ContentError) return { problem: error.message }
    throw error
  }
}
