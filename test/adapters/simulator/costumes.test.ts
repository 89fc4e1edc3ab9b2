import { describe, expect, it } from 'vitest'
import { abilities } from '../../../adapters/simulator/abilities.ts'
import { abilities as telegram } from '../../../adapters/telegram/abilities.ts'

describe('costumes', () => {
  it('have the limits of the channel they show', () => {
    const { inFlight: _ours, ...costume } = abilities.telegram
    const { inFlight: _theirs, ...real } = telegram
    expect(costume).toEqual(real)
  })
})
