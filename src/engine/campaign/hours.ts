/** The hours in which people may be written to, by the clock where they are. */
import type { Zone } from './zones.ts'

/** Local times such as `08:00` and `20:00`; from `from` until before `to`, on the same day. */
export interface Hours {
  readonly from: string
  readonly to: string
}

const minute = 60_000
const day = 24 * 60 * minute

/** When somebody in this zone may be written to: now, or when the hours next begin. Null hours are all hours. */
export function openAt(hours: Hours | null, zone: Zone, now: Date): Date {
  if (hours === null) return now
  const local = minutesOf(localTime(zone, now))
  const [from, to] = [minutesOf(hours.from), minutesOf(hours.to)]
  if (local >= from && local < to) return now
  const wait = (from - local) * minute + (local < from ? 0 : day)
  // To the whole minute: seconds of the present one are not waited for twice.
  return new Date(Math.floor(now.getTime() / minute) * minute + wait)
}

const clocks = new Map<Zone, Intl.DateTimeFormat>()

/** `14:05`. */
function localTime(zone: Zone, now: Date): string {
  const clock =
    clocks.get(zone) ??
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  clocks.set(zone, clock)
  return clock.format(now)
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}
