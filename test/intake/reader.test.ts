import { describe, expect, it } from 'vitest'
import { createReader, type Reading, usualLimits } from '../../src/intake/index.ts'
import type { Begin, Room } from '../../src/intake/process.ts'
import type { FromRoom, Job } from '../../src/intake/wire.ts'

const jpeg = (mark: number): Uint8Array => Uint8Array.from([0xff, 0xd8, 0xff, mark])
const read = (text: string): Reading => ({
  kind: 'text',
  type: 'picture',
  text,
  fingerprint: '0'.repeat(16),
  pages: 1,
})

/** Reading processes that do what a test says; each remembers what it was given. */
function rooms(memory: () => number = () => 0): {
  readonly begin: Begin
  readonly begun: { readonly jobs: Job[]; ended: boolean; hear(message: FromRoom): void; over(): void }[]
} {
  const begun: { readonly jobs: Job[]; ended: boolean; hear(message: FromRoom): void; over(): void }[] = []
  return {
    begun,
    begin: (hear, over): Room => {
      const one = { jobs: [] as Job[], ended: false, hear, over }
      begun.push(one)
      return {
        give: (job) => void one.jobs.push(job),
        memory,
        end: () => {
          one.ended = true
        },
      }
    },
  }
}

describe('the reader', () => {
  it('begins no process for what is too big or nothing that can be read', async () => {
    const { begin, begun } = rooms()
    const reader = createReader({ begin, limits: { bytes: 100 } })
    expect(await reader.read(new Uint8Array(101).fill(0xff))).toEqual({ kind: 'refused', why: 'too-big' })
    const script = Buffer.from('<svg onload="alert(1)"><script>fetch("//x")</script></svg>')
    expect(await reader.read(script)).toEqual({ kind: 'refused', why: 'not-a-picture' })
    expect(await reader.read(Buffer.from('PK\x03\x04'))).toEqual({ kind: 'refused', why: 'not-a-picture' })
    expect(await reader.read(new Uint8Array())).toEqual({ kind: 'refused', why: 'not-a-picture' })
    expect(begun).toEqual([])
  })

  it('reads one after another in one process, in the order they came', async () => {
    const { begin, begun } = rooms()
    const reader = createReader({ begin })
    const [first, second] = [reader.read(jpeg(1)), reader.read(jpeg(2))]
    const [room] = begun
    expect(room?.jobs).toEqual([])
    room?.hear({ kind: 'ready' })
    expect(room?.jobs.map(({ bytes }) => bytes[3])).toEqual([1])
    room?.hear({ kind: 'done', result: read('one') })
    expect(await first).toEqual(read('one'))
    room?.hear({ kind: 'done', result: read('two') })
    expect(await second).toEqual(read('two'))
    expect(begun).toHaveLength(1)
    reader.close()
  })

  it('refuses as busy what would make too many or too much wait, and keeps the others', async () => {
    const { begin, begun } = rooms()
    const reader = createReader({ begin, limits: { waiting: 2 } })
    const kept = [reader.read(jpeg(1)), reader.read(jpeg(2)), reader.read(jpeg(3))]
    expect(await reader.read(jpeg(4))).toEqual({ kind: 'refused', why: 'busy' })
    begun[0]?.hear({ kind: 'ready' })
    for (const one of kept) {
      begun[0]?.hear({ kind: 'done', result: read('kept') })
      expect(await one).toEqual(read('kept'))
    }
    reader.close()

    const narrow = createReader({ begin, limits: { waitingBytes: 5 } })
    void narrow.read(jpeg(1))
    void narrow.read(jpeg(2))
    expect(await narrow.read(jpeg(3))).toEqual({ kind: 'refused', why: 'busy' })
    narrow.close()
  })

  it('ends a process that is too slow, and reads the next one in a new one', async () => {
    const { begin, begun } = rooms()
    const reader = createReader({ begin, limits: { time: 20 } })
    const [slow, next] = [reader.read(jpeg(1)), reader.read(jpeg(2))]
    begun[0]?.hear({ kind: 'ready' })
    expect(await slow).toEqual({ kind: 'refused', why: 'too-slow' })
    expect(begun[0]?.ended).toBe(true)
    // What the ended process still says, is nobody's answer.
    begun[0]?.hear({ kind: 'done', result: read('late') })
    begun[1]?.hear({ kind: 'ready' })
    begun[1]?.hear({ kind: 'done', result: read('next') })
    expect(await next).toEqual(read('next'))
    reader.close()
  })

  it('ends a process that takes too much memory', async () => {
    const { begin, begun } = rooms(() => usualLimits.memory + 1)
    const reader = createReader({ begin })
    const heavy = reader.read(jpeg(1))
    begun[0]?.hear({ kind: 'ready' })
    expect(await heavy).toEqual({ kind: 'refused', why: 'too-heavy' })
    expect(begun[0]?.ended).toBe(true)
    reader.close()
  })

  it('does not keep a process that a file has left too large', async () => {
    let memory = 0
    const { begin, begun } = rooms(() => memory)
    const reader = createReader({ begin })
    const [first, second] = [reader.read(jpeg(1)), reader.read(jpeg(2))]
    begun[0]?.hear({ kind: 'ready' })
    memory = usualLimits.keep + 1
    begun[0]?.hear({ kind: 'done', result: read('first') })
    expect(await first).toEqual(read('first'))
    expect(begun[0]?.ended).toBe(true)
    memory = 0
    begun[1]?.hear({ kind: 'ready' })
    begun[1]?.hear({ kind: 'done', result: read('second') })
    expect(await second).toEqual(read('second'))
    expect(begun[1]?.ended).toBe(false)
    reader.close()
  })

  it('calls a file unreadable on which the process dies, and goes on', async () => {
    const { begin, begun } = rooms()
    const reader = createReader({ begin })
    const [bad, good] = [reader.read(jpeg(1)), reader.read(jpeg(2))]
    begun[0]?.hear({ kind: 'ready' })
    begun[0]?.over()
    expect(await bad).toEqual({ kind: 'refused', why: 'unreadable' })
    begun[1]?.hear({ kind: 'ready' })
    begun[1]?.hear({ kind: 'done', result: read('good') })
    expect(await good).toEqual(read('good'))
    reader.close()
  })

  it('says that reading does not work when the process does not start, or has a fault of its own', async () => {
    const { begin, begun } = rooms()
    const reader = createReader({ begin })
    const lost = reader.read(jpeg(1))
    begun[0]?.over()
    await expect(lost).rejects.toThrow('does not start')
    const faulty = reader.read(jpeg(2))
    begun[1]?.hear({ kind: 'ready' })
    begun[1]?.hear({ kind: 'fault', what: 'the models are missing' })
    await expect(faulty).rejects.toThrow('the models are missing')
    reader.close()
  })

  it('lets the process go when there is nothing to read, and begins one again', async () => {
    const { begin, begun } = rooms()
    const reader = createReader({ begin, limits: { idle: 10 } })
    const first = reader.read(jpeg(1))
    begun[0]?.hear({ kind: 'ready' })
    begun[0]?.hear({ kind: 'done', result: read('first') })
    await first
    await expect.poll(() => begun[0]?.ended).toBe(true)
    const second = reader.read(jpeg(2))
    begun[1]?.hear({ kind: 'ready' })
    begun[1]?.hear({ kind: 'done', result: read('second') })
    expect(await second).toEqual(read('second'))
    reader.close()
    expect(begun[1]?.ended).toBe(true)
  })

  it('answers all that wait when it is closed', async () => {
    const { begin, begun } = rooms()
    const reader = createReader({ begin })
    const asked = [reader.read(jpeg(1)), reader.read(jpeg(2))]
    reader.close()
    expect(await Promise.all(asked)).toEqual([
      { kind: 'refused', why: 'busy' },
      { kind: 'refused', why: 'busy' },
    ])
    expect(begun[0]?.ended).toBe(true)
  })
})
