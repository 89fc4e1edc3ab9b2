/** Officers who answer people themselves: when they are there, and what is known of a conversation they have. */
import type { Effect } from './conversation.ts'

/** The zones of Indonesia; none has a summer time. */
export const officerZones = {
  'Asia/Jakarta': { name: 'WIB', ahead: 7 },
  'Asia/Makassar': { name: 'WITA', ahead: 8 },
  'Asia/Jayapura': { name: 'WIT', ahead: 9 },
} as const

export interface Officers {
  /** `08:00`, local time; from `from` until before `to`, over midnight when `to` is the smaller. */
  readonly from: string
  readonly to: string
  readonly zone: keyof typeof officerZones
  /** Within how many minutes somebody usually answers. */
  readonly waitMinutes: number
}

/** A conversation that the officers have, or are asked to have. */
export interface InboxThread {
  /** When a person was last asked for. */
  readonly asked: Date
  /** The latest word of an officer; null: none yet. */
  readonly word: Date | null
  /** When the person was last told that their messages arrive; null: not yet. */
  readonly noted: Date | null
  /** Nobody answered for so long that the bot speaks again; what was written still waits for the officers. */
  readonly lapsed: boolean
}

/** Whether somebody is there to answer at this moment. */
export function areThere(now: Date, { from, to, zone }: Officers): boolean {
  const local = new Date(now.getTime() + officerZones[zone].ahead * 3_600_000).toISOString().slice(11, 16)
  return from <= to ? from <= local && local < to : from <= local || local < to
}

/** `08:00-16:00 WIB`, as people read it. */
export function hoursOf({ from, to, zone }: Officers): string {
  return `${from}-${to} ${officerZones[zone].name}`
}

/** The conversation after a turn did these things: for stores, whose next turn must know. */
export function inboxAfter(
  before: InboxThread | null,
  effects: readonly Effect[],
  at: Date,
): InboxThread | null {
  let inbox = before
  for (const effect of effects) {
    if (effect.kind === 'open-inbox')
      inbox = { asked: at, word: inbox?.word ?? null, noted: inbox?.noted ?? null, lapsed: false }
    if (effect.kind === 'to-officers' && effect.noted && inbox !== null) inbox = { ...inbox, noted: at }
    if (effect.kind === 'lapse-inbox' && inbox !== null) inbox = { ...inbox, lapsed: true }
    if (effect.kind === 'close-inbox') inbox = null
  }
  return inbox
}
