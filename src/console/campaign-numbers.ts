/** Numbers of a campaign said honestly: how sure a share is, how sure a difference is, how long it will take. */
import { type ChannelName, type Forecast, forecast, type Hours, type Lane } from '#engine'
import type { AudienceCount } from '../../db/audience.ts'
import type { Tell } from './words.ts'

/** Of these many people, so many. */
export interface Share {
  readonly of: number
  readonly count: number
}

/** Both ends as parts of one. */
export interface Interval {
  readonly low: number
  readonly high: number
}

/** Of the normal distribution, for 95 of 100. */
const z = 1.96

/** Wilson's score interval, which also holds for few people and for shares near nothing. */
export function intervalOf({ of, count }: Share): Interval {
  if (of === 0) return { low: 0, high: 1 }
  const share = count / of
  const middle = (share + z ** 2 / (2 * of)) / (1 + z ** 2 / of)
  const half = (z / (1 + z ** 2 / of)) * Math.sqrt((share * (1 - share)) / of + z ** 2 / (4 * of ** 2))
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
}

/** Of how much larger the second share is (Newcombe 1998, method 10). */
export function differenceOf(first: Share, second: Share): Interval {
  const [a, b] = [intervalOf(first), intervalOf(second)]
  const [p, q] = [first, second].map(({ of, count }) => (of === 0 ? 0 : count / of)) as [number, number]
  return {
    low: q - p - Math.sqrt((q - b.low) ** 2 + (a.high - p) ** 2),
    high: q - p + Math.sqrt((b.high - q) ** 2 + (p - a.low) ** 2),
  }
}

/** Fewer people in either half say nothing, whatever the interval. */
const fewest = 100

export type Comparison =
  /** `points`: how much larger the second share is; `by`: between which bounds that may lie. */
  | { readonly kind: 'few' | 'clear'; readonly points: number; readonly by: Interval }
  | { readonly kind: 'none' }

/** Which of two texts was answered by more of those who got it. Clear alone when nothing in the interval says otherwise. */
export function compare(a: Share, b: Share): Comparison {
  if (a.of === 0 || b.of === 0) return { kind: 'none' }
  const by = differenceOf(a, b)
  const clear = Math.min(a.of, b.of) >= fewest && (by.low > 0 || by.high < 0)
  return { kind: clear ? 'clear' : 'few', points: b.count / b.of - a.count / a.of, by }
}

/** What each channel really sends now. */
export type Paces = ReadonlyMap<ChannelName, Pick<Lane, 'perSecond' | 'perDay'>>

export function forecastOf(
  groups: AudienceCount['groups'],
  { paces, hours, start }: { readonly paces: Paces; readonly hours: Hours | null; readonly start: Date },
): Forecast | null {
  const channels = [...new Set(groups.map(({ channel }) => channel))]
  const lanes = channels.map(
    (channel): Lane => ({
      groups: groups.filter((group) => group.channel === channel),
      ...(paces.get(channel) ?? { perSecond: 0, perDay: null }),
    }),
  )
  return forecast(lanes, hours, start)
}

/** Rounded up to what a person plans with. */
export function duration(ms: number, t: Tell): string {
  const minutes = Math.max(1, Math.ceil(ms / 60_000))
  if (minutes < 120) return t('about_minutes', { count: minutes })
  if (minutes < 48 * 60) return t('about_hours', { count: Math.ceil(minutes / 60) })
  return t('about_days', { count: Math.ceil(minutes / 1_440) })
}
