/** A phone in the browser, for trying the bot and for training: one adapter for each costume, one page for all. */
import { join } from 'node:path'
import type { Adapter, ChannelName, Fitted, Media } from '#engine'
import { abilities } from './abilities.ts'
import { failure } from './failures.ts'
import { createHearing, type Hearing, type Patience } from './hearing.ts'
import { createHub, type Hub } from './hub.ts'
import { createMediaStore, type MediaStore } from './media.ts'
import { createRoutes, type Phone } from './routes.ts'
import { type Costume, costumes } from './wire.ts'
import { write } from './write.ts'

export type { Costume } from './wire.ts'

export interface SimulatorOptions {
  /** Which costumes the page offers, and the channel of each. */
  readonly channels: Readonly<Partial<Record<Costume, ChannelName>>>
  /** Where the page is mounted. */
  readonly path?: string
  /** Folder of the page's own files; beside this file when absent. */
  readonly page?: string
  /** Host names beside localhost and plain addresses under which the page may be opened. */
  readonly hosts?: readonly string[]
  /** Pauses before a turn that failed is tried again, in ms. */
  readonly patience?: Patience
  readonly now?: () => Date
  /** Hears of each turn that failed; it is tried again whatever this does. */
  readonly onFault?: (error: unknown) => void
}

/** One adapter for each channel named; all share one page and one memory, so one page can wear every costume. */
export function createSimulators(options: SimulatorOptions): readonly Adapter[] {
  const now = options.now ?? (() => new Date())
  const path = options.path ?? '/simulator'
  const hub = createHub()
  const media = createMediaStore()
  const phones = new Map<Costume, Phone>()
  const routes = createRoutes({
    hub,
    media,
    phones,
    now,
    path,
    hosts: options.hosts ?? [],
    page: options.page ?? join(import.meta.dirname, 'page'),
  })
  let mounted = false

  return costumes.flatMap((costume) => {
    const name = options.channels[costume]
    if (name === undefined) return []
    const hearing = createHearing({
      patience: options.patience ?? { firstMs: 1000, mostMs: 30_000 },
      told: (inbound, state) => hub.update(inbound.from, inbound.id, { state }),
      onFault: options.onFault ?? (() => {}),
    })
    phones.set(costume, { channel: name, hearing })
    const adapter = createPhone({ name, costume, hub, media, hearing, now })
    return {
      ...adapter,
      start: async (hear, mount) => {
        hearing.start(hear)
        if (!mounted) mount(path, routes)
        mounted = true
      },
    } satisfies Adapter
  })
}

function createPhone(
  kit: Readonly<{
    name: ChannelName
    costume: Costume
    hub: Hub
    media: MediaStore
    hearing: Hearing
    now: () => Date
  }>,
): Omit<Adapter, 'start'> {
  const { name, hub, media, hearing, now } = kit
  const able = abilities[kit.costume]
  const keep = (image: NonNullable<Fitted['image']>): Media =>
    'key' in image ? image : media.store(name, { ...image, name: '' })
  return {
    name,
    abilities: able,
    stop: () => hearing.stop(),
    async send(to, message) {
      const at = now()
      const why = failure(message, { abilities: able, chat: to.chat, standing: hub.standing(to), now: at })
      if (why !== null) return why
      const picture = message.image === null ? null : media.describe(keep(message.image))
      return { kind: 'sent', messageId: hub.say(to, write(message, picture), at).id }
    },
    // Whoever plays in a group here has made it.
    administers: async () => true,
    async fetchMedia({ key }: Media) {
      const stored = media.get(key)
      if (stored === null || stored.media.channel !== name) {
        throw new Error('The simulator no longer has this file: it keeps the newest in memory only.')
      }
      return stored.bytes
    },
  }
}
