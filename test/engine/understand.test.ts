import { describe, expect, it } from 'vitest'
import type { IntentName } from '#engine'
import { createTown } from '../kit/people.ts'
import { harmless, sentences } from './sentences.ts'

/** Every sentence as a person's first. */
async function intentOf(text: string): Promise<IntentName | 'not heard'> {
  const turn = await createTown().person('ibu').says(text)
  return turn?.intent ?? 'not heard'
}

async function misread(
  list: readonly string[],
  right: (intent: string) => boolean,
): Promise<readonly string[]> {
  const wrong: string[] = []
  for (const text of list) {
    const intent = await intentOf(text)
    if (!right(intent)) wrong.push(`${text} → ${intent}`)
  }
  return wrong
}

describe('understand', () => {
  it.each(Object.entries(sentences))('reads %s, one in ten missed at most', async (intent, list) => {
    const wrong = await misread(list, (read) => read === intent)
    expect(wrong.length, wrong.join('\n')).toBeLessThanOrEqual(list.length / 10)
  })

  it('sees no danger where there is none', async () => {
    expect(await misread(harmless, (read) => read !== 'emergency')).toEqual([])
  })

  it.each([
    'saya dijambak nyonya tiap pagi',
    'anak saya sudah 3 bulan gak bisa dihubungi',
    'bayaranku wis patang sasi ora dikekke',
  ])('hears in a long story: %s', async (cry) => {
    const story =
      'Kemarin saya ke pasar beli sayur dan ikan, terus pulang masak buat anak anak, sorenya hujan deras. '
    expect(await intentOf(story.repeat(35))).toBe('unknown')
    expect(await intentOf(`${story.repeat(35)}${cry}`)).toBe('emergency')
    expect(await intentOf(`${story.repeat(18)}${cry}. ${story.repeat(18)}`)).toBe('emergency')
  })
})
