import { describe, expect, it } from 'vitest'
import type { Effect, Turn } from '#engine'
import { plainWords, wordsOf } from '../../src/engine/understand/letters.ts'
import {
  asksStillAnswered,
  isClearYes,
  readOwnAge,
  stopsCampaigns,
  topicsWished,
} from '../../src/engine/understand/subscribing.ts'
import { createTown, type Person } from '../kit/people.ts'

const plain = (text: string): string => plainWords(wordsOf(text))
const consentIn = (turn: Turn | null): Extract<Effect, { kind: 'consent' }> | undefined =>
  turn?.effects.find((effect) => effect.kind === 'consent')

describe('a clear yes', () => {
  it.each([
    'ya',
    'Ya.',
    'iya kak',
    'YA SETUJU',
    'setuju',
    'boleh',
    'mau dong',
    'yes please',
    'I agree',
    'inggih',
    'nggih kula sarujuk',
    'muhun',
    'satuju kang',
  ])('is "%s"', (text) => expect(isClearYes(wordsOf(text), text)).toBe(true))
  it.each([
    'ok',
    'oke',
    'ya nanti',
    'ya?',
    'boleh tanya?',
    'ya tapi jangan tiap hari',
    'mau tanya',
    'tidak',
    'ya tidak',
    'gak mau',
    '👍',
    'ya ini bener dari kp2mi',
    'hmm ya gimana',
  ])('is not "%s"', (text) => expect(isClearYes(wordsOf(text), text)).toBe(false))
})

describe('an age', () => {
  it.each([
    ['umur saya 16', 16],
    ['aku masih 17 tahun', 17],
    ['umurku 15 kak', 15],
    ["i'm 16 years old", 16],
    ['yuswa kula 17', 17],
    ['saya belum 18', 17],
    ['saya masih SMP', 17],
    ['saya umur 34', 34],
  ])('is heard in "%s"', (text, age) => expect(readOwnAge(plain(text))).toBe(age))
  it.each([
    'saya 12 tahun kerja di Taiwan',
    'saya 10 tahun di Malaysia',
    'anak saya 16 tahun',
    'adik umur 15 ditawari kerja',
    'usia minimal 18 tahun ya?',
    'kontrak saya 2 tahun',
    'gaji saya 15 juta',
  ])('is not heard in "%s"', (text) => expect(readOwnAge(plain(text))).toBeNull())
})

describe('right after a campaign', () => {
  it.each(['berhenti', 'Berhenti dulu', 'stop', 'udah cukup', 'mandheg', 'eureun', 'enough'])(
    '"%s" is stop',
    (text) => expect(stopsCampaigns(plain(text))).toBe(true),
  )
  it.each(['stop dulu ya makasih', 'berhenti kerja gimana caranya', 'tidak', 'jangan'])(
    '"%s" is not',
    (text) => expect(stopsCampaigns(plain(text))).toBe(false),
  )
})

it.each([
  'tapi kalau saya tanya masih dijawab?',
  'kalo aku nanya masih dijawab kan?',
  'can I still ask you things?',
  'masih boleh tanya kan',
])('"%s" asks whether answers stay', (text) => expect(asksStillAnswered(plain(text))).toBe(true))

it('hears which topic is wished', () => {
  expect(topicsWished(plain('kabari kalau ada modus penipuan baru'))).toEqual(['scam-alerts'])
  expect(topicsWished(plain('kabari saya kalau ada pt yang dicabut'))).toEqual(['licence-changes'])
  expect(topicsWished(plain('mau info terbaru'))).toEqual([])
})

describe('consent', () => {
  const agreed = async (ibu: Person): Promise<Turn | null> => {
    await ibu.says('mau langganan info penipuan')
    return ibu.says('ya')
  }

  it('keeps the very words that were shown, under a version that names them', async () => {
    const ibu = createTown().person('ibu')
    const asked = await ibu.says('mau langganan info penipuan')
    expect(consentIn(asked)).toBeUndefined()
    const given = consentIn(await ibu.says('ya'))?.steps[0]
    expect(given).toMatchObject({ kind: 'given', topics: ['scam-alerts'], text: { locale: 'id' } })
    const text = given?.kind === 'given' ? given.text : null
    expect(text?.words).toContain('Peringatan modus penipuan baru')
    expect(text?.words).toContain('Persetujuan versi 1')
    expect(text?.version).toMatch(/^1-[0-9a-z]+$/)
    const other = createTown().person('other')
    await other.says('sign me up for alerts about scams')
    const inEnglish = consentIn(await other.says('yes'))?.steps[0]
    expect(inEnglish).toMatchObject({ text: { locale: 'en' } })
    expect(inEnglish?.kind === 'given' ? inEnglish.text.version : '').not.toBe(text?.version)
  })

  it('is asked anew by a yes of long ago', async () => {
    const ibu = createTown().person('ibu')
    await ibu.says('mau langganan info penipuan')
    await ibu.says('bahasa')
    const turn = await ibu.presses('1.0')
    expect(turn?.outcome).toBe('subscribe.asked')
    expect(consentIn(turn)).toBeUndefined()
  })

  it('is given by a tap on the yes that stands there', async () => {
    const ibu = createTown().person('ibu')
    await ibu.says('mau langganan info penipuan')
    expect(consentIn(await ibu.presses('1.0'))?.steps).toHaveLength(1)
  })

  it('ends in every state', async () => {
    for (const before of [
      'cek pt',
      'bahasa',
      'hapus data saya',
      'mau langganan pelajaran',
      'saya dikurung majikan',
    ]) {
      const ibu = createTown().person('ibu')
      await agreed(ibu)
      await ibu.says(before)
      const turn = await ibu.says('berhenti')
      expect(consentIn(turn)?.steps, before).toEqual([{ kind: 'withdrawn', topics: 'all' }])
    }
  })

  it('leaves somebody in danger in the conversation about it', async () => {
    const ibu = createTown().person('ibu')
    await agreed(ibu)
    await ibu.says('saya dikurung majikan')
    expect((await ibu.says('berhenti'))?.next.at).toBe('urgent')
  })
})
