/** How long a campaign will take, from what its channels really send and from the hours of those who get it. */
import { type Hours, openAt } from './hours.ts'
import type { Zone } from './zones.ts'

/** People of one channel in one zone. */
export interface Group {
  readonly zone: Zone
  readonly people: number
}

export interface Lane {
  readonly groups: readonly Group[]
  /** Messages a second, as the channel's pace stands. */
  readonly perSecond: number
  /** Most different people in 24 h, where the platform has such a limit (`Abilities.window.people`). */
  readonly perDay: number | null
}

export interface Forecast {
  readonly finish: Date
  readonly ms: number
}

const stepMs = 5 * 60_000
const dayMs = 24 * 3_600_000
/** Beyond this a forecast says nothing that helps. */
const longestMs = 370 * dayMs

/** When the last one would be sent; null: not within a year. Channels send side by side. */
export function forecast(lanes: readonly Lane[], hours: Hours | null, start: Date): Forecast | null {
  const finishes = lanes.map((lane) => finishOf(lane, hours, start))
  const latest = finishes.reduce<number | null>(
    (last, each) => (last === null || each === null ? null : Math.max(last, each)),
    start.getTime(),
  )
  return latest === null ? null : { finish: new Date(latest), ms: latest - start.getTime() }
}

function finishOf(lane: Lane, hours: Hours | null, start: Date): number | null {
  const waiting = lane.groups.map(({ zone, people }) => ({ zone, people }))
  let left = waiting.reduce((sum, { people }) => sum + people, 0)
  let [day, today] = [0, 0]
  for (let ms = 0; left > 0; ms += stepMs) {
    if (ms > longestMs || lane.perSecond <= 0) return null
    if (Math.floor(ms / dayMs) > day) [day, today] = [Math.floor(ms / dayMs), 0]
    const now = new Date(start.getTime() + ms)
    let room = Math.min((lane.perSecond * stepMs) / 1000, (lane.perDay ?? Number.POSITIVE_INFINITY) - today)
    const before = room
    for (const group of waiting) {
      if (group.people === 0 || openAt(hours, group.zone, now) > now) continue
      const sent = Math.min(group.people, room)
      group.people -= sent
      room -= sent
    }
    today += before - room
    left -= before - room
    // Of the last step only as much as was needed.
    if (left < 1e-9) return now.getTime() + ((before - room) / lane.perSecond) * 1000
  }
  return start.getTime()
}
