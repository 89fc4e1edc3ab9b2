/** What people pass on that is no text: pictures in a row, voices, contacts, places. */
import { describe, expect, it } from 'vitest'
import type { Body, ChannelName, Effect, Media, Turn } from '#engine'
import { createTown, type Person, today, wordsOf } from '../kit/people.ts'

const file = (key: string, type: Media['type'] = 'image'): Media => ({
  channel: 'paper' as ChannelName,
  key,
  type,
  bytes: null,
})
const sent = (key: string, type: Media['type'] = 'image'): Body => ({
  kind: 'media',
  media: file(key, type),
  caption: '',
})
const read = (
  key: string,
  text: string | null,
  more: Partial<Extract<Body, { kind: 'reading' }>> = {},
): Body => ({
  kind: 'reading',
  media: file(key),
  caption: '',
  text,
  fingerprint: null,
  refused: false,
  ...more,
})
const passedOn = { forwarded: 'once' } as const
const offer = (phone: string): string =>
  `Dicari admin di Kamboja, gaji 15 juta tanpa ijazah, tiket dan paspor kami urus. WA ${phone}`

const outcomeOf = (turn: Turn | null): string => `${turn?.outcome} ${turn?.replies.length}`
const filed = (turn: Turn | null): Extract<Effect, { kind: 'file-report' }> => {
  const effect = turn?.effects.find(({ kind }) => kind === 'file-report')
  if (effect?.kind !== 'file-report') throw new Error('nothing was reported')
  return effect
}
const sendAll = async (person: Person, many: number): Promise<void> => {
  for (let at = 0; at < many; at++) await person.sends(sent(`p${at}`), passedOn)
}

describe('five pictures in a row', () => {
  it('are one "I am reading", one answer and one question, and one report of five', async () => {
    const ani = createTown().person('ani')
    const heard: (Turn | null)[] = []
    for (let at = 0; at < 5; at++) heard.push(await ani.sends(sent(`p${at}`), passedOn))
    expect(heard.map(outcomeOf)).toEqual(['ad.reading 1', ...Array(4).fill('ad.reading 0')])
    const answers: (Turn | null)[] = []
    for (let at = 0; at < 5; at++)
      answers.push(await ani.sends(read(`p${at}`, offer(`0812-3456-789${at}`)), passedOn))
    expect(answers.map(outcomeOf)).toEqual([...Array(4).fill('ad.reading 0'), 'ad.danger 1'])
    expect(wordsOf(answers[4] as Turn)).toContain('5 iklan ini')
    const { ads } = filed(await ani.says('ya'))
    expect(ads.map(({ media }) => media?.key)).toEqual(['p0', 'p1', 'p2', 'p3', 'p4'])
    expect(ads[0]?.at).toEqual({ sent: today.toISOString(), received: today.toISOString() })
  })

  it('are one question also when some cannot be read, or the last is harmless', async () => {
    const ani = createTown().person('ani')
    await sendAll(ani, 3)
    await ani.sends(read('p0', offer('0812-3456-7890')), passedOn)
    await ani.sends(read('p1', null, { refused: true }), passedOn)
    const last = await ani.sends(read('p2', 'Selamat pagi semua, semoga sehat selalu ya.'), passedOn)
    expect(outcomeOf(last)).toBe('ad.danger 1')
    expect(filed(await ani.says('ya')).ads).toHaveLength(3)
  })

  it('are one question with the words beside the first of them, as an album has', async () => {
    const ani = createTown().person('ani')
    const album = [
      { ...sent('p0'), caption: offer('0812-3456-7890') },
      { ...sent('p1'), caption: '' },
    ]
    for (const picture of album) await ani.sends(picture, passedOn)
    await ani.sends(read('p0', 'LOWONGAN', { caption: offer('0812-3456-7890') }), passedOn)
    expect(outcomeOf(await ani.sends(read('p1', null), passedOn))).toBe('ad.danger 1')
    expect(filed(await ani.says('ya')).ads.map(({ media }) => media?.key)).toEqual(['p0', 'p1'])
  })

  it('ask nothing while they are read: a "yes" in between reports nothing', async () => {
    const ani = createTown().person('ani')
    await sendAll(ani, 2)
    await ani.sends(read('p0', offer('0812-3456-7890')), passedOn)
    expect((await ani.says('ya'))?.effects.map(({ kind }) => kind)).not.toContain('file-report')
    const last = await ani.sends(read('p1', null), passedOn)
    expect(outcomeOf(last)).toBe('ad.danger 1')
    expect(filed(await ani.says('ya')).ads).toHaveLength(2)
  })

  it('do not wait for a reading that never comes, and lose none that came', async () => {
    let now = today
    const ani = createTown({ now: () => now }).person('ani')
    await sendAll(ani, 3)
    await ani.sends(read('p0', offer('0812-3456-7890')), passedOn)
    now = new Date(today.getTime() + 11 * 60_000)
    expect(outcomeOf(await ani.sends(read('p2', null), passedOn))).toBe('ad.danger 1')
    expect(outcomeOf(await ani.sends(sent('p3'), passedOn))).toBe('ad.reading 1')
    await ani.sends(read('p3', null), passedOn)
    expect(filed(await ani.says('ya')).ads.map(({ media }) => media?.key)).toEqual(['p0', 'p2', 'p3'])
  })
})

