/** What people say, on sentences the reader never learned from. Loose here; `npm run -s bench -- intents` says exactly. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadUtterances } from '../../../src/words/index.ts'
import { content, createTown, shippedReader } from '../../kit/people.ts'

interface Said {
  readonly intent: string
  readonly text: string
}
const load = (file: string): readonly Said[] =>
  readFileSync(join(import.meta.dirname, file), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((row) => {
      const [intent = '', , text = ''] = row.split('\t')
      return { intent, text }
    })
const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.tsv'))
const everything = files.flatMap(load)
/** The blind halves are judged by the bench alone: a test that names its misses would unseal them. */
const judged = files.filter((file) => !file.startsWith('blind')).flatMap(load)
const bare = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N} ]/gu, '')
    .trim()

async function read(said: readonly Said[]): Promise<readonly (Said & { readonly as: string })[]> {
  const heard = []
  for (const each of said) {
    const turn = await createTown().person('somebody').says(each.text)
    heard.push({ ...each, as: turn?.intent ?? 'not heard' })
  }
  return heard
}
const share = (of: readonly unknown[], right: readonly unknown[]): number => right.length / of.length

describe('sentences kept apart', () => {
  it('are many, of every intent, and none was learned', () => {
    expect(everything.length).toBeGreaterThan(800)
    const learned = new Set(loadUtterances(join(content, 'utterances')).map(({ text }) => bare(text)))
    expect(everything.filter(({ text }) => bare(text) !== '' && learned.has(bare(text)))).toEqual([])
  })

  it('are mostly read as they are meant, danger nearly always', async () => {
    const heard = await read(judged)
    const right = heard.filter(({ intent, as }) => intent === as)
    const urgent = heard.filter(({ intent }) => intent === 'emergency')
    const called = heard.filter(({ as }) => as === 'emergency')
    const unknown = heard.filter(({ intent }) => intent === 'unknown')
    expect(share(heard, right)).toBeGreaterThan(0.92)
    expect(
      share(
        urgent,
        urgent.filter(({ as }) => as === 'emergency'),
      ),
    ).toBeGreaterThan(0.98)
    expect(
      share(
        called,
        called.filter(({ intent }) => intent === 'emergency'),
      ),
    ).toBeGreaterThan(0.9)
    expect(
      share(
        unknown,
        unknown.filter(({ as }) => as === 'unknown'),
      ),
    ).toBeGreaterThan(0.85)
  }, 60_000)
})

describe('a reader', () => {
  it('is always the same, and shares out the whole', () => {
    const readings = shippedReader().read('paspor saya ditahan majikan')
    expect(readings[0]?.means).toBe('emergency.passport-held')
    expect(readings.reduce((sum, { likely }) => sum + likely, 0)).toBeCloseTo(1)
  })

  it('reads what has no letters it knows without a fault', () => {
    expect(shippedReader().read('').length).toBeGreaterThan(20)
    expect(shippedReader().read('Ж'.repeat(4096)).length).toBeGreaterThan(20)
  })
})
