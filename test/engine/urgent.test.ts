/** Help in danger: first, for the place where the person is, whatever else was going on. */
import { describe, expect, it } from 'vitest'
import type { Turn } from '#engine'
import { createTown, type Person, today, wordsOf } from '../kit/people.ts'

const ibu = (given: Parameters<typeof createTown>[0] = {}): Person => createTown(given).person('ibu')
const said = (turn: Turn | null): readonly string[] =>
  (turn?.replies ?? []).flatMap(({ body }) => body.map((wording) => ('say' in wording ? wording.say : '')))
const numbers = (turn: Turn | null): readonly string[] =>
  (turn?.replies ?? []).flatMap(({ body }) =>
    body.flatMap((wording) => ('with' in wording && 'value' in wording.with ? [wording.with.value] : [])),
  )
const means = (turn: Turn | null): readonly string[] =>
  (turn?.replies.at(-1)?.choices ?? []).map((choice) => ('means' in choice ? choice.means : choice.url))

describe('danger', () => {
  it('names the office of the country first, and asks nothing before', async () => {
    const turn = await ibu().says('saya disekap majikan di malaysia')
    expect(said(turn)[0]).toBe('urgent.opening')
    expect(numbers(turn)[0]).toBe('+60 17-668 8032')
    expect(said(turn).at(-2)).toBe('urgent.ask_call')
    expect(turn?.effects).toContainEqual({ kind: 'urgent', danger: 'confinement', country: 'my' })
  })

  it('helps at once when the country is not told, then asks for it once', async () => {
    const person = ibu()
    await person.says('halo')
    const first = await person.says('saya dipukul majikan')
    expect(numbers(first).slice(0, 3)).toEqual(['0800-1000', '+62 21 2924 4800', '+62 811-8080-141'])
    expect(said(first).at(-1)).toBe('urgent.ask_place')
    const second = await person.says('di taiwan')
    expect(numbers(second)[0]).toBe('+886 901 132 000')
    expect(said(second)).not.toContain('urgent.ask_place')
    expect(second?.effects).toEqual([{ kind: 'urgent', danger: 'violence', country: 'tw' }])
    // A second danger: the place is known, and not asked again.
    const third = await person.says('paspor saya ditahan')
    expect(numbers(third)[0]).toBe('+886 901 132 000')
    expect(said(third)).toContain('urgent.passport')
  })

  it('falls back on what reaches people everywhere where a country has no number', async () => {
    const turn = await ibu().says('saya disiksa majikan di arab saudi')
    expect(numbers(turn)).toEqual([
      '+62 21 2924 4800',
      '+62 811-8080-141',
      '0800-1000',
      'peduliwni.kemlu.go.id',
      'Safe Travel',
      '+62 811-1129-129',
    ])
  })

  it('says which numbers have to be made sure of', async () => {
    const turn = await ibu().says('saya disekap di jepang')
    expect(said(turn).slice(1, 4)).toEqual(Array(3).fill('contacts.phone_unsure'))
    expect(wordsOf(turn as Turn)).toContain('April 2024, cek dulu')
  })

  it.each([
    ['adik saya disekap di kamboja', 'urgent.held_other'],
    ['anak saya dipukul majikan di malaysia', 'urgent.hurt_other'],
    ['my sister is locked in by her employer in taiwan', 'urgent.held_other'],
    ['anak saya hilang kontak di arab', 'urgent.lost_contact'],
  ])('speaks to the family: %s', async (text, key) => {
    const turn = await ibu().says(text)
    expect(said(turn)[0]).toBe('urgent.opening_other')
    expect(said(turn)).toContain(key)
    // They write from home: the number that works there stands first.
    expect(numbers(turn)[0]).toBe('0800-1000')
  })

  it.each(['saya dipukul suami saya', 'saya disekap majikan bersama teman saya', 'my husband hits me'])(
    'speaks to the person: %s',
    async (text) => {
      const turn = await ibu().says(text)
      expect(said(turn)[0]).toBe('urgent.opening')
    },
  )

  it.each([
    ['suami saya meninggal di arab saudi', 'death'],
    ['majikan perkosa saya di malaysia', 'sexual-abuse'],
    ['my friend was arrested by the police in Japan', 'arrest'],
    ['adik saya disekap di kamboja disuruh nipu', 'forced-scamming'],
    ['saya dipukul majikan sampai berdarah', 'violence'],
  ])('knows which danger it is: %s', async (text, danger) => {
    const turn = await ibu().says(text)
    expect(turn?.effects.find((effect) => effect.kind === 'urgent')).toMatchObject({ danger })
  })

  it('goes on: can call, cannot call, for the family', async () => {
    const person = ibu()
    const first = await person.says('paspor saya ditahan majikan di hong kong')
    expect(means(first)).toEqual([
      'urgent:call:passport-held:self:hk',
      'urgent:write:passport-held:self:hk',
      'urgent:help:passport-held:other:hk',
      'urgent:hide:passport-held:self:hk',
    ])
    expect(said(await person.says('ya'))[0]).toBe('urgent.call')
    expect(said(await person.says('tidak'))[0]).toBe('urgent.write')
    expect(said(await person.says('3'))[0]).toBe('urgent.opening_other')
  })

  it('after "hide this chat" uses plain words, and offers it no more', async () => {
    const person = ibu()
    await person.says('saya disekap majikan di malaysia')
    const hidden = await person.says('Amankan chat')
    expect(said(hidden)).toEqual(['urgent.hide', 'urgent.hide_after'])
    const next = await person.says('saya dipukul lagi')
    expect(said(next)[0]).toBe('urgent.plain_opening')
    expect(said(next)).not.toContain('urgent.violence')
    expect(numbers(next)[0]).toBe('+60 17-668 8032')
    expect(means(next).some((each) => each.startsWith('urgent:hide'))).toBe(false)
  })

  it('forgets the place after a day', async () => {
    let now = today
    const person = ibu({ now: () => now })
    await person.says('saya disekap majikan di malaysia')
    now = new Date(today.getTime() + 25 * 3_600_000)
    expect(said(await person.says('saya dipukul majikan')).at(-1)).toBe('urgent.ask_place')
  })

  it.each([
    ['a name was asked for', ['cek']],
    ['names were offered', ['PT Nusa Sinar']],
    ['deleting was asked', ['hapus data saya']],
    ['after STOP', ['stop']],
    ['in the middle of a lesson', ['biaya ke taiwan berapa']],
  ])('comes first when %s', async (_when, before) => {
    const person = ibu()
    for (const text of before) await person.says(text)
    const turn = await person.says('tolong saya mau bunuh diri')
    expect(said(turn)[0]).toBe('urgent.opening_suicide')
    expect(turn?.effects.some((effect) => effect.kind === 'urgent')).toBe(true)
  })

  it('in a group gives the numbers and nothing to tap or to tell', async () => {
    const turn = await ibu().says('saya dipukul majikan', { setting: 'group', addressed: true })
    expect(said(turn)).toContain('urgent.in_group')
    expect(said(turn)).not.toContain('urgent.ask_place')
    expect(means(turn)).toEqual([])
    expect(turn?.next).toEqual({ at: 'idle' })
  })

  it('hears more of the story, and does not begin anew', async () => {
    const person = ibu()
    await person.says('majikan perkosa saya di malaysia')
    for (const text of [
      'saya takut, dia di luar',
      'saya harus bagaimana',
      'dia bilang jangan cerita siapa siapa',
    ]) {
      const turn = await person.says(text)
      expect(turn?.outcome, text).toBe('urgent')
      expect(numbers(turn), text).toContain('+60 17-668 8032')
      expect(said(turn), text).not.toContain('urgent.unclear')
    }
  })

  it('goes back to other things when the person does', async () => {
    const person = ibu()
    await person.says('saya disekap majikan di malaysia')
    expect((await person.says('PT Human Select Indonesia'))?.outcome).toBe('agency.licensed')
  })
})
