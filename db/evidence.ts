/** What came with the reports of a case, as it was received: written with the report, read by officers. Nothing here
 * tells who sent it. */
import type pg from 'pg'
import * as z from 'zod'
import {
  type CaseId,
  type ChannelName,
  type EvidenceId,
  type EvidenceKind,
  evidenceKind,
  type Inbound,
  type Lost,
  type Passage,
  type ReportedAd,
  type ReportId,
} from '#engine'
import { keepView, readView } from './original-views.ts'
import { putOriginals, readOriginal } from './originals.ts'
import type { Seal } from './seal.ts'
import { type Ask, ask, ms, prepared } from './statements.ts'
import { watchChannel } from './watch-channel.ts'

/** What is known of one thing that came with a report; its bytes are asked for by themselves. */
export interface EvidenceFacts {
  readonly id: EvidenceId
  /** The report's number, as its reporter was told. */
  readonly report: number
  /** Its place among what came with the report, from 0. */
  readonly place: number
  readonly kind: EvidenceKind
  /** `wanted`: the bytes are being fetched. `lost`: they could not be had, for the reason in `why`. */
  readonly status: 'wanted' | 'kept' | 'lost'
  readonly why: Lost | null
  /** By the platform's clock; null: not known. Both are moments: whoever prints them says in which zone. */
  readonly sentAt: Date | null
  /** By our clock. */
  readonly receivedAt: Date
  /** When the bytes were there. */
  readonly keptAt: Date | null
  /** Media type by the first bytes, and how many there are; null until they are kept. */
  readonly type: string | null
  readonly size: number | null
  /** Of the bytes as received, in hex; null until they are kept. */
  readonly sha256: string | null
  /** Its words: as they were written, or as they were read on the picture or in the letter. */
  readonly text: string
  readonly forwarded: Inbound['forwarded']
  readonly passage: Passage | null
  /** Likeness of the picture, 16 hex digits. */
  readonly fingerprint: string | null
}

/** A picture that may be shown to officers: made anew, without place, camera and maker. */
export type View =
  | {
      readonly kind: 'shown'
      /** JPEG. */
      readonly bytes: Uint8Array
      readonly width: number
      readonly height: number
      /** Pages of the letter; 1 for a picture. */
      readonly pages: number
    }
  /** It cannot be shown, only handed out as it is: a voice note, a broken file. */
  | { readonly kind: 'refused'; readonly why: string }

export interface Evidence {
  /** Of the newest reports first; at most `mostListed`. */
  list(of: CaseId): Promise<readonly EvidenceFacts[]>
  /** The bytes as they were received; null: unknown, or they are not there (yet). */
  original(
    id: EvidenceId,
  ): Promise<{ readonly bytes: Uint8Array; readonly type: string; readonly sha256: string } | null>
  /** What may be shown of it; beyond its end the last page. `page` counts from 1 to `mostPages`. null as above. */
  view(id: EvidenceId, page?: number): Promise<View | null>
}

export const mostListed = 200
/** Pages of a letter that are drawn at all; all of them are in the original. */
export const mostPages = 60

const passage = z.object({
  from: z.enum(['person', 'hidden', 'group', 'channel']).nullable(),
  post: z.string().nullable(),
  times: z.number().nullable(),
})
/** Sealed by us: it is what we wrote. */
const factsForm = z.object({
  text: z.string(),
  forwarded: z.enum(['no', 'once', 'often']),
  passage: passage.nullable(),
  fingerprint: z.string().nullable(),
  sha256: z.string().nullable(),
})
type SealedFacts = z.infer<typeof factsForm>

export const sealFacts = (facts: SealedFacts, seal: Seal): string => seal.close(facts)
export const openFacts = (sealed: string, seal: Seal): SealedFacts => factsForm.parse(seal.open(sealed))

/** `strip` makes a file fit to be shown: it opens what strangers sent, in a process of its own. */
export function createEvidence({
  pool,
  seal,
  strip,
}: {
  readonly pool: pg.Pool
  readonly seal: Seal
  readonly strip: (bytes: Uint8Array, page: number) => Promise<View>
}): Evidence {
  const all: Ask = (statement, values) => ask(pool, statement, values)
  const find = async (id: EvidenceId) => {
    const [row] = await all<{ key: string; type: string; facts: string }>(findOriginal, [id])
    const sha256 = row === undefined ? null : openFacts(row.facts, seal).sha256
    return row === undefined || sha256 === null ? null : { key: row.key, type: row.type, sha256 }
  }
  return {
    async list(of) {
      const rows = await all<Row>(listThem, [of, mostListed])
      return rows.map(({ facts, sent_ms, received_ms, kept_ms, ...row }) => ({
        ...row,
        ...openFacts(facts, seal),
        sentAt: sent_ms === null ? null : new Date(sent_ms),
        receivedAt: new Date(received_ms),
        keptAt: kept_ms === null ? null : new Date(kept_ms),
      }))
    },
    async original(id) {
      const found = await find(id)
      if (found === null) return null
      return { bytes: await readOriginal(all, found, seal), type: found.type, sha256: found.sha256 }
    },
    async view(id, page = 1) {
      const found = await find(id)
      if (found === null) return null
      const wanted = Math.min(Math.max(1, page), mostPages)
      const kept = await readView(all, found.key, wanted, seal)
      if (kept !== null) return kept
      const view = await strip(await readOriginal(all, found, seal), wanted)
      // Beyond the end the last page is drawn, which has a place of its own.
      if (view.kind === 'shown' && wanted <= view.pages) await keepView(all, found.key, wanted, view, seal)
      return view
    },
  }
}

