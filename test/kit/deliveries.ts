/** Values for tests of the stores: keys, an inbound, a turn. */
import { randomBytes } from 'node:crypto'
import type { ChannelName, Inbound, InboundId, Remembered, Turn } from '#engine'
import type { HandOver } from '../../db/memory.ts'
import { createSeal, type Seal } from '../../db/seal.ts'

export const channel = 'test' as ChannelName

export function testSeal(): Seal {
  const key = randomBytes(32)
  return createSeal({ identity: randomBytes(32), sealing: { id: 1, key }, opening: new Map([[1, key]]) })
}

export function inboundFrom(person: string, id: string, changes: Partial<Inbound> = {}): Inbound {
  return {
    id: id as InboundId,
    at: new Date('2026-11-24T00:00:00Z'),
    from: { channel, chat: person },
    person,
    hint: null,
    setting: 'private',
    addressed: true,
    forwarded: 'no',
    body: { kind: 'text', text: 'halo' },
    quotes: null,
    ...changes,
  }
}

/** A turn that says one thing, word for word. */
export function turnSaying(text: string, changes: Partial<Turn> = {}): Turn {
  return {
    next: { at: 'idle' },
    replies: [{ body: [{ verbatim: text }] }],
    effects: [],
    outcome: 'help',
    locale: 'id',
    intent: 'help',
    verdicts: [],
    ...changes,
  }
}

/** Says which turn of its conversation this is. */
export function counting(known: Remembered): Turn {
  return turnSaying(`turn ${known.turn}`)
}

/** Nobody here can send: everything waits in the outbox. */
export const nobody: HandOver = { room: () => 0, take: () => {}, nudge: () => {} }
