/** What holds for every answer, whatever was said: short, dated, with a way on, and never silent. */
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { type ChannelName, type Inbound, plainText, type Turn } from '#engine'
import { compose } from '../../src/delivery/compose.ts'
import { createTown, shippedKnowledge, shippedSpeak, wordsOf } from '../kit/people.ts'
import { harmless, sentences } from './sentences.ts'

/** Longest answer in letters: what an old phone shows in two screens. */
const longest = 900

const everything = [...Object.values(sentences).flat(), ...harmless]
let turns: readonly { readonly text: string; readonly turn: Turn }[]

beforeAll(async () => {
  const heard: { text: string; turn: Turn }[] = []
  for (const text of everything) {
    const ibu = createTown().person('ibu')
    await ibu.says('halo')
    const turn = await ibu.says(text)
    if (turn !== null) heard.push({ text, turn })
  }
  turns = heard
})

const lettersOf = (turn: Turn): string =>
  turn.replies
    .map((reply) => plainText(compose(reply, { locale: turn.locale, speak: shippedSpeak(), turn: 1 }).text))
    .join('')

describe('every answer', () => {
  it('is an answer', () => {
    expect(turns).toHaveLength(everything.length)
    expect(turns.filter(({ turn }) => turn.replies.length !== 1)).toEqual([])
  })

  it('is short', () => {
    const long = turns
      .map(({ text, turn }) => ({ text, length: lettersOf(turn).length }))
      .filter(({ length }) => length > longest)
    expect(long).toEqual([])
  })

  it('has a way on: choices, a question, or a number to call', () => {
    const dead = turns
      .filter(
        ({ turn }) =>
          turn.intent !== 'thanks' &&
          turn.outcome !== 'urgent' &&
          turn.outcome !== 'agency.no-name' &&
          turn.outcome !== 'agency.asked',
      )
      .filter(({ turn }) => (turn.replies.at(-1)?.choices?.length ?? 0) === 0)
    expect(dead.map(({ text }) => text)).toEqual([])
  })

  it('puts help first when there is danger, with its numbers and their date', () => {
    const urgent = turns.filter(({ turn }) => turn.outcome === 'urgent')
    expect(urgent.length).toBeGreaterThan(80)
    for (const { text, turn } of urgent) {
      expect(wordsOf(turn), text).toMatch(
        /^(Anda tidak sendirian|You are not alone|Panjenengan mboten piyambakan|Anjeun teu nyalira)/,
      )
      for (const number of ['0800-1000', '+62 811-8080-141', '10 April 2025'])
        expect(wordsOf(turn), text).toContain(number)
    }
  })

  it('says the list’s date when it is about a firm, and calls none illegal', () => {
    const about = turns.filter(({ turn }) => turn.outcome.startsWith('agency.'))
    expect(about.length).toBeGreaterThan(20)
    for (const { text, turn } of about) {
      expect(wordsOf(turn), text).toMatch(/17 S[eé]pt[eé]mber 2026/)
      expect(wordsOf(turn), text).not.toMatch(/ilegal|illegal/i)
    }
  })

  it('offers few choices: three names and one more, or the countries', () => {
    for (const { turn } of turns)
      expect(turn.replies.at(-1)?.choices?.length ?? 0).toBeLessThanOrEqual(
        ['urgent', 'help'].includes(turn.outcome) ? 8 : 5,
      )
  })
})

describe('whatever is sent', () => {
  it('is answered without a fault', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            fc.string({ unit: 'binary', maxLength: 300 }),
            fc.constantFrom(...everything, '1', '2', 'ya', 'tidak', '/cek', 'hapus data saya'),
          ),
          { minLength: 1, maxLength: 8 },
        ),
        async (messages) => {
          const town = createTown()
          const person = town.person('a')
          for (const message of messages) expect((await person.says(message))?.replies.length).toBe(1)
          expect(town.faults).toEqual([])
        },
      ),
      { numRuns: 60 },
    )
  })

  it.each([
    ['4,096 letters', 'kerja di luar negeri '.repeat(200).slice(0, 4096)],
    ['4,096 emoji', '😀'.repeat(2048)],
    ['64 KB of hidden letters', '\u202E\u200B'.repeat(32768)],
    ['64 KB of one word', 'a'.repeat(65536)],
    ['64 KB of names', 'PT Maju Jaya, '.repeat(4681)],
    ['64 KB of blanks', ' '.repeat(65536)],
  ])('%s', async (_what, text) => {
    const town = createTown()
    const turn = await town.person('a').says(text)
    expect(turn?.replies.length).toBe(1)
    expect(lettersOf(turn as Turn).length).toBeLessThan(1400)
    expect(town.faults).toEqual([])
  })

  it('is answered kindly when we fail, and the next message works', async () => {
    let broken = true
    const town = createTown({
      knowledge: () => {
        if (broken) throw new Error('the list is gone')
        return shippedKnowledge()
      },
    })
    const ibu = town.person('ibu')
    const turn = await ibu.says('PT Human Select Indonesia?')
    expect(turn).toMatchObject({ outcome: 'fault', next: { at: 'idle' }, effects: [] })
    expect(wordsOf(turn as Turn)).toContain('gangguan di pihak kami')
    expect(town.faults).toHaveLength(1)
    broken = false
    expect((await ibu.says('PT Human Select Indonesia?'))?.outcome).toBe('agency.licensed')
  })
})

