/** How people say it: `content/utterances/MEANING.md`, a sentence a line below the heading of its language. */
import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { ContentError, locales, type Sense, type Utterance } from '#engine'
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

/** The senses of words, a line each in `senses.txt`: `gaji: gaji upah wages`. None without that file. Throws ContentError:
 * file and line. */
export function loadSenses(folder: string): readonly Sense[] {
  const file = join(folder, 'senses.txt')
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .split(/\r?\n/)
    .flatMap((line, index) => {
      if (line.trim() === '' || line.startsWith('#')) return []
      const [, name, words] = /^(\p{L}+): (.+)$/u.exec(line) ?? []
      if (name === undefined || words === undefined)
        throw new ContentError(
          `${file}:${index + 1}: write a sense, a colon and its words, parted by spaces.`,
        )
      return [{ name, words: words.trim().split(/\s+/) }]
    })
}
