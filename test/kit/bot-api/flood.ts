/** Flood control: about one message a second in a chat with short bursts, 20 a minute in a group, and longer
 * penalties for who goes on sending after a 429. Real limits are secret and change; these are the published ones. */
import { tooMany } from './refusal.ts'

export interface FloodLimits {
  /** Messages that may follow each other at once in one chat. */
  readonly burst: number
  readonly privatePerSecond: number
  readonly groupPerMinute: number
  /** Over all chats together; null: answers are not limited ("no problem to send 1000 a second"). */
  readonly allPerSecond: number | null
}

/** Bot FAQ, "My bot is hitting limits": 1 a second in a chat, 20 a minute in a group, 30 a second in bulk. */
export const publishedLimits: FloodLimits = {
  burst: 10,
  privatePerSecond: 1,
  groupPerMinute: 20,
  allPerSecond: null,
}

interface Bucket {
  tokens: number
  at: number
}

export interface FloodGate {
  /** Throws Refusal 429 when this message is one too many. */
  enter(chat: number): void
}

export function createFloodGate(limits: FloodLimits, now: () => number): FloodGate {
  const buckets = new Map<number | 'all', Bucket>()
  /** Until when a chat is held, and how long the latest penalty was. */
  const penalties = new Map<number | 'all', { readonly until: number; readonly seconds: number }>()

  const draw = (key: number | 'all', perSecond: number, burst: number): void => {
    const time = now()
    const penalty = penalties.get(key)
    if (penalty !== undefined && time < penalty.until) {
      // Whoever ignores a 429 waits longer: the penalty doubles, up to a minute.
      punish(key, Math.min(60, penalty.seconds * 2))
    }
    const bucket = buckets.get(key) ?? { tokens: burst, at: time }
    bucket.tokens = Math.min(burst, bucket.tokens + ((time - bucket.at) / 1000) * perSecond)
    bucket.at = time
    buckets.set(key, bucket)
    if (bucket.tokens < 1) punish(key, Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond)))
    bucket.tokens -= 1
    penalties.delete(key)
  }
  const punish = (key: number | 'all', seconds: number): never => {
    penalties.set(key, { until: now() + seconds * 1000, seconds })
    throw tooMany(seconds)
  }

  return {
    enter(chat) {
      if (limits.allPerSecond !== null) draw('all', limits.allPerSecond, limits.allPerSecond)
      const perSecond = chat < 0 ? limits.groupPerMinute / 60 : limits.privatePerSecond
      draw(chat, perSecond, chat < 0 ? Math.max(limits.burst, limits.groupPerMinute) : limits.burst)
    },
  }
}
