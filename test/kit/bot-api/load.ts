/** Load for benches: many people in a closed loop, each writing the next message when the answer has come. */
import type { BotApi } from './index.ts'

export interface LoadPlan {
  /** How many people write at the same time. */
  readonly people: number
  /** Messages over all people together. */
  readonly turns: number
  /** What they write, in turn. */
  readonly texts: readonly string[]
  /** First person's id; people keep their ids between runs with the same value. */
  readonly firstId?: number
  /** Gives up after so long, in ms. */
  readonly withinMs?: number
}

export interface LoadResult {
  readonly turns: number
  readonly ms: number
  readonly turnsPerSecond: number
  /** From the message to the first answer in its chat, in ms. */
  readonly p50: number
  readonly p99: number
  /** Messages that got no answer in time. */
  readonly unanswered: number
}

/** Runs one plan at a time on a stand-in. An answer is the first message sent to the chat after the question. */
export function createLoad(api: BotApi): (plan: LoadPlan) => Promise<LoadResult> {
  /** When each person's open question was asked. */
  const asked = new Map<number, number>()
  let answered: (chat: number, ms: number) => void = () => undefined
  api.onEntry(({ chat, method }) => {
    if (chat === null || !method.startsWith('send')) return
    const at = asked.get(chat)
    if (at === undefined) return
    asked.delete(chat)
    answered(chat, performance.now() - at)
  })

  return (plan) =>
    new Promise((resolve) => {
      const { turns, texts, people, firstId = 500_000, withinMs = 120_000 } = plan
      const times: number[] = []
      let started = 0
      const begun = performance.now()
      const next = (person: number): void => {
        if (started >= turns) return
        const text = texts[started % texts.length] ?? 'halo'
        started++
        asked.set(person, performance.now())
        api.people.says(api.people.person(person), text)
      }
      const finish = (): void => {
        clearTimeout(timer)
        answered = () => undefined
        asked.clear()
        const ms = performance.now() - begun
        const sorted = times.toSorted((a, b) => a - b)
        const quantile = (q: number): number =>
          sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0
        resolve({
          turns: times.length,
          ms,
          turnsPerSecond: (times.length * 1000) / ms,
          p50: quantile(0.5),
          p99: quantile(0.99),
          unanswered: started - times.length,
        })
      }
      const timer = setTimeout(finish, withinMs)
      answered = (chat, ms) => {
        times.push(ms)
        if (times.length >= turns) finish()
        // Not from within the answer's own request: the person reads first.
        else setImmediate(next, chat)
      }
      for (let index = 0; index < Math.min(people, turns); index++) next(firstId + index)
    })
}