describe('what cannot be read here', () => {
  it.each([
    ['a voice', sent('v', 'audio'), 'belum bisa saya dengar'],
    ['a video', sent('v', 'video'), 'belum bisa saya lihat'],
    ['a picture without words', read('p', null), 'tidak terbaca'],
    ['a file that is none', read('f', null, { refused: true }), 'tidak bisa dibuka'],
    ['a contact', { kind: 'card', name: 'Pak Agen', phones: ['+62 812-3456-7890'] } as const, 'Kontaknya'],
  ])('%s that was passed on is kept, if its sender agrees', async (_, body, words) => {
    const ani = createTown().person('ani')
    const asked = await ani.sends(body, passedOn)
    expect(wordsOf(asked as Turn)).toContain(words)
    expect(wordsOf(asked as Turn)).toContain('Boleh saya teruskan ke petugas?')
    const { ads } = filed(await ani.says('ya'))
    expect(ads).toHaveLength(1)
    expect(ads[0]).toMatchObject('media' in body ? { media: body.media } : { told: 'card' })
  })

  it('a voice that somebody recorded themselves is no evidence', async () => {
    const asked = await createTown().person('ani').sends(sent('v', 'audio'))
    expect(outcomeOf(asked)).toBe('unclear 1')
    expect(asked?.next.at).toBe('idle')
  })

  it('joins the question that is open; a place is kept only there', async () => {
    const ani = createTown().person('ani')
    const place = { kind: 'place', latitude: 11.55, longitude: 104.92, name: 'Kantor' } as const
    expect((await ani.sends(place))?.next.at).toBe('idle')
    await ani.says(offer('0812-3456-7890'), passedOn)
    expect(wordsOf((await ani.sends(place)) as Turn)).toContain('2 iklan ini')
    await ani.sends({ kind: 'card', name: 'Pak Agen', phones: ['0813-1111-2222'] })
    const { ads } = filed(await ani.says('ya'))
    expect(ads.map(({ told }) => told)).toEqual([undefined, 'place', 'card'])
    expect(ads[1]?.text).toBe('Kantor\n11.55, 104.92')
    // The number of a contact is what joins its report to others.
    expect(ads[2]?.indicators).toContainEqual({ kind: 'phone', value: '+6281311112222', joins: true })
  })

  it('"no" reports nothing', async () => {
    const ani = createTown().person('ani')
    await ani.sends(sent('v', 'audio'), passedOn)
    const no = await ani.says('tidak')
    expect(no?.outcome).toBe('report.declined')
    expect(no?.effects.map(({ kind }) => kind)).not.toContain('file-report')
    expect(no?.next.at).toBe('idle')
  })
})
