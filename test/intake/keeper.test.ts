import { describe, expect, it, vi } from 'vitest'
import { type ChannelName, type EvidenceId, type Keeping, keptAtMost, type ToKeep } from '#engine'
import { createKeeper } from '../../src/intake/index.ts'
import { mediaTypeOf } from '../../src/intake/media-type.ts'

const channel = 'test' as ChannelName
const wantedFile = (key: string, changes: Partial<ToKeep> = {}): ToKeep => ({
  id: key as EvidenceId,
  attempts: 0,
  media: { channel, key, type: 'image', bytes: null },
  ...changes,
})

/** A queue that holds these once, and remembers what became of each. */
function queueOf(...files: readonly ToKeep[]): {
  readonly wanted: Keeping
  readonly became: Map<string, unknown>
} {
  const left = [...files]
  const became = new Map<string, unknown>()
  return {
    became,
    wanted: {
      claim: async (_channels, most) => left.splice(0, most),
      renew: async () => {},
      keep: async (id, { bytes, type }) => void became.set(id, `${type} ${bytes.length}`),
      settle: async (id, how) => void became.set(id, how),
    },
  }
}

describe('the keeper', () => {
  it('keeps what it can have, waits longer for what it cannot, and gives up in the end', async () => {
    const { wanted, became } = queueOf(
      wantedFile('photo'),
      wantedFile('late'),
      wantedFile('later', { attempts: 3 }),
      wantedFile('gone', { attempts: 7 }),
      wantedFile('told-big', { media: { channel, key: 'x', type: 'video', bytes: keptAtMost.file + 1 } }),
      wantedFile('found-big'),
    )
    const faults = vi.fn()
    const fetchMedia = vi.fn(async ({ key }: ToKeep['media']) => {
      if (key === 'photo') return Uint8Array.from([0xff, 0xd8, 0xff, 0])
      if (key === 'found-big') return new Uint8Array(keptAtMost.file + 1)
      throw new Error('the platform is away')
    })
    const keeper = createKeeper({ wanted, adapters: [{ name: channel, fetchMedia }], onFault: faults })
    keeper.start()
    await expect.poll(() => became.size).toBe(6)
    await keeper.stop()
    expect(Object.fromEntries(became)).toEqual({
      photo: 'image/jpeg 4',
      late: { againAfterMs: 3_000 },
      later: { againAfterMs: 192_000 },
      gone: { lost: 'gone' },
      'told-big': { lost: 'too-big' },
      'found-big': { lost: 'too-big' },
    })
    expect(fetchMedia).toHaveBeenCalledTimes(5)
    expect(faults).toHaveBeenCalledTimes(3)
  })
})

describe('the media type', () => {
  it.each([
    ['OggS\0\x02', 'audio/ogg'],
    ['\0\0\0\x18ftypmp42', 'video/mp4'],
    ['\0\0\0\x18ftypM4A ', 'audio/mp4'],
    ['\x1aE\xdf\xa3', 'video/webm'],
    ['PK\x03\x04', 'application/zip'],
    ['%PDF-1.7', 'application/pdf'],
    ['\x89PNG\r\n\x1a\n', 'image/png'],
    ['#!/bin/sh\n', 'application/octet-stream'],
    ['<script>', 'application/octet-stream'],
    ['', 'application/octet-stream'],
  ])('of %j is what its first bytes say', (start, type) => {
    expect(mediaTypeOf(Buffer.from(start, 'latin1'))).toBe(type)
  })
})