describe('receive', () => {
  const group: Partial<Inbound> = {
    setting: 'group',
    addressed: false,
    from: { channel: 'paper' as ChannelName, chat: 'the group' },
  }

  it('ignores what is said in a group and not to us, and remembers nothing of it', async () => {
    const ibu = createTown().person('ibu')
    expect(await ibu.says('saya dipukul majikan', group)).toBeNull()
    expect((await ibu.says('halo', { ...group, addressed: true }))?.effects).toContainEqual({
      kind: 'introduced',
      version: '2',
    })
    expect(ibu.turn).toBe(1)
  })

  it('answers a message once, however often it is delivered', async () => {
    const ibu = createTown().person('ibu')
    const id = 'same' as Inbound['id']
    expect(await ibu.says('halo', { id })).not.toBeNull()
    expect(await ibu.says('halo', { id })).toBeNull()
    expect(ibu.turn).toBe(1)
  })

  it('reads a quoted advertisement when the question names nobody', async () => {
    const turn = await createTown()
      .person('ibu')
      .says('ini resmi?', { quotes: { kind: 'text', text: 'Loker dari PT Human Select Indonesia' } })
    expect(turn?.verdicts.map((verdict) => verdict.kind)).toEqual(['licensed'])
  })

  it('takes the platform’s language for the first words only', async () => {
    const turn = await createTown().person('ibu').says('/start', { hint: 'en' })
    expect(turn?.locale).toBe('en')
    expect(turn?.effects.some((effect) => effect.kind === 'locale')).toBe(false)
  })

  it('remembers the language a person writes in, until another is chosen', async () => {
    const ibu = createTown().person('ibu')
    expect((await ibu.says('what documents do I need'))?.effects).toContainEqual({
      kind: 'locale',
      locale: 'en',
    })
    expect((await ibu.says('PT Human Select Indonesia'))?.locale).toBe('en')
    expect((await ibu.says('bahasa indonesia'))?.locale).toBe('id')
    expect((await ibu.says('thank you'))?.locale).toBe('id')
  })

  it('goes over to the language a person writes, when it is clear', async () => {
    const ibu = createTown().person('ibu')
    expect((await ibu.says('saya mau tanya biaya ke taiwan'))?.locale).toBe('id')
    const turn = await ibu.says('what do I have to pay before I can go there?')
    expect(turn?.locale).toBe('en')
    expect(turn?.effects).toContainEqual({ kind: 'locale', locale: 'en' })
    // A few words are too few to tell.
    expect((await ibu.says('biaya visa'))?.locale).toBe('en')
    expect((await ibu.says('kalau visa turis bisa dipakai untuk kerja?'))?.locale).toBe('id')
    expect((await ibu.says('kula badhe tanglet, pinten biayane mangkat dhateng Taiwan nggih'))?.locale).toBe(
      'jv',
    )
    // Javanese speakers write Indonesian too: they go on hearing Javanese.
    expect((await ibu.says('kalau visa turis bisa dipakai untuk kerja?'))?.locale).toBe('jv')
  })

  it('is not led by the language of an advertisement that was passed on', async () => {
    const ibu = createTown().person('ibu')
    await ibu.says('saya mau tanya biaya ke taiwan')
    const turn = await ibu.says('We need you for work in Canada, send your passport and you will fly', {
      forwarded: 'once',
    })
    expect(turn?.locale).toBe('id')
  })

  it('closes a chat that was blocked, and says nothing', async () => {
    const turn = await createTown().person('ibu').sends({ kind: 'membership', change: 'blocked' })
    expect(turn).toMatchObject({
      replies: [],
      outcome: 'silent',
      effects: [{ kind: 'close-chat' }, { kind: 'consent', steps: [{ kind: 'withdrawn', topics: 'all' }] }],
    })
  })

  it('forgets on request: the next message is a first contact', async () => {
    const ibu = createTown().person('ibu')
    await ibu.says('halo')
    await ibu.says('hapus data saya')
    expect((await ibu.says('ya'))?.effects).toEqual([{ kind: 'forget-contact' }])
    expect((await ibu.says('halo'))?.effects).toContainEqual({ kind: 'introduced', version: '2' })
    expect(ibu.turn).toBe(1)
  })
})
