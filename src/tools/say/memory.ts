/** A memory in this process: the same promises as the database's (one turn at a time, one effect a message, state as
 * versioned JSON), and gone when the process ends. */
import {
  type Burst,
  type ContactId,
  type Inbound,
  type InboxThread,
  inboxAfter,
  type Json,
  type Locale,
  type Memory,
  type ReportSeen,
  readOffered,
  readState,
  type SubscriberSeen,
  subscriberAfter,
  type Turn,
  writeOffered,
  writeState,
} from '#engine'

/** Sets of choices a tap may still refer to. */
const setsKept = 3

interface Person {
  readonly contact: ContactId
  locale: Locale | null
  introduced: Date | null
  readonly since: Date
  /** Newest first. Nobody decides them here: they wait. */
  reports: readonly ReportSeen[]
  news: boolean | null
  follows: number
  subscriber: SubscriberSeen | null
}

interface Thread {
  turn: number
  latest: Date | null
  state: Json
  offered: Json
  burst: Burst | null
  /** Nobody answers here: it only waits. */
  inbox: InboxThread | null
}

/** An empty memory. `now` stamps what is remembered. */
export function createMemory(now: () => Date): Memory {
  const heard = new Set<string>()
  const people = new Map<string, Person>()
  const threads = new Map<string, Thread>()
  /** The id under which somebody with several is known. */
  const known = new Map<string, string>()

  const idOf = ({ from, person, alias }: Inbound): string => {
    const own = JSON.stringify([from.channel, person])
    const other = typeof alias === 'string' ? JSON.stringify([from.channel, alias]) : null
    const found = [own, other].find((id) => id !== null && (known.has(id) || people.has(id))) ?? own
    const id = known.get(found) ?? found
    for (const each of [own, other]) if (other !== null && each !== null && each !== id) known.set(each, id)
    return id
  }
  const personOf = (inbound: Inbound): Person => {
    const key = idOf(inbound)
    const met = people.get(key)
    if (met !== undefined) return met
    const person: Person = {
      contact: `contact-${people.size + 1}` as ContactId,
      locale: null,
      introduced: null,
      since: now(),
      reports: [],
      news: null,
      follows: 0,
      subscriber: null,
    }
    people.set(key, person)
    return person
  }
  const threadOf = (inbound: Inbound): Thread => {
    const key = threadKey(inbound, idOf(inbound))
    const thread = threads.get(key) ?? {
      turn: 0,
      latest: null,
      state: null,
      offered: null,
      burst: null,
      inbox: null,
    }
    threads.set(key, thread)
    return thread
  }
  const forget = (inbound: Inbound): void => {
    const id = idOf(inbound)
    people.delete(id)
    for (const key of threads.keys()) if (isOf(key, id)) threads.delete(key)
    for (const [other, means] of known) if (means === id) known.delete(other)
  }

  return {
    turn(inbound, think) {
      const id = JSON.stringify([inbound.from.channel, inbound.id])
      if (heard.has(id)) return Promise.resolve('seen-before')
      const person = personOf(inbound)
      const thread = threadOf(inbound)
      const number = thread.turn + 1
      const offered = readOffered(thread.offered)
      const turn = think({
        contact: person.contact,
        locale: person.locale,
        introduced: person.introduced,
        since: person.since,
        latest: thread.latest,
        turn: number,
        reports: person.reports,
        news: person.news,
        follows: person.follows,
        subscriber: person.subscriber,
        // Nobody decides anything here.
        rulings: [],
        inbox: thread.inbox,
        state: readState(thread.state),
        offered,
        burst: thread.burst,
      })
      heard.add(id)
      const choices = turn.replies.at(-1)?.choices ?? []
      Object.assign(thread, {
        turn: number,
        latest: inbound.at,
        state: writeState(turn.next),
        burst: turn.burst === undefined ? thread.burst : turn.burst,
        offered: writeOffered(
          choices.length === 0 ? offered : [{ turn: number, choices }, ...offered].slice(0, setsKept),
        ),
        inbox: inboxAfter(thread.inbox, turn.effects, now()),
      } satisfies Thread)
      remember(person, turn, now())
      if (turn.effects.some((effect) => effect.kind === 'forget-contact')) forget(inbound)
      return Promise.resolve('done')
    },
  }
}

function remember(person: Person, turn: Turn, at: Date): void {
  person.subscriber = subscriberAfter(person.subscriber, turn.effects, at)
  for (const effect of turn.effects) {
    if (effect.kind === 'locale') person.locale = effect.locale
    if (effect.kind === 'introduced') person.introduced = at
    if (effect.kind === 'report-news') person.news = effect.wished
    if (effect.kind === 'follow-agency') person.follows++
    if (effect.kind === 'no-news') Object.assign(person, { news: false, follows: 0 })
    if (effect.kind === 'file-report')
      person.reports = [{ number: effect.number, at, status: 'waiting', decided: null }, ...person.reports]
  }
}

/** One contact in one chat: private, or that person's thread in a group. */
function threadKey({ from, setting }: Inbound, id: string): string {
  return JSON.stringify([id, setting === 'group' ? from.chat : null])
}

function isOf(key: string, id: string): boolean {
  const [owner] = JSON.parse(key) as readonly string[]
  return owner === id
}
