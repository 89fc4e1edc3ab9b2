import { describe, expect, it } from 'vitest'
import { abilities } from '../../../adapters/simulator/abilities.ts'
import { abilities as telegram } from '../../../adapters/telegram/abilities.ts'
import { abilities as cloud } from '../../../adapters/whatsapp/cloud/abilities.ts'
import { abilities as web } from '../../../adapters/whatsapp/web/abilities.ts'

describe('costumes', () => {
  it.each([
    ['telegram', abilities.telegram, telegram],
    ['whatsapp-web', abilities['whatsapp-web'], web],
    ['whatsapp-cloud', abilities['whatsapp-cloud'], cloud],
  ])('%s: have the limits of the channel they show', (_name, worn, real) => {
    const { inFlight: _ours, ...costume } = worn
    const { inFlight: _theirs, ...limits } = real
    expect(costume).toEqual(limits)
  })
})
