/** Loads what is shipped in content/: the agencies' lists and the everyday words. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type AgencyList,
  ContentError,
  type Day,
  type ListKind,
  type OrdinaryWords,
  type Statement,
} from '#engine'
import { readList } from './read-list.ts'

/** The lists of content/agencies, the newest of each kind. Throws ContentError: file and row. */
export function loadShippedLists(folder: string): readonly AgencyList[] {
  const lists = filesOf(folder).filter((file) => /^p3mi-\d{4}-\d{2}-\d{2}\.csv$/.test(file))
  const newest = lists.sort().at(-1)
  if (!newest) throw new ContentError(`${folder} has no list; put one there as p3mi-YYYY-MM-DD.csv.`)
  return [
    load(folder, newest, 'listed'),
    load(folder, 'sanctions.csv', 'sanctions'),
    load(folder, 'old-names.csv', 'old'),
  ]
}

/** The statements of content/agencies and the date of the official list there. Throws ContentError: file and row. */
export function loadShipped(folder: string): {
  readonly asOf: Day
  readonly statements: readonly Statement[]
} {
  const lists = loadShippedLists(folder)
  const official = lists.filter(({ kind }) => kind === 'listed').flatMap(({ statements }) => statements)
  return { asOf: dateOf(official), statements: lists.flatMap(({ statements }) => statements) }
}

/** The date of a list: its newest row. */
export function dateOf(listed: readonly Statement[]): Day {
  const newest = listed
    .map(({ on }) => on)
    .sort()
    .at(-1)
  if (newest === undefined)
    throw new ContentError('A list without rows has no date; a list needs one agency.')
  return newest
}

function load(folder: string, file: string, kind: ListKind): AgencyList {
  const csv = readContent(folder, file)
  const reading = readList(csv, kind)
  if (reading.kind === 'read') {
    const { statements } = reading
    return { kind, asOf: dateOf(statements), digest: digestOf(csv), statements }
  }
  const [error] = reading.errors
  const where = [
    error?.row == null ? '' : ` row ${error.row}`,
    error?.column ? ` (${error.column})` : '',
  ].join('')
  throw new ContentError(`${file}${where}: ${error?.problem ?? 'cannot be read.'}`)
}

const sorts = ['beside', 'before', 'everyday', 'places', 'business', 'asking'] as const

/**
 * Everyday words of content/lexicon: files `SORT.txt` and `SORT-….txt`, words parted by spaces, `#` begins a remark.
 * Throws ContentError when a sort has no file or a file is of no sort.
 */
export function loadOrdinaryWords(folder: string): OrdinaryWords {
  const files = filesOf(folder).filter((file) => file.endsWith('.txt'))
  const stray = files.find((file) => !sorts.some((sort) => isOfSort(file, sort)))
  if (stray) throw new ContentError(`${stray}: begin its name with one of ${sorts.join(', ')}.`)
  const wordsOf = (sort: (typeof sorts)[number]): ReadonlySet<string> => {
    const mine = files.filter((file) => isOfSort(file, sort))
    if (mine.length === 0) throw new ContentError(`${folder} has no ${sort}.txt; put the file back.`)
    return new Set(mine.flatMap((file) => readWordFile(readContent(folder, file).toString('utf8'))))
  }
  return {
    beside: wordsOf('beside'),
    before: wordsOf('before'),
    everyday: wordsOf('everyday'),
    places: wordsOf('places'),
    business: wordsOf('business'),
    asking: wordsOf('asking'),
  }
}

function isOfSort(file: string, sort: string): boolean {
  return file === `${sort}.txt` || file.startsWith(`${sort}-`)
}

function readWordFile(text: string): readonly string[] {
  return text
    .split('\n')
    .flatMap((line) =>
      line
        .replace(/#.*/, '')
        .toLowerCase()
        .split(/[^\p{L}\p{N}']+/u),
    )
    .map((word) => word.replaceAll("'", ''))
    .filter((word) => word !== '')
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (cause) {
    throw new ContentError(`The folder ${folder} cannot be read; put it back.`, { cause })
  }
}

function readContent(folder: string, file: string): Buffer {
  try {
    return readFileSync(join(folder, file))
  } catch (cause) {
    throw new ContentError(`${file} cannot be read; put it back into ${folder}.`, { cause })
  }
}

/** sha256 in hex: which file a list version was read from. */
export function digestOf(csv: Uint8Array): string {
  return createHash('sha256').update(csv).digest('hex')
}
