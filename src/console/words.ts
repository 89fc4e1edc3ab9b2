/** What the console says, from content/console: every label in Indonesian and in English. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ContentError } from '#engine'
import { parseSections, type Template } from '../words/index.ts'
import { type Label, labels } from './labels.ts'

export type ConsoleLocale = 'id' | 'en'
export const consoleLocales: readonly ConsoleLocale[] = ['id', 'en']

/** One label in one language; holes are filled as plain text. */
export type Tell = (label: Label, values?: Readonly<Record<string, string | number>>) => string

/** Reads `<folder>/{id,en}.md`. Throws ContentError that names file and label. */
export function loadLabels(folder: string): Readonly<Record<ConsoleLocale, Tell>> {
  return { id: tellFrom(join(folder, 'id.md')), en: tellFrom(join(folder, 'en.md')) }
}

function tellFrom(file: string): Tell {
  const sections = parseSections(readFileSync(file, 'utf8'), file)
  const lacking = Object.keys(labels).find((label) => !sections.has(label))
  if (lacking !== undefined) throw new ContentError(`${file}: lacks "## ${lacking}"; write its words.`)
  for (const [section, template] of sections) checkHoles(section, template, file)
  return (label, values = {}) => {
    const template = sections.get(label)
    if (template === undefined) throw new Error(`no words for ${label}`)
    return template.blocks
      .map(({ spans }) =>
        spans
          .flatMap(({ parts }) => parts)
          .map((part) => ('text' in part ? part.text : String(values[part.hole] ?? '')))
          .join(''),
      )
      .join('\n')
  }
}

function checkHoles(section: string, { holes, line }: Template, file: string): void {
  const wanted: readonly string[] | null = Object.hasOwn(labels, section) ? labels[section as Label] : null
  if (wanted === null)
    throw new ContentError(`${file}:${line}: no label is called "${section}"; correct the heading.`)
  const strays = holes.filter((hole) => !wanted.includes(hole))
  const lacking = wanted.filter((hole) => !holes.includes(hole))
  if (strays.length > 0 || lacking.length > 0)
    throw new ContentError(
      `${file}:${line}: "${section}" must have the holes ${wanted.map((hole) => `{${hole}}`).join(', ') || 'none'}.`,
    )
}
