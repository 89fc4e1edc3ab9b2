/** The real engine, words and fit, with a window on each turn: what `say` prints is what a channel would carry. */
import { randomInt, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import {
  type AdSeen,
  createEngine,
  type Inbound,
  keyOf,
  type Memory,
  plainText,
  type Speak,
  type Turn,
} from '#engine'
import { createReader as createFileReader, readingHeard } from '../../intake/index.ts'
import { readLine, type SayChannel } from './line.ts'
import type { Opened } from './open.ts'
import { type ShownTurn, showTurn, showVerdict } from './show.ts'

export interface Conversation {
  /** Answers one line of JSON. `error`: it could not be read, and nothing was heard. */
  answer(line: string): Promise<ShownTurn | { readonly error: string }>
  /** Ends what reads pictures. */
  close(): void
}

export function createConversation(house: {
  readonly opened: Opened
  readonly speak: Speak
  readonly now: () => Date
  readonly listMaxAgeDays: number
  /** Of lines that name none. */
  readonly channel: SayChannel
  readonly onFault: (error: unknown) => void
}): Conversation {
  const { opened, speak, now, listMaxAgeDays, channel, onFault } = house
  const { memory, latest } = watched(opened.memory)
  const files = createFileReader()
  /** Identifiers of what was reported in this run. */
  const reported = new Set<string>()
  const caseOf = (ad: AdSeen): 'new' | 'known' | null => {
    if (ad.level === 'no-signs') return null
    return ad.indicators.some(({ kind, value }) => reported.has(`${kind}:${value}`)) ? 'known' : 'new'
  }
  const engine = createEngine({
    memory,
    knowledge: opened.knowledge,
    contacts: opened.contacts,
    officers: null,
    reader: opened.reader,
    ads: opened.ads,
    draw: () => randomInt(10_000_000, 100_000_000),
    now,
    spell: (wording, locale) => plainText(speak(wording, locale)),
    listMaxAgeDays,
    onFault,
  })
  return {
    async answer(line) {
      const read = readLine(line, { at: now(), id: randomUUID(), channel })
      if (read.kind === 'error') return { error: read.error }
      const heard = await engine.receive(read.inbound)
      const first = heard === 'done' ? latest() : null
      if (first === null) return nothing(read.from, heard === 'ignored')
      const seen = [first]
      if (first.turn.effects.some(({ kind }) => kind === 'read-media')) {
        await engine.receive(await readFor(read.inbound))
        seen.push(latest() ?? first)
      }
      const { turn } = seen[seen.length - 1] ?? first
      for (const effect of turn.effects) {
        if (effect.kind !== 'file-report') continue
        for (const { indicators } of effect.ads)
          for (const each of indicators) if (each.joins) reported.add(keyOf(each))
      }
      const replies = seen.flatMap((each) =>
        showTurn(each.turn, { speak, number: each.number, channel: read.channel }),
      )
      const { ad } = turn
      return {
        ...show(read.from, turn, replies),
        ...(ad === undefined ? {} : { ad: { ...ad, case: caseOf(ad) } }),
      }
    },
    close: () => files.close(),
  }

  /** What intake would make of the picture or letter at that path; a path that leads nowhere is a file that is gone. */
  async function readFor(inbound: Inbound): Promise<Inbound> {
    const { body } = inbound
    if (body.kind !== 'media') return inbound
    const bytes = await readFile(body.media.key).catch(() => null)
    return readingHeard(
      { inbound, media: body.media, caption: body.caption },
      bytes && (await files.read(bytes)),
    )
  }
}

function show(from: string, turn: Turn, replies: ShownTurn['replies']): ShownTurn {
  const verdicts = turn.verdicts.map(showVerdict)
  return {
    from,
    intent: turn.intent,
    outcome: turn.outcome,
    locale: turn.locale,
    ...(turn.urgent === undefined ? {} : { urgent: { kind: turn.urgent } }),
    ...(turn.topics === undefined ? {} : { topics: turn.topics }),
    verdict: verdicts[0] ?? null,
    ...(verdicts.length > 1 ? { verdicts } : {}),
    replies,
  }
}

/** Said in a group and not to us, or heard before: no words. */
function nothing(from: string, ignored: boolean): ShownTurn {
  return {
    from,
    intent: ignored ? 'unknown' : null,
    outcome: ignored ? 'silent' : null,
    locale: null,
    verdict: null,
    replies: [],
  }
}

/** The same memory, with the latest turn kept to look at. */
function watched(memory: Memory): {
  readonly memory: Memory
  readonly latest: () => { readonly turn: Turn; readonly number: number } | null
} {
  let latest: { readonly turn: Turn; readonly number: number } | null = null
  return {
    latest: () => latest,
    memory: {
      turn: (inbound, think, seeks) =>
        memory.turn(
          inbound,
          (known) => {
            const turn = think(known)
            latest = { turn, number: known.turn }
            return turn
          },
          seeks,
        ),
    },
  }
}
