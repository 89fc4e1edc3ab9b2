/** People who talk with the bot in tests: the real engine, words, fit and list, on a memory in this process. */
import { join } from 'node:path'
import {
  type Ads,
  type Body,
  type CampaignSeen,
  type ChannelName,
  createEngine,
  type Groups,
  type Inbound,
  type InboundId,
  type Indicator,
  type Knowledge,
  keyOf,
  type Memory,
  type Officers,
  plainText,
  type Reader,
  type Remembered,
  type Ruling,
  type Speak,
  type Turn,
} from '#engine'
import { loadContacts, usable } from '../../src/lists/index.ts'
import { createMemory } from '../../src/tools/say/memory.ts'
import { type Opened, openNothing } from '../../src/tools/say/open.ts'
import { createSpeak, loadWords } from '../../src/words/index.ts'

export const content = join(import.meta.dirname, '../../content')
/** A day on which the shipped list is young. */
export const today = new Date('2026-11-24T03:00:00Z')

let opened: Opened | undefined
/** All that is shipped, loaded once a test file. */
function shipped(): Opened {
  opened ??= openNothing(content, () => today)
  return opened
}

export const shippedKnowledge = (): Knowledge => shipped().knowledge()
export const shippedReader = (): Reader => shipped().reader
export const shippedAds = (): Ads => shipped().ads

let drawn = 0

let speak: Speak | undefined
export function shippedSpeak(): Speak {
  speak ??= createSpeak(loadWords(content))
  return speak
}

export interface Person {
  /** Says something; null when the bot did not hear it or had heard it before. */
  says(text: string, more?: Partial<Inbound>): Promise<Turn | null>
  presses(token: string): Promise<Turn | null>
  sends(body: Body, more?: Partial<Inbound>): Promise<Turn | null>
  /** Number of the latest turn. */
  readonly turn: number
}

export interface Town {
  person(name: string): Person
  readonly faults: readonly unknown[]
}

/** A place with an empty memory. */
export function createTown(
  given: {
    readonly knowledge?: () => Knowledge
    readonly now?: () => Date
    readonly officers?: Officers
    /** What was last sent to whoever agreed to it. */
    readonly campaign?: () => CampaignSeen | null
    /** What officers decided about these. */
    readonly rule?: (seeks: readonly Indicator[]) => readonly Ruling[]
  } = {},
): Town {
  const faults: unknown[] = []
  let latest: { turn: Turn; number: number } | null = null
  let count = 0
  const inner = createMemory(given.now ?? (() => today))
  const memory: Memory = {
    turn: (inbound, think, seeks = []) =>
      inner.turn(inbound, (known: Remembered) => {
        const campaign = given.campaign?.() ?? null
        const { subscriber } = known
        const got = campaign !== null && subscriber?.consent.topics.includes(campaign.topic) === true
        const turn = think({
          ...known,
          rulings: given.rule?.(seeks) ?? [],
          subscriber: got ? { ...subscriber, campaign } : subscriber,
        })
        latest = { turn, number: known.turn }
        for (const effect of turn.effects) if (effect.kind === 'guard-group') guarded = effect.on
        return turn
      }),
  }
  let guarded = false
  let warning: Turn | null = null
  const warnedOf = new Set<string>()
  /** One group, administered by whoever is called "orang"; a warning is seen as if it were a turn. */
  const groups: Groups = {
    administers: async ({ person }) => person === 'orang',
    guards: async () => guarded,
    async warn(_, { reply, marks, dangerous }) {
      const keys = marks.map(keyOf)
      if (!dangerous || keys.some((key) => warnedOf.has(key))) return 'silent'
      for (const key of keys) warnedOf.add(key)
      warning = {
        next: { at: 'idle' },
        replies: [reply],
        effects: [],
        outcome: 'guard',
        locale: 'id',
        intent: 'report_ad',
        verdicts: [],
      }
      return 'warned'
    },
  }
  const engine = createEngine({
    groups,
    memory,
    knowledge: given.knowledge ?? shippedKnowledge,
    contacts: usable(loadContacts(content)),
    officers: given.officers ?? null,
    reader: shippedReader(),
    ads: shippedAds(),
    draw: () => 20_261_124 + drawn++,
    now: given.now ?? (() => today),
    spell: (wording, locale) => plainText(shippedSpeak()(wording, locale)),
    listMaxAgeDays: 90,
    onFault: (error) => faults.push(error),
  })
  const hear = async (name: string, body: Body, more: Partial<Inbound>): Promise<Turn | null> => {
    latest = null
    warning = null
    count += 1
    await engine.receive({
      id: `${name}-${count}` as InboundId,
      at: (given.now ?? (() => today))(),
      from: { channel: 'paper' as ChannelName, chat: name },
      person: name,
      hint: null,
      setting: 'private',
      addressed: true,
      forwarded: 'no',
      body,
      quotes: null,
      ...more,
    })
    return (latest as { turn: Turn } | null)?.turn ?? warning
  }
  return {
    faults,
    person: (name) => {
      let turn = 0
      const counted = async (body: Body, more: Partial<Inbound> = {}): Promise<Turn | null> => {
        const made = await hear(name, body, more)
        if (made !== null) turn = (latest as { number: number } | null)?.number ?? turn
        return made
      }
      return {
        says: (text, more) => counted({ kind: 'text', text }, more),
        presses: (token) => counted({ kind: 'press', token }),
        sends: counted,
        get turn() {
          return turn
        },
      }
    },
  }
}

/** All that a turn says, as letters. */
export function wordsOf(turn: Turn): string {
  return turn.replies
    .flatMap((reply) => reply.body.map((wording) => plainText(shippedSpeak()(wording, turn.locale))))
    .join('\n\n')
}
