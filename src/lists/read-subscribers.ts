/** A list of subscribers as CSV: who, for which topics, and the proof that each of them agreed. Read as a stream, since it
 * may have millions of rows. */
import {
  ContentError,
  destinations,
  type IncomingSubscriber,
  locales,
  type Phase,
  phases,
  provinces,
  type Topic,
  topics,
} from '#engine'
import { CsvFault, csvRows } from './csv-rows.ts'
import type { RowError } from './read-list.ts'

/** `consent_…`: where they agreed, on which day, and to which words. */
const needed = [
  'channel',
  'address',
  'language',
  'topics',
  'consent_source',
  'consent_date',
  'consent_text',
] as const
const optional = ['consent_version', 'province', 'country', 'phase'] as const
type Column = (typeof needed)[number] | (typeof optional)[number]

const rowsAtOnce = 5_000
/** Longest record, in letters: an unclosed quote would otherwise swallow the rest of the file. */
const longestRecord = 64 * 1024
const mostText = 4_000
const mostSource = 200

export interface SubscriberBatch {
  readonly people: readonly IncomingSubscriber[]
  readonly errors: readonly RowError[]
}

/** The rows in batches. A row that is broken is an error with its number, the column names being row 1. Throws ContentError
 * when the file as a whole cannot be read, or lacks a column. */
export async function* readSubscribers(
  file: AsyncIterable<Uint8Array>,
  now: Date,
): AsyncGenerator<SubscriberBatch> {
  const { delimiter, whole } = await sniff(file)
  let read: ((cells: readonly string[]) => Read) | null = null
  let row = 0
  let people: IncomingSubscriber[] = []
  let errors: RowError[] = []
  try {
    for await (const cells of csvRows(whole, { delimiter, longest: longestRecord })) {
      row += 1
      if (read === null) {
        read = readerOf(cells, now)
        continue
      }
      if (cells.every((cell) => cell.trim() === '')) continue
      const found = read(cells)
      if ('problem' in found) errors.push({ row, ...found })
      else people.push(found)
      if (people.length + errors.length < rowsAtOnce) continue
      yield { people, errors }
      people = []
      errors = []
    }
  } catch (error) {
    if (!(error instanceof CsvFault)) throw error
    throw new ContentError(`Row ${error.row}: a quotation mark is not closed or stands inside a cell.`)
  }
  if (read === null) throw new ContentError('The file is empty; it needs a line of column names and rows.')
  if (people.length + errors.length > 0) yield { people, errors }
}

/** The sign that parts the column names, and all of the file from its beginning. */
async function sniff(
  file: AsyncIterable<Uint8Array>,
): Promise<{ readonly delimiter: ',' | ';'; readonly whole: AsyncIterable<Uint8Array> }> {
  const chunks = file[Symbol.asyncIterator]()
  const first = await chunks.next()
  const [header = ''] =
    first.done === true
      ? []
      : Buffer.from(first.value)
          .toString()
          .split(/\r?\n|\r/, 1)
  async function* whole(): AsyncGenerator<Uint8Array> {
    for (let next = first; next.done !== true; next = await chunks.next()) yield next.value
  }
  const delimiter = header.split(';').length > header.split(',').length ? ';' : ','
  return { delimiter, whole: whole() }
}

type Read = IncomingSubscriber | { readonly column: Column; readonly problem: string }

