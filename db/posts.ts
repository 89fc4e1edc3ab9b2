/** Posts: a campaign said once more in channels and groups of our own, through the outbox like everything that leaves. It
 * goes to no person, so it asks no consent; it is posted once at each place, whatever happens in between. */
import type pg from 'pg'
import {
  type CampaignId,
  type CampaignStatus,
  type ChannelName,
  ConfigError,
  type Locale,
  type ReviewerId,
  textFor,
} from '#engine'
import { note } from './audit.ts'
import { campaignReply, readToShow } from './campaign-shown.ts'
import type { Seal } from './seal.ts'
import { ask, ms, prepared, transact } from './statements.ts'

/** Where campaigns may be posted. */
export interface PostPlace {
  readonly id: number
  readonly channel: ChannelName
  readonly chat: string
  readonly name: string
  /** The language of what is posted there. */
  readonly locale: Locale
}

/** A post of a campaign and what became of it. `why`: `blocked` when the bot may not
 * post there, `unsure` when it may have arrived and is not tried again; `forgotten`: so long ago that it is not known any more. */
export interface Post {
  readonly place: PostPlace
  readonly at: Date
  readonly status: 'waiting' | 'sending' | 'sent' | 'refused' | 'skipped' | 'forgotten'
  readonly why: string | null
  /** It certainly did not arrive: posted once more, it is tried again. */
  readonly again: boolean
}

export type Posted =
  | { readonly kind: 'posted'; readonly places: number }
  /** It was not approved, or was cancelled; or it has no text that may be said there. */
  | { readonly kind: 'refused'; readonly why: 'not-approved' | 'no-text' }

export interface Posts {
  /** Adds a place, or names one anew. Throws ConfigError when `chat` is no channel or group. */
  add(place: Omit<PostPlace, 'id'>, by: ReviewerId): Promise<void>
  remove(place: number, by: ReviewerId): Promise<void>
  places(): Promise<readonly PostPlace[]>
  /** Posts a campaign at these places, but where it was posted before. */
  post(campaign: CampaignId, places: readonly number[], by: ReviewerId): Promise<Posted>
  /** Newest first. */
  of(campaign: CampaignId): Promise<readonly Post[]>
}

/** Answers, officers' words and news go before it. */
const rank = 3
/** A group or channel of Telegram has a number below zero; a public channel has a name of 5 letters or more. */
const chatForm = /^(-\d{1,16}|@[A-Za-z]\w{4,31})$/
/** Why a post certainly did not arrive, and may another time. */
const again = ['blocked', 'no-such-chat', 'too-old']
const postable: readonly CampaignStatus['kind'][] = ['approved', 'sending', 'paused', 'finished']

export function createPosts({
  pool,
  seal,
  now,
  nudge,
}: {
  readonly pool: pg.Pool
  readonly seal: Seal
  readonly now: () => Date
  /** Something waits in the outbox. */
  readonly nudge: () => void
}): Posts {
  return {
    async add({ channel, chat, name, locale }, by) {
      if (!chatForm.test(chat))
        throw new ConfigError(
          'This is no channel or group. Write its number, such as -1001234567890, or its @name.',
        )
      await transact(pool, async (ask) => {
        const [row] = await ask<{ id: number }>(addPlace, [channel, chat, name, locale, by])
        await audit(ask, 'post-place.added', by, { place: String(row?.id) })
      })
    },
    async remove(place, by) {
      await transact(pool, async (ask) => {
        const gone = await ask(removePlace, [place])
        if (gone.length > 0) await audit(ask, 'post-place.removed', by, { place: String(place) })
      })
    },
    places: () => ask<PlaceRow>(pool, readPlaces, []),
    async post(campaign, places, by) {
      const posted = await transact(pool, async (ask): Promise<Posted> => {
        const shown = await readToShow(ask, campaign)
        if (shown === null || !postable.includes(shown.status))
          return { kind: 'refused', why: 'not-approved' }
        const wanted = (await ask<PlaceRow>(readPlaces, []))
          .filter(({ id }) => places.includes(id))
          .map((place) => ({ place, text: textFor(shown.texts, 'a', place.locale) }))
        // All or none: what is said to be refused is queued nowhere.
        if (wanted.some(({ text }) => text === null)) return { kind: 'refused', why: 'no-text' }
        let count = 0
        for (const { place, text } of wanted) {
          if (text === null) continue
          const to = { channel: place.channel, chat: place.chat }
          const reply = campaignReply(shown, text, { choices: false })
          const queued = await ask(queuePost, [
            campaign,
            place.id,
            place.channel,
            seal.recognise('chat', place.channel, place.chat),
            seal.close({ to, reply }),
            text.locale,
            by,
          ])
          count += queued.length
        }
        if (count > 0) await audit(ask, 'campaign.posted', by, { places: String(count) }, campaign)
        return { kind: 'posted', places: count }
      })
      if (posted.kind === 'posted' && posted.places > 0) nudge()
      return posted
    },
    async of(campaign) {
      const rows = await ask<PostRow>(pool, readPosts, [campaign])
      return rows.map(({ at_ms, status, why, ...place }) => ({
        place,
        at: new Date(at_ms),
        status,
        why,
        again: (status === 'refused' || status === 'skipped') && again.includes(why ?? ''),
      }))
    },
  }

  function audit(
    ask: Parameters<typeof note>[0],
    act: string,
    by: ReviewerId,
    details: Readonly<Record<string, string>>,
    subject: string | null = null,
  ): Promise<unknown> {
    return note(ask, { at: now(), by, act, subject, details }, seal)
  }
}

type PlaceRow = PostPlace & pg.QueryResultRow
type PostRow = PlaceRow & Pick<Post, 'status' | 'why'> & { readonly at_ms: number }

const placeColumns = 'p.id, p.channel, p.chat, p.name, p.locale'

const addPlace = prepared(
  'add_post_place',
  `insert into post_places (channel, chat, name, locale, added_by) values ($1::text, $2::text, $3::text, $4::text, $5::uuid)
   on conflict (channel, chat) do update set name = excluded.name, locale = excluded.locale, removed_at = null
   returning id`,
)

const removePlace = prepared(
  'remove_post_place',
  'update post_places set removed_at = now() where id = $1::int and removed_at is null returning id',
)

const readPlaces = prepared(
  'read_post_places',
  `select ${placeColumns} from post_places p where removed_at is null order by name, id`,
)

/** Posted there before, it is not posted again; but what certainly did not arrive may be tried once more. */
const queuePost = prepared(
  'queue_post',
  `with queued as (
     insert into outbox (channel, chat, message, locale, turn, cause, rank, status)
     select $3::text, $4::text, $5::text, $6::text, 0, 'post', ${rank}, 'waiting'
     where not exists (
       select 1 from campaign_posts o left join outbox d on d.id = o.delivery
       where o.campaign = $1::int and o.place = $2::int
         and not coalesce(d.status in ('refused', 'skipped') and d.why = any('{${again.join(',')}}'), false))
     returning id)
   insert into campaign_posts (campaign, place, delivery, by)
   select $1::int, $2::int, id, $7::uuid from queued
   on conflict (campaign, place) do update set delivery = excluded.delivery, by = excluded.by, at = now()
   returning place`,
)

const readPosts = prepared(
  'read_campaign_posts',
  `select ${placeColumns}, ${ms('o.at')} as at_ms, coalesce(d.status, 'forgotten') as status, d.why
   from campaign_posts o join post_places p on p.id = o.place left join outbox d on d.id = o.delivery
   where o.campaign = $1::int order by o.at desc, p.id`,
)
