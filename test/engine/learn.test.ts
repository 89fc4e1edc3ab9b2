/** Lessons: every page can be reached, is short in each language, and leads on. */
import { describe, expect, it } from 'vitest'
import { type Choice, type Locale, locales, plainText, type Turn } from '#engine'
import { compose } from '../../src/delivery/compose.ts'
import { createTown, type Person, shippedSpeak, wordsOf } from '../kit/people.ts'

/** Letters of one page: what an old phone shows in two screens. */
const longest = 900

const choicesOf = (turn: Turn | null): readonly Choice[] => turn?.replies.at(-1)?.choices ?? []
const meansOf = (turn: Turn | null): readonly string[] =>
  choicesOf(turn).flatMap((choice) => (choice.kind === 'press' ? [choice.means] : []))
const press = async (person: Person, turn: Turn | null, means: string): Promise<Turn> => {
  const index = meansOf(turn).indexOf(means)
  expect(index, `${means} among ${meansOf(turn).join(' ')}`).toBeGreaterThanOrEqual(0)
  const next = await person.presses(`${person.turn.toString(36)}.${index}`)
  if (next === null) throw new Error('no answer')
  return next
}
const said = (turn: Turn): readonly string[] =>
  turn.replies.flatMap(({ body }) => body.map((wording) => ('say' in wording ? wording.say : '')))
const lengthIn = (turn: Turn, locale: Locale): number =>
  Math.max(
    ...turn.replies.map(
      (reply) => plainText(compose(reply, { locale, speak: shippedSpeak(), turn: 1 }).text).length,
    ),
  )

/** Every turn that taps of the menus lead to, by what was tapped. */
async function walk(): Promise<ReadonlyMap<string, Turn>> {
  const seen = new Map<string, Turn>()
  const waiting: (readonly string[])[] = [['menu:before'], ['menu:learn']]
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const person = createTown().person('ibu')
    let turn = await person.says('halo')
    for (const means of path)
      turn =
        means === 'menu:learn' && path.length === 1
          ? await press(person, await press(person, turn, 'menu:before'), means)
          : await press(person, turn, means)
    const last = path.at(-1) ?? ''
    if (turn === null) throw new Error(last)
    seen.set(last, turn)
    const start = path[0] === 'menu:learn' ? ['menu:before', ...path] : path
    for (const means of meansOf(turn))
      if (/^(lesson|phase|share|menu:learn)/.test(means) && !seen.has(means)) {
        seen.set(means, turn)
        waiting.push([...start, means])
      }
  }
  return seen
}

const taps = await walk()

describe('lessons', () => {
  it('reach every page', () => {
    const pages = [...taps.keys()].filter((means) => means.startsWith('lesson:'))
    expect(new Set(pages.map((means) => means.split(':')[1])).size).toBe(16)
    expect(pages.length).toBe(34)
  })

  it.each(locales)('are short in %s', (locale) => {
    const long = [...taps].map(([means, turn]) => ({ means, length: lengthIn(turn, locale) }))
    expect(long.filter(({ length }) => length > longest)).toEqual([])
  })

  it('lead on, by at most five choices', () => {
    for (const [means, turn] of taps) {
      if (means.startsWith('share:')) continue
      expect(choicesOf(turn).length, means).toBeGreaterThanOrEqual(3)
      expect(choicesOf(turn).length, means).toBeLessThanOrEqual(5)
    }
  })

  it('end with a text to pass on, as a message of its own', () => {
    const shares = [...taps].filter(([means]) => means.startsWith('share:'))
    expect(shares.length).toBe(16)
    for (const [, turn] of shares) {
      expect(turn.replies).toHaveLength(2)
      expect(said(turn)[0]).toBe('share.how')
      expect(said(turn)[1]).toMatch(/^share\./)
    }
  })

  it('never forbid all costs', () => {
    for (const turn of taps.values()) expect(wordsOf(turn)).not.toMatch(/semua biaya (di)?larang/)
  })
})

describe('a question about one lesson of several', () => {
  it.each([
    ['g to g itu apa', 'learn.ways'],
    ['gimana kalau ada dana talangan dan potong gaji', 'learn.debts'],
    ['ferienjob itu apa', 'learn.scams_4'],
    ['cara cek tawaran kerja gimana', 'learn.check_offer'],
    ['pakai visa umroh buat kerja', 'learn.scams_3'],
    ['bulan depan saya berangkat', 'learn.phase_leaving'],
    ['kontrak saya mau habis', 'learn.phase_returning'],
    ['saya masih 15 tahun mau kerja ke malaysia', 'learn.too_young'],
  ])('%s', async (text, key) => {
    const turn = await createTown().person('ibu').says(text)
    const spoken = said(turn as Turn)
    // A child may also be taken for one in danger: then help comes first.
    expect(
      spoken.includes(key) || (key === 'learn.too_young' && spoken.includes('urgent.child')),
      spoken.join(' '),
    ).toBe(true)
  })
})
