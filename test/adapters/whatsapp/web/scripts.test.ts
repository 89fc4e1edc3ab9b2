/** Random scripts of all that can happen to a session, on a phone in memory: nothing is lost, and nothing is sent at a
 * wrong moment. The same scripts with a real browser are in the bench `web`. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { createFakeStage } from '../../../kit/whatsapp-web/fake-stage.ts'
import { playScript } from '../../../kit/whatsapp-web/scripts.ts'

const folder = mkdtempSync(join(tmpdir(), 'tanya-dulu-whatsapp-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('loses nothing and sends nothing at a wrong moment, whatever happens in which order', async () => {
  const play = async (seed: number) => {
    const stage = await createFakeStage(join(folder, String(seed)))
    const played = await playScript(stage, seed, 20)
    await stage.close()
    return { seed, ...played }
  }
  const all = (
    await Promise.all(
      [0, 1, 2, 3].map(async (lane) => {
        const played: Awaited<ReturnType<typeof play>>[] = []
        for (let seed = lane; seed < 60; seed += 4) played.push(await play(seed))
        return played
      }),
    )
  ).flat()
  expect(all.filter(({ lost, offences }) => lost > 0 || offences > 0)).toEqual([])
  // The scripts are worth something: all that can happen happened.
  expect(new Set(all.flatMap(({ acts }) => acts)).size).toBe(13)
})
