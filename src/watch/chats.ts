/** Posts of channels and groups that the operator watches: judged as they come. Of every other chat nothing is kept, and
 * not even read. */
import type { Inbound, WatchedAd, WatchedItem, WatchSourceId } from '#engine'
import type { Watch } from '../../db/watch.ts'

/** How long it is believed which chats are watched, in ms. */
const believedMs = 15_000

export interface WatchChats {
  /** A message that nobody said to us. `ignored`: its chat is not watched, or it has no words. Rejects when it could not be
   * kept, and must be heard again. */
  hear(inbound: Inbound): Promise<'taken' | 'ignored'>
}

export function createWatchChats({
  sources,
  store,
  judge,
  now,
}: {
  readonly sources: { chats(): Promise<ReadonlyMap<string, WatchSourceId>> }
  readonly store: Pick<Watch, 'take'>
  readonly judge: (item: WatchedItem, at: { readonly received: Date }) => WatchedAd
  readonly now: () => Date
}): WatchChats {
  let watched: { readonly chats: ReadonlyMap<string, WatchSourceId>; readonly until: number } | null = null

  async function sourceOf(inbound: Inbound): Promise<WatchSourceId | null> {
    if (watched === null || watched.until < now().getTime())
      watched = { chats: await sources.chats(), until: now().getTime() + believedMs }
    const { channel, chat } = inbound.from
    const { name = null } = inbound.venue ?? {}
    // A topic of a forum is part of its group.
    const id = chat.split('/')[0] ?? chat
    const byName = name === null ? undefined : watched.chats.get(`${channel}:@${name.toLowerCase()}`)
    return byName ?? watched.chats.get(`${channel}:${id}`) ?? null
  }

  return {
    async hear(inbound) {
      const { body } = inbound
      const text = body.kind === 'text' ? body.text : body.kind === 'media' ? body.caption : ''
      if (inbound.setting !== 'group' || text.trim() === '') return 'ignored'
      const source = await sourceOf(inbound)
      if (source === null) return 'ignored'
      const item: WatchedItem = {
        from: 'chat',
        address: inbound.venue?.post ?? null,
        title: '',
        text,
        links: [],
        pictures: [],
        publishedAt: inbound.at,
      }
      // Heard again, it is the same item.
      const id = `${inbound.from.channel} ${inbound.id}`
      const judged = judge(item, { received: now() })
      await store.take(source, [{ kind: 'read', id, mark: text, words: text, judged, pictures: [] }])
      return 'taken'
    },
  }
}
