/** Every reader of what comes from outside is given thousands of bent inputs, other ones each time. A crash is told by its
 * smallest input and its seed; how long the slowest took is measured by `npm run -s bench -- fuzz`. */
import { describe, expect, it } from 'vitest'
import { fuzz } from '../kit/fuzz/campaign.ts'
import { targets } from '../kit/fuzz/targets.ts'

describe('bent inputs', () => {
  it('are many', () => {
    expect(targets.reduce((sum, { runs }) => sum + runs, 0)).toBeGreaterThanOrEqual(200_000)
  })

  it.each(targets.map((target) => [target.name, target] as const))('crash nobody: %s', async (_, target) => {
    expect((await fuzz(target)).crash).toBeNull()
  })
})
