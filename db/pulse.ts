/** Tells open pages that something has moved, whichever process moved it: one cheap question a second, and only while
 * somebody is looking. What is told is which pages to look up again, never what happened. */
import type pg from 'pg'
import { ask, prepared } from './statements.ts'

export const topics = ['cases', 'inbox'] as const
export type Topic = (typeof topics)[number]

export interface Pulse {
  /** Calls `heard` after each change, until the returned function is called. */
  follow(heard: (topic: Topic) => void): () => void
}

const everyMs = 1_000

/** `onFault` hears of a question that failed; it is asked again. */
export function createPulse(options: {
  readonly pool: pg.Pool
  readonly onFault: (error: unknown) => void
}): Pulse {
  const { pool, onFault } = options
  const followers = new Set<(topic: Topic) => void>()
  let timer: NodeJS.Timeout | null = null
  let known: Readonly<Record<Topic, string>> | null = null
  let asking = false

  async function look(): Promise<void> {
    if (asking) return
    asking = true
    try {
      const [row] = await ask<Record<Topic, string>>(pool, beat, [])
      const before = known
      known = row ?? null
      if (row === undefined || before === null) return
      for (const topic of topics)
        if (row[topic] !== before[topic]) for (const heard of followers) heard(topic)
    } catch (error) {
      onFault(error)
    } finally {
      asking = false
    }
  }

  return {
    follow(heard) {
      followers.add(heard)
      timer ??= setInterval(() => void look(), everyMs)
      if (followers.size === 1) void look()
      return () => {
        followers.delete(heard)
        if (followers.size > 0 || timer === null) return
        clearInterval(timer)
        timer = null
        known = null
      }
    },
  }
}

/** The newest row and how many of the latest five hundred are there: a row with a lower number that is committed later
 * changes the count. */
const lately = (table: string, number: string): string =>
  `(select concat(max(${number}), ':', count(*)) from ${table}
    where ${number} > (select coalesce(max(${number}), 0) - 500 from ${table}))`

const beat = prepared(
  'beat',
  `select concat(${lately('reports', 'place')}, ' ', ${lately('audit', 'place')}) as cases,
     concat(${lately('inbox_messages', 'id')}, ' ', ${lately('audit', 'place')}) as inbox`,
)
