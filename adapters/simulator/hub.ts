/** The phones' network, in memory: the latest lines of each chat, and who is watching. Every costume shares one. */
import { randomUUID } from 'node:crypto'
import type { ChannelName, Inbound } from '#engine'
import type { Standing } from './failures.ts'
import type { BotLine, Line, PersonLine } from './wire.ts'

/** Ours: enough to read back a long trial; what is older leaves. */
const linesKept = 200
/** Ours: the chats used least recently leave, so that a page that makes new persons cannot fill the memory. */
const chatsKept = 300

export interface Place {
  readonly channel: ChannelName
  readonly chat: string
}

/** A line, the change it was last sent with, and what was heard of it (null: the bot said it). */
export interface Kept {
  readonly line: Line
  readonly change: number
  readonly inbound: Inbound | null
}

export type Watcher = (line: Line, change: number) => void

type New<L extends Line> = Omit<L, 'id' | 'order' | 'at'>

export interface Hub {
  /** Differs in each process: a page tells by it that what it saw before is not known here. */
  readonly epoch: string
  say(place: Place, line: New<BotLine>, at: Date): BotLine
  /** A line of a person; its id is the inbound's. */
  hear(line: New<PersonLine>, inbound: Inbound): PersonLine
  /** Changes a line of a person that is still kept, and tells those who watch. */
  update(place: Place, id: string, change: Partial<Pick<PersonLine, 'state' | 'deliveries'>>): void
  find(place: Place, id: string): Kept | null
  standing(place: Place): Standing
  setBlocked(place: Place, blocked: boolean): void
  /** Calls with every line changed after `after`, in the order of change, then with each change to come. */
  watch(place: Place, after: number, watcher: Watcher): () => void
}

interface Chat {
  readonly lines: Map<string, Kept>
  readonly watchers: Set<Watcher>
  heardAt: Date | null
  blocked: boolean
}

export function createHub(): Hub {
  const chats = new Map<string, Chat>()
  const epoch = randomUUID().slice(0, 8)
  let changes = 0
  let orders = 0

  /** Grows with the clock, so that a page which saw an earlier process has its lines before ours. */
  function nextOrder(at: Date): number {
    orders = Math.max(orders + 1, at.getTime())
    return orders
  }

  /** The chat, moved to the end of those that may leave. */
  function open({ channel, chat }: Place): Chat {
    const key = `${channel} ${chat}`
    const found = chats.get(key) ?? { lines: new Map(), watchers: new Set(), heardAt: null, blocked: false }
    chats.delete(key)
    chats.set(key, found)
    for (const [oldest, { watchers }] of chats) {
      if (chats.size <= chatsKept) break
      if (watchers.size === 0 && oldest !== key) chats.delete(oldest)
    }
    return found
  }

  function keep(chat: Chat, line: Line, inbound: Inbound | null): void {
    const change = ++changes
    chat.lines.set(line.id, { line, change, inbound })
    for (const oldest of chat.lines.keys()) {
      if (chat.lines.size <= linesKept) break
      chat.lines.delete(oldest)
    }
    for (const watcher of chat.watchers) watcher(line, change)
  }

  return {
    epoch,
    say(place, said, at) {
      const order = nextOrder(at)
      const line = { ...said, id: `${epoch}-${order}`, order, at: at.toISOString() }
      keep(open(place), line, null)
      return line
    },
    hear(said, inbound) {
      const chat = open(inbound.from)
      const line = { ...said, id: inbound.id, order: nextOrder(inbound.at), at: inbound.at.toISOString() }
      chat.heardAt = inbound.at
      keep(chat, line, inbound)
      return line
    },
    update(place, id, change) {
      const chat = open(place)
      const kept = chat.lines.get(id)
      if (kept?.line.by !== 'person') return
      keep(chat, { ...kept.line, ...change }, kept.inbound)
    },
    find(place, id) {
      return open(place).lines.get(id) ?? null
    },
    standing(place) {
      const { blocked, heardAt } = open(place)
      return { blocked, heardAt }
    },
    setBlocked(place, blocked) {
      open(place).blocked = blocked
    },
    watch(place, after, watcher) {
      const chat = open(place)
      const missed = [...chat.lines.values()].filter((kept) => kept.change > after)
      for (const { line, change } of missed.sort((a, b) => a.change - b.change)) watcher(line, change)
      chat.watchers.add(watcher)
      return () => chat.watchers.delete(watcher)
    },
  }
}
