/** How people say it: `content/utterances/MEANING.md`, a sentence a line below the heading of its language. */
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { ContentError, locales, type Utterance } from '#engine'
import { filesOf } from './load.ts'

/** The sentences of every file, each with its file's name as its meaning. Throws ContentError: file and line. */
export function loadUtterances(folder: string): readonly Utterance[] {
  const files = filesOf(folder)
  if (files.length === 0)
    throw new ContentError(`The folder ${folder} has no sentences to learn from; put it back.`)
  return files.flatMap((name) => {
    const file = join(folder, name)
    return readUtterances(readFileSync(file, 'utf8'), file).map((text) => ({
      text,
      means: basename(name, '.md'),
    }))
  })
}

/** The sentences of one file; what stands before the first language is a note to the reader. */
export function readUtterances(text: string, file: string): readonly string[] {
  const found: string[] = []
  let language: string | null = null
  for (const [index, row] of text.split(/\r?\n/).entries()) {
    const line = row.trim()
    const heading = /^##\s*(.*)$/.exec(line)?.[1]
    if (heading !== undefined) {
      if (!locales.some((locale) => locale === heading))
        throw new ContentError(
          `${file}:${index + 1}: heading "${heading}" must be one of ${locales.join(', ')}.`,
        )
      language = heading
    } else if (line !== '' && language !== null) found.push(line)
  }
  return found
}
