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
})
