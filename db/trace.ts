/** How one message is followed through the logs, from being heard to its delivery: an opaque name, made of the key of its
 * turn, that leads to nobody without the identity key. */
import type { Inbound } from '#engine'
import type { Seal } from './seal.ts'

/** 12 bytes of an HMAC, in letters of base64url: enough that no two messages of a year share one. */
const letters = 16

/** Key of a turn: what is heard again has the same. */
export function turnKey(seal: Seal, { from, id }: Pick<Inbound, 'from' | 'id'>): string {
  return seal.recognise('turn', from.channel, id)
}

/** The trace is the beginning of `turns.key`, so that whoever has a log line finds the turn, and the other way round. */
export function traceOf(turn: string): string {
  return turn.slice(0, letters)
}