interface Row extends Pick<EvidenceFacts, 'id' | 'report' | 'place' | 'kind' | 'status' | 'why'> {
  readonly type: string | null
  readonly size: number | null
  readonly facts: string
  readonly sent_ms: number | null
  readonly received_ms: number
  readonly kept_ms: number | null
}

const wordsType = 'text/plain; charset=utf-8'

/** Inside the transaction that files the report: words are kept at once, files are wanted from then on. Before this,
 * nothing of a file was kept: what somebody did not agree to pass on never touches our disk. */
export async function keepEvidence(
  ask: Ask,
  {
    report,
    ads,
    channel,
  }: { readonly report: ReportId; readonly ads: readonly ReportedAd[]; readonly channel: ChannelName },
  seal: Seal,
): Promise<void> {
  const words = ads.filter(({ media }) => media === null)
  const kept = await putOriginals(
    ask,
    words.map(({ text }) => ({ bytes: Buffer.from(text), type: wordsType })),
    seal,
  )
  const originalOf = new Map(words.map((ad, at) => [ad, kept[at]]))
  await ask(addEvidence, [
    report,
    ads.map(evidenceKind),
    ads.map(({ media }) => media?.channel ?? channel),
    ads.map(({ media }) => (media === null ? null : seal.close(media))),
    ads.map((ad) => originalOf.get(ad)?.key ?? null),
    ads.map((ad) => sealFacts(factsOf(ad, originalOf.get(ad)?.sha256 ?? null), seal)),
    ads.map(({ at }) => at?.sent ?? null),
    ads.map(({ at }) => at?.received ?? null),
  ])
}

/** Pictures that we have fetched ourselves, kept at once beside a report's words. `from`: the place of the first. */
export async function keepPictures(
  ask: Ask,
  {
    report,
    from,
    pictures,
  }: {
    readonly report: ReportId
    readonly from: number
    readonly pictures: readonly {
      readonly bytes: Uint8Array
      readonly type: string
      readonly text: string
      readonly fingerprint: string | null
    }[]
  },
  seal: Seal,
): Promise<void> {
  const kept = await putOriginals(ask, pictures, seal)
  await ask(addKept, [
    report,
    from,
    watchChannel,
    kept.map(({ key }) => key),
    pictures.map(({ text, fingerprint }, at) =>
      sealFacts(
        { text, forwarded: 'no', passage: null, fingerprint, sha256: kept[at]?.sha256 ?? null },
        seal,
      ),
    ),
  ])
}

function factsOf({ text, forwarded, passage, posters }: ReportedAd, sha256: string | null): SealedFacts {
  return { text, forwarded, passage: passage ?? null, fingerprint: posters[0] ?? null, sha256 }
}

const addEvidence = prepared(
  'add_evidence',
  `insert into evidence (report_id, place, kind, channel, source, original, facts, sent_at, received_at, status, kept_at)
   select $1::uuid, u.place - 1, u.kind, u.channel, u.source, u.original, u.facts, u.sent, coalesce(u.received, now()),
     case when u.source is null then 'kept' else 'wanted' end, case when u.source is null then now() end
   from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::timestamptz[])
     with ordinality as u(kind, channel, source, original, facts, sent, received, place)`,
)

const addKept = prepared(
  'add_kept_pictures',
  `insert into evidence (report_id, place, kind, channel, original, facts, received_at, status, kept_at)
   select $1::uuid, $2::int + u.place - 1, 'picture', $3::text, u.original, u.facts, now(), 'kept', now()
   from unnest($4::text[], $5::text[]) with ordinality as u(original, facts, place)`,
)

const listThem = prepared(
  'list_evidence',
  `select e.id, r.number as report, e.place, e.kind, e.status, e.why, o.type, o.size, e.facts,
     ${ms('e.sent_at')} as sent_ms, ${ms('e.received_at')} as received_ms, ${ms('e.kept_at')} as kept_ms
   from (select * from reports where case_id = $1::uuid order by at desc, id limit $2::int) r
   join evidence e on e.report_id = r.id left join originals o on o.key = e.original
   order by r.at desc, r.id, e.place limit $2::int`,
)

const findOriginal = prepared(
  'find_original',
  `select o.key, o.type, e.facts from evidence e join originals o on o.key = e.original where e.id = $1::uuid`,
)
