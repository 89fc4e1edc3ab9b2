import { describe, expect, it, vi } from 'vitest'
import type { ChannelName, Inbound, InboundId, Media, Readings, ToRead } from '#engine'
import { createIntake, type Reading, usualLimits } from '../../src/intake/index.ts'

const channel = 'test' as ChannelName
const media = (key: string, bytes: number | null = null): Media => ({ channel, key, type: 'image', bytes })
const toRead = (key: string, changes: Partial<ToRead> = {}): ToRead => ({
  id: key,
  inbound: {
    id: key as InboundId,
    at: new Date('2026-11-24T00:00:00Z'),
    from: { channel, chat: 'ani' },
    person: 'ani',
    hint: null,
    setting: 'private',
    addressed: true,
    forwarded: 'once',
  },
  media: media(key),
  caption: '',
  attempts: 0,
  ...changes,
})
const words: Reading = { kind: 'text', type: 'picture', text: 'LOWONGAN', fingerprint: null, pages: 1 }

/** Reads these; tells what was heard and how each was settled. */
async function readAll(
  files: readonly ToRead[],
  how: {
    readonly fetchMedia?: (media: Media) => Promise<Uint8Array>
    readonly read?: () => Promise<Reading>
  },
): Promise<{ readonly heard: readonly Inbound[]; readonly settled: ReadonlyMap<string, number | null> }> {
  const left = [...files]
  const heard: Inbound[] = []
  const settled = new Map<string, number | null>()
  const waiting: Readings = {
    claim: async (_channels, most) => left.splice(0, most),
    renew: async () => {},
    settle: async (id, againAfterMs) => void settled.set(id, againAfterMs),
  }
  const intake = createIntake({
    waiting,
    adapters: [{ name: channel, fetchMedia: how.fetchMedia ?? (async () => new Uint8Array(4)) }],
    reader: { read: how.read ?? (async () => words) },
    hear: async (inbound) => void heard.push(inbound),
    onFault: () => {},
  })
  intake.start()
  await expect.poll(() => settled.size).toBe(files.length)
  await intake.stop()
  return { heard, settled }
}

describe('intake', () => {
  it('hears what was read as a message of the same person, once and under an id of its own', async () => {
    const { heard, settled } = await readAll([toRead('p1', { caption: 'ini resmi?' })], {})
    expect(heard).toMatchObject([
      {
        id: 'p1/reading',
        person: 'ani',
        forwarded: 'once',
        body: { kind: 'reading', text: 'LOWONGAN', caption: 'ini resmi?', refused: false },
      },
    ])
    expect(settled.get('p1')).toBeNull()
  })

  it('says at once that a file is too big, without fetching it', async () => {
    const fetchMedia = vi.fn(async () => new Uint8Array(4))
    const big = toRead('big', { media: media('big', usualLimits.bytes + 1) })
    const { heard } = await readAll([big], { fetchMedia })
    expect(heard).toMatchObject([{ body: { text: null, refused: true } }])
    expect(fetchMedia).not.toHaveBeenCalled()
  })

  it('tries again what the platform does not give, waits longer each time, and tells the person in the end', async () => {
    const fetchMedia = () => Promise.reject(new Error('the platform is away'))
    const files = [toRead('first'), toRead('third', { attempts: 2 }), toRead('last', { attempts: 3 })]
    const { heard, settled } = await readAll(files, { fetchMedia })
    expect(Object.fromEntries(settled)).toEqual({ first: 3_000, third: 12_000, last: null })
    expect(heard).toMatchObject([{ id: 'last/reading', body: { text: null, refused: false } }])
  })

  it('tries again what too many files wait before, and takes any other refusal as an answer', async () => {
    const why = (reason: 'busy' | 'locked') => async (): Promise<Reading> => ({
      kind: 'refused',
      why: reason,
    })
    const busy = await readAll([toRead('p1')], { read: why('busy') })
    expect(busy).toMatchObject({ heard: [], settled: new Map([['p1', 3_000]]) })
    const locked = await readAll([toRead('p1')], { read: why('locked') })
    expect(locked.heard).toMatchObject([{ body: { refused: true } }])
  })
})
