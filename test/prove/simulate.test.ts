import { describe, expect, it } from 'vitest'
import { mutants, simulate } from '../kit/simulation/index.ts'

describe('a simulated world', () => {
  it.each([1, 2, 3, 4, 5])('holds, whatever goes wrong in it: seed %i', async (seed) => {
    const { wrong, counts } = await simulate(seed)
    expect(wrong).toEqual([])
    expect(counts.faults).toBeGreaterThan(0)
  })

  it('is the same to the last event under the same seed, and another under another', async () => {
    const [one, again, other] = [await simulate(11), await simulate(11), await simulate(12)]
    expect(again.log).toEqual(one.log)
    expect(other.digest).not.toBe(one.digest)
  })

  // What is never wrong shows nothing: each of these breaks one promise of the store, and is found.
  it.each(mutants)(
    'shows a store that %s, and shows it again',
    async (mutant) => {
      for (let seed = 1; seed <= 20; seed++) {
        const world = await simulate(seed, mutant)
        if (world.wrong.length === 0) continue
        expect((await simulate(seed, mutant)).log).toEqual(world.log)
        return
      }
      expect.unreachable(`twenty worlds did not show ${mutant}`)
    },
    240_000,
  )
})