/** Throws ContentError naming the columns that are missing. */
function readerOf(header: readonly string[], now: Date): (cells: readonly string[]) => Read {
  const names = header.map((name) => name.trim().toLowerCase())
  const missing = needed.filter((name) => !names.includes(name))
  if (missing.length > 0)
    throw new ContentError(
      `The file lacks ${missing.join(', ')}. Nobody is brought in without the proof that they agreed; the first row names the columns.`,
    )
  const places = new Map<Column, number>([...needed, ...optional].map((name) => [name, names.indexOf(name)]))
  const topicsOf = remembering(readTopics)
  const proofOf = remembering(readProof)
  const dayOf = remembering((text: string) => readDay(text, now))
  return (cells) => {
    const cell = (column: Column): string => cells[places.get(column) ?? -1]?.trim() ?? ''
    const wrong = (column: Column, problem: string): Read => ({ column, problem })
    const address = readAddress(cell('channel'), cell('address'))
    if ('problem' in address) return wrong(address.column, address.problem)
    const locale = locales.find((each) => each === cell('language'))
    if (locale === undefined)
      return wrong('language', `is "${cell('language')}"; write one of ${locales.join(', ')}.`)
    const wished = topicsOf(cell('topics'))
    if (wished === null) return wrong('topics', `is "${cell('topics')}"; write some of ${topics.join(' ')}.`)
    const at = dayOf(cell('consent_date'))
    if (at === null) return wrong('consent_date', 'is no day in the past; write it as 2026-05-31.')
    const [source, words] = [cell('consent_source'), cell('consent_text')]
    const lacking = proofOf(`${source}\u0000${words}`)
    if (lacking !== null) return wrong(lacking.column, lacking.problem)
    const [province, country, phase] = [cell('province'), cell('country'), cell('phase')]
    if (province !== '' && !provinces.includes(province))
      return wrong('province', `is "${province}"; write its code, such as JT (ISO 3166-2:ID), or nothing.`)
    if (country !== '' && !isDestination(country))
      return wrong('country', `is "${country}"; write its code, such as my, or nothing.`)
    if (phase !== '' && !isPhase(phase))
      return wrong('phase', `is "${phase}"; write one of ${phases.join(', ')}, or nothing.`)
    return {
      ...address,
      locale,
      topics: wished,
      whereabouts: { province: province || null, country: country || null, phase: (phase as Phase) || null },
      consent: { at, source, words, version: cell('consent_version') },
    }
  }
}

/** The id by which the channel knows them: WhatsApp a number with its country's code, Telegram its own. */
function readAddress(
  channel: string,
  written: string,
): Pick<IncomingSubscriber, 'channel' | 'chat'> | { readonly column: Column; readonly problem: string } {
  if (channel !== 'telegram' && channel !== 'whatsapp')
    return { column: 'channel', problem: `is "${channel}"; write telegram or whatsapp.` }
  const chat = channel === 'whatsapp' ? written.replace(/^\+|[ ().-]/g, '') : written
  // The value itself is never repeated: it names a person.
  if (channel === 'whatsapp' && !/^[1-9]\d{7,14}$/.test(chat))
    return { column: 'address', problem: 'is no phone number with its country code, such as 6281234567890.' }
  if (channel === 'telegram' && !/^[1-9]\d{0,15}$/.test(chat))
    return { column: 'address', problem: 'is no id of a person on Telegram, which is a number.' }
  return { channel: channel as IncomingSubscriber['channel'], chat }
}

function readTopics(text: string): readonly Topic[] | null {
  const names = text.split(/[\s|+]+/).filter((name) => name !== '')
  const known = topics.filter((topic) => names.includes(topic))
  return known.length === 0 || known.length < new Set(names).size ? null : known
}

/** Source, a zero, words. null: it is a proof. */
function readProof(proof: string): { readonly column: Column; readonly problem: string } | null {
  const end = proof.indexOf('\u0000')
  const [source, words] = [proof.slice(0, end), proof.slice(end + 1)]
  if (source === '' || source.length > mostSource)
    return {
      column: 'consent_source',
      problem: `is ${source === '' ? 'empty' : 'too long'}; write where they agreed.`,
    }
  if (words === '' || words.length > mostText)
    return {
      column: 'consent_text',
      problem: `is ${words === '' ? 'empty' : 'too long'}; write the words they agreed to.`,
    }
  if (proof.includes('\uFFFD'))
    return { column: 'consent_text', problem: 'is not UTF-8; save the file as "CSV UTF-8".' }
  return null
}

/** Noon in western Indonesia (UTC+7) of a day that is past. */
function readDay(text: string, now: Date): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null
  const at = new Date(`${text}T05:00:00Z`)
  const isDay = !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
  return isDay && at.getFullYear() > 2000 && at <= now ? at : null
}

/** The same few values stand in every row. */
function remembering<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    const now = read(text)
    if (known.size < 5_000) known.set(text, now)
    return now
  }
}

const isDestination = (code: string): boolean => (destinations as readonly string[]).includes(code)
const isPhase = (name: string): name is Phase => (phases as readonly string[]).includes(name)
