import { expect, it } from 'vitest'
import { abilities as costumes } from '../../../../adapters/simulator/abilities.ts'
import { abilities } from '../../../../adapters/whatsapp/web/abilities.ts'

it('the simulator wears what WhatsApp Web can do', () => {
  expect(costumes['whatsapp-web']).toEqual(abilities)
})
