/** Pages that are open hear that something has moved, and look it up again by themselves: what is sent says which kind of
 * page, and nothing of what happened. */
import { Readable } from 'node:stream'
import type { Pulse, Topic } from '../../db/pulse.ts'
import type { SignedPage, SignedVisit } from './page.ts'
import { allows, type Need } from './roles.ts'

/** Until the browser asks again, and so shows its session anew, in ms. */
const lastsMs = 60_000
const againMs = 1_000
const needOf: Readonly<Record<Topic, Need>> = { cases: 'cases.read', inbox: 'inbox.answer' }

export function livePage({ pulse }: { readonly pulse: Pulse }): SignedPage {
  return {
    method: 'GET',
    path: '/live',
    need: 'self',
    byItself: true,
    answer: async (visit) => ({ kind: 'stream', events: streamFor(visit, pulse) }),
  }
}

function streamFor({ who }: SignedVisit, pulse: Pulse): Readable {
  const events = new Readable({ read() {} })
  events.push(`retry: ${againMs}\n\n`)
  const stop = pulse.follow((topic) => {
    if (allows(who, needOf[topic])) events.push(`event: moved\ndata: ${topic}\n\n`)
  })
  const timer = setTimeout(() => events.push(null), lastsMs)
  events.once('close', () => {
    stop()
    clearTimeout(timer)
  })
  return events
}
