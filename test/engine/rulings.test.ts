import { describe, expect, it } from 'vitest'
import type { Finding, Indicator, Ruling, Turn } from '#engine'
import { plainText, tellable } from '#engine'
import { createTown, shippedSpeak } from '../kit/people.ts'

const at = new Date('2026-11-20T18:00:00Z')
const offer = 'Dicari admin online di Kamboja, gaji 15 juta, tiket dan paspor kami urus. WA 0813-1111-2222'

describe('what officers decided', () => {
  const asked = async (finding: Finding, text: string, more: object = {}): Promise<Turn> => {
    const town = createTown({
      rule: (seeks: readonly Indicator[]): readonly Ruling[] =>
        seeks
          .filter(({ value }) => value === '+6281311112222')
          .map((indicator) => ({ indicator, finding, at })),
    })
    const turn = await town.person('budi').says(text, more)
    if (turn === null) throw new Error('nothing was answered')
    return turn
  }
  const keys = (turn: Turn) =>
    turn.replies.flatMap(({ body }) => body.flatMap((wording) => ('say' in wording ? [wording.say] : [])))
  const words = (turn: Turn) =>
    turn.replies
      .flatMap(({ body }) => body.map((wording) => plainText(shippedSpeak()(wording, 'id'))))
      .join('\n')

  it('is said first of an advertisement that has the number, with the day in Indonesia', async () => {
    const turn = await asked('illegal-recruitment', offer, { forwarded: 'often' })
    expect(turn.outcome).toBe('ad.danger')
    expect(keys(turn)[0]).toBe('ad.ruled_illegal')
    expect(words(turn)).toContain('+6281311112222')
    expect(words(turn)).toContain('21 November 2026')
  })

  it('makes an advertisement without a sign dangerous, and never says that no sign was found', async () => {
    const turn = await asked(
      'illegal-recruitment',
      'Info lengkap hubungi kami ya kak 0813-1111-2222 terima kasih',
      {
        forwarded: 'once',
      },
    )
    expect(keys(turn)).toContain('ad.ruled_illegal')
    expect(keys(turn)).not.toContain('ad.no_signs')
  })

  it('answers a short question about a number', async () => {
    const turn = await asked('illegal-recruitment', 'nomor 0813-1111-2222 ini gimana ya')
    expect(keys(turn)[0]).toBe('ad.ruled_illegal')
    expect(keys(turn)).not.toContain('common.unclear')
  })

  it('answers a short question about a number whose digits are set apart', async () => {
    const turn = await asked('illegal-recruitment', 'W A 0 8 1 3  1 1 1 1  2 2 2 2 ini gimana ya')
    expect(keys(turn)[0]).toBe('ad.ruled_illegal')
  })

  it('reassures nobody where nothing was found', async () => {
    for (const finding of ['no-violation', 'unproven'] as const) {
      const turn = await asked(finding, offer, { forwarded: 'often' })
      expect(turn.outcome).toBe('ad.danger')
      expect(words(turn)).toMatch(/belum berarti tawaran ini aman|Tetap hati-hati/)
    }
  })

  it('comes after help in danger, and not in the place of it', async () => {
    const turn = await asked(
      'illegal-recruitment',
      'tolong saya disekap sama 0813-1111-2222 tidak boleh keluar',
    )
    expect(turn.urgent).toBeDefined()
    expect(keys(turn)[0]).not.toBe('ad.ruled_illegal')
  })

  it('says nothing of a number nobody decided about', async () => {
    const turn = await asked('illegal-recruitment', offer.replace('2222', '3333'), { forwarded: 'often' })
    expect(keys(turn)).not.toContain('ad.ruled_illegal')
  })

  it('tells the gravest of each identifier, and no more than asked for', () => {
    const ruling = (value: string, finding: Finding, day: string): Ruling => ({
      indicator: { kind: 'phone', value },
      finding,
      at: new Date(day),
    })
    const told = tellable(
      [
        ruling('+1', 'no-violation', '2026-11-20'),
        ruling('+1', 'illegal-recruitment', '2026-01-01'),
        ruling('+2', 'unproven', '2026-11-21'),
        ruling('+3', 'illegal-recruitment', '2026-10-01'),
      ],
      2,
    )
    expect(told.map(({ indicator }) => indicator.value)).toEqual(['+3', '+1'])
    expect(told.every(({ finding }) => finding === 'illegal-recruitment')).toBe(true)
  })
})
