import { describe, expect, it } from 'vitest'
import { walkMany } from '../kit/dialogue.ts'

describe('the dialogue', () => {
  it('answers help, menu and stop in one turn, from wherever a walk has led', async () => {
    const { broken, reached } = await walkMany(400, 20_261_124)
    expect(broken).toBeNull()
    // A walk that leads nowhere would show nothing.
    expect(Object.keys(reached)).toEqual(
      expect.arrayContaining([
        'idle',
        'agency.name',
        'agency.which',
        'urgent',
        'ad.confirm',
        'privacy.confirm',
      ]),
    )
  })
})
