/** Campaigns as officers write, allow, watch and stop them. Who gets one is a number; no name is here. */
import type pg from 'pg'
import {
  type Campaign,
  type CampaignAction,
  type CampaignId,
  type CampaignPlan,
  type CampaignRefusal,
  type CampaignStatus,
  type CampaignText,
  type ChannelName,
  codeOfOutcome,
  type Drawing,
  type Moved,
  moveCampaign,
  type ReviewerId,
  retryable,
  type Tally,
  type Terms,
  tally,
  type Variant,
} from '#engine'
import { type AudienceCount, countAudience, freezeAudience, type TermsByChannel } from './audience.ts'
import { note } from './audit.ts'
import {
  campaignColumns,
  campaignFrom,
  findCampaign,
  findPicture,
  findTexts,
  type Row,
} from './campaign-rows.ts'
import { writeStatus } from './campaign-status.ts'
import type { Seal } from './seal.ts'
import { type Ask, ask, prepared, transact } from './statements.ts'

/** A campaign with all that is written in it. */
export interface CampaignFile {
  readonly campaign: Campaign
  readonly texts: readonly CampaignText[]
  readonly hasPicture: boolean
  readonly createdAt: Date
}

/** How a campaign stands: counted from its ledger, so it sums to the audience. */
export interface CampaignCounts {
  readonly all: Tally
  readonly byChannel: ReadonlyMap<ChannelName, Tally>
  readonly byVariant: ReadonlyMap<Variant, Tally>
  /** Subscribers who took a consent back with this campaign as the last thing they were sent. */
  readonly optOuts: number
  /** By text and by the place of the choice: how many people chose it. */
  readonly answers: readonly { readonly variant: Variant; readonly choice: number; readonly people: number }[]
}

export interface Campaigns {
  create(plan: CampaignPlan, texts: readonly CampaignText[], by: ReviewerId): Promise<CampaignId>
  /** A new draft with the same words and audience. null: there is no such campaign. */
  copy(id: CampaignId, by: ReviewerId): Promise<CampaignId | null>
  /** Only a draft can be written in. */
  write(
    id: CampaignId,
    plan: CampaignPlan,
    texts: readonly CampaignText[],
    by: ReviewerId,
  ): Promise<Moved<null, 'not-a-draft' | 'gone'>>
  /** null takes it away. Only in a draft. */
  picture(id: CampaignId, picture: Drawing | null): Promise<Moved<null, 'not-a-draft' | 'gone'>>
  readPicture(id: CampaignId): Promise<Drawing | null>
  read(id: CampaignId): Promise<CampaignFile | null>
  /** Newest first. */
  list(asked: { readonly most: number; readonly before: CampaignId | null }): Promise<readonly Campaign[]>
  /** Who would get it if it began now, and why others would not. */
  count(
    plan: Pick<CampaignPlan, 'topic' | 'capDays' | 'audience'>,
    texts: readonly CampaignText[],
  ): Promise<AudienceCount>
  /** Proposes, approves, pauses, resumes, cancels, tries again: counted, allowed and written in one transaction. */
  move(id: CampaignId, how: OfficersAct): Promise<Moved<CampaignStatus, CampaignRefusal | 'gone'>>
  counts(id: CampaignId): Promise<CampaignCounts>
  /** For a list of its own: numbers and outcomes, a chunk at a time. */
  chunks(id: CampaignId, after: number): Promise<readonly ChunkSeen[]>
  /** Freezes the audience of campaigns whose time has come, and lets them be sent. Returns how many began. Called by
   * workers; any number may. */
  begin(): Promise<number>
}

/** What officers do themselves; how many it concerns is counted here and not believed. */
export interface OfficersAct {
  readonly kind: 'propose' | 'approve' | 'send-back' | 'pause' | 'resume' | 'cancel' | 'retry'
  readonly by: ReviewerId
  /** Why it is sent back; kept in the audit. */
  readonly note?: string
}

export interface ChunkSeen {
  readonly number: number
  readonly channel: ChannelName
  readonly variant: Variant
  readonly recipients: readonly number[]
  readonly outcomes: Uint8Array
  readonly receipts: Uint8Array | null
}

/** A channel on which campaigns are sent. */
export interface CampaignChannel {
  readonly name: ChannelName
  readonly windowMs: number | null
}

export function createCampaigns(options: {
  readonly pool: pg.Pool
  readonly seal: Seal
  readonly now: () => Date
  readonly channels: readonly CampaignChannel[]
  /** More recipients than this need another person's approval. */
  readonly alone: number
}): Campaigns {
  const { pool, seal, now, channels, alone } = options
  const termsFor = (texts: readonly CampaignText[]): TermsByChannel => termsOf(channels, texts)
  const draftOnly = async (ask: Ask, id: CampaignId): Promise<Moved<null, 'not-a-draft' | 'gone'>> => {
    const row = await lock(ask, id)
    if (row === null) return { ok: false, why: 'gone' }
    return row.status === 'draft' ? { ok: true, value: null } : { ok: false, why: 'not-a-draft' }
  }

  return {
    create: (plan, texts, by) => transact(pool, (ask) => create(ask, plan, texts, by)),
    copy: (id, by) =>
      transact(pool, async (ask) => {
        const file = await read(ask, id)
        if (file === null) return null
        const copied = await create(ask, { ...file.campaign, startAt: null }, file.texts, by)
        await ask(copyPicture, [id, copied])
        return copied
      }),
    write: (id, plan, texts) =>
      transact(pool, async (ask) => {
        const draft = await draftOnly(ask, id)
        if (draft.ok) {
          await ask(writePlan, [id, ...planColumns(plan, texts)])
          await writeTexts(ask, id, texts)
        }
        return draft
      }),
    picture: (id, picture) =>
      transact(pool, async (ask) => {
        const draft = await draftOnly(ask, id)
        if (draft.ok)
          await ask(
            picture === null ? dropPicture : keepPicture,
            picture === null ? [id] : [id, picture.bytes],
          )
        return draft
      }),
    async readPicture(id) {
      const [row] = await ask<{ bytes: Buffer }>(pool, findPicture, [id])
      return row === undefined ? null : { bytes: row.bytes, mime: 'image/png' }
    },
    read: (id) => transact(pool, (ask) => read(ask, id)),
    async list({ most, before }) {
      const rows = await ask<Row>(pool, listThem, [before, most])
      return rows.map(campaignFrom)
    },
    count: (plan, texts) => transact(pool, (ask) => countAudience(ask, plan, termsFor(texts))),
    move: (id, how) =>
      transact(pool, async (ask) => {
        const row = await lock(ask, id)
        if (row === null) return { ok: false, why: 'gone' }
        const campaign = campaignFrom(row)
        const action = await actionOf(ask, campaign, how, termsFor)
        const moved = moveCampaign(campaign, action, { now: now(), alone })
        if (!moved.ok) return moved
        await writeStatus(ask, campaign, moved.value, action, alone)
        if (action.kind === 'retry') await ask(openAgain, [id, retryableBytes])
        // Whoever lets one go on that stopped itself says that it was the platform's fault.
        if (isBraked(campaign.status)) await ask(dropOptOuts, [id])
        await note(
          ask,
          {
            at: now(),
            by: how.by,
            act: `campaign.${how.kind}`,
            subject: id,
            details: detailsOf(action, how),
          },
          seal,
        )
        return moved
      }),
    async counts(id) {
      const rows = await ask<CountedRow>(pool, readLedger, [id])
      const [told] = await ask<{ people: number }>(pool, countOptOuts, [id])
      const answers = await ask<CampaignCounts['answers'][number]>(pool, countAnswers, [id])
      return {
        all: tally(rows),
        byChannel: tallyBy(rows, ({ channel }) => channel),
        byVariant: tallyBy(rows, ({ variant }) => variant),
        optOuts: told?.people ?? 0,
        answers,
      }
    },
    chunks: (id, after) => ask<ChunkSeen>(pool, readChunks, [id, after]),
    async begin() {
      let begun = 0
      while (await transact(pool, (ask) => beginOne(ask, { now: now(), alone, termsFor }))) begun++
      await ask(pool, finishEmpty, [])
      return begun
    },
  }
}

/** What each channel asks for, with the languages in which every text has a template. */
function termsOf(channels: readonly CampaignChannel[], texts: readonly CampaignText[]): TermsByChannel {
  const halves = new Set(texts.map(({ variant }) => variant))
  const ready = [...new Set(texts.map(({ locale }) => locale))].filter((locale) =>
    [...halves].every((variant) =>
      texts.some((text) => text.variant === variant && text.locale === locale && text.template !== null),
    ),
  )
  return new Map(
    channels.map(({ name, windowMs }): [ChannelName, Terms] => [
      name,
      { windowMs, templates: windowMs === null ? [] : ready },
    ]),
  )
}

async function create(
  ask: Ask,
  plan: CampaignPlan,
  texts: readonly CampaignText[],
  by: ReviewerId,
): Promise<CampaignId> {
  const [made] = await ask<{ id: CampaignId }>(addCampaign, [by, ...planColumns(plan, texts)])
  if (made === undefined) throw new Error('a campaign could not be made')
  await writeTexts(ask, made.id, texts)
  return made.id
}

function planColumns(plan: CampaignPlan, texts: readonly CampaignText[]): readonly unknown[] {
  const { name, topic, audience, hours, capDays, startAt, values } = plan
  const halves = texts.some(({ variant }) => variant === 'b')
  return [
    name,
    topic,
    JSON.stringify(audience),
    hours === null ? null : JSON.stringify(hours),
    capDays,
    startAt,
    JSON.stringify(values),
    halves,
  ]
}

async function writeTexts(ask: Ask, id: CampaignId, texts: readonly CampaignText[]): Promise<void> {
  await ask(dropTexts, [id])
  for (const { variant, locale, text, choices, template } of texts)
    await ask(addText, [
      id,
      variant,
      locale,
      text,
      choices,
      template === null ? null : JSON.stringify(template),
    ])
}

async function read(ask: Ask, id: CampaignId): Promise<CampaignFile | null> {
  const [row] = await ask<Row>(findCampaign, [id])
  if (row === undefined) return null
  return {
    campaign: campaignFrom(row),
    texts: await ask<CampaignText>(findTexts, [id]),
    hasPicture: row.picture,
    createdAt: new Date(row.created_ms),
  }
}

async function lock(ask: Ask, id: CampaignId): Promise<Row | null> {
  await ask(lockCampaign, [id])
  const [row] = await ask<Row>(findCampaign, [id])
  return row ?? null
}

async function actionOf(
  ask: Ask,
  campaign: Campaign,
  { kind, by }: OfficersAct,
  termsFor: (texts: readonly CampaignText[]) => TermsByChannel,
): Promise<CampaignAction> {
  if (kind === 'propose') {
    const texts = await ask<CampaignText>(findTexts, [campaign.id])
    const { recipients } = await countAudience(ask, campaign, termsFor(texts))
    return { kind, by, recipients }
  }
  if (kind !== 'retry') return { kind, by }
  const { outcomes } = tally(await ask<CountedRow>(readLedger, [campaign.id]))
  return { kind, by, recipients: retryable.reduce((sum, each) => sum + outcomes[each], 0) }
}

function isBraked(status: CampaignStatus): boolean {
  return status.kind === 'paused' && status.why === 'opt-outs'
}

function detailsOf(action: CampaignAction, { note }: OfficersAct): Readonly<Record<string, string>> {
  return {
    ...('recipients' in action ? { recipients: String(action.recipients) } : {}),
    ...(note === undefined ? {} : { reason: note }),
  }
}

async function beginOne(
  ask: Ask,
  how: {
    readonly now: Date
    readonly alone: number
    readonly termsFor: (texts: readonly CampaignText[]) => TermsByChannel
  },
): Promise<boolean> {
  const [due] = await ask<{ id: CampaignId }>(findDue, [])
  const file = due === undefined ? null : await read(ask, due.id)
  if (file === null) return false
  const { campaign, texts } = file
  const moved = moveCampaign(campaign, { kind: 'begin' }, how)
  if (!moved.ok) return false
  const halves = texts.some(({ variant }) => variant === 'b')
  const recipients = await freezeAudience(ask, campaign, { terms: how.termsFor(texts), halves })
  await writeStatus(ask, campaign, moved.value, { kind: 'begin' }, how.alone)
  await ask(writePlanned, [campaign.id, recipients])
  return true
}

interface CountedRow {
  readonly channel: ChannelName
  readonly variant: Variant
  readonly outcomes: Buffer
  readonly receipts: Buffer | null
}

function tallyBy<Key>(rows: readonly CountedRow[], keyOf: (row: CountedRow) => Key): ReadonlyMap<Key, Tally> {
  const keys = new Set(rows.map(keyOf))
  return new Map([...keys].map((key) => [key, tally(rows.filter((row) => keyOf(row) === key))]))
}

const lockCampaign = prepared('lock_campaign', 'select 1 from campaigns where id = $1::int for update')
const listThem = prepared(
  'list_campaigns',
  `select ${campaignColumns} from campaigns c where $1::int is null or c.id < $1::int order by c.id desc limit $2::int`,
)
/** Skipping what another worker begins just now. */
const findDue = prepared(
  'find_due_campaign',
  `select id::text from campaigns where status = 'approved' and (start_at is null or start_at <= now())
   order by id limit 1 for update skip locked`,
)
const addCampaign = prepared(
  'add_campaign',
  `insert into campaigns (author, name, topic, audience, hours, cap_days, start_at, values, halves)
   values ($1::uuid, $2::text, $3::text, $4::jsonb, $5::jsonb, $6::int, $7::timestamptz, $8::jsonb, $9::bool)
   returning id::text`,
)
const writePlan = prepared(
  'write_campaign',
  `update campaigns set name = $2::text, topic = $3::text, audience = $4::jsonb, hours = $5::jsonb, cap_days = $6::int,
     start_at = $7::timestamptz, values = $8::jsonb, halves = $9::bool where id = $1::int`,
)
const dropTexts = prepared('drop_campaign_texts', 'delete from campaign_texts where campaign = $1::int')
const addText = prepared(
  'add_campaign_text',
  `insert into campaign_texts (campaign, variant, locale, words, choices, template)
   values ($1::int, $2::text, $3::text, $4::text, $5::text[], $6::jsonb)`,
)
const keepPicture = prepared(
  'keep_campaign_picture',
  `insert into campaign_pictures (campaign, bytes) values ($1::int, $2::bytea)
   on conflict (campaign) do update set bytes = excluded.bytes`,
)
const dropPicture = prepared(
  'drop_campaign_picture',
  'delete from campaign_pictures where campaign = $1::int',
)
const copyPicture = prepared(
  'copy_campaign_picture',
  `insert into campaign_pictures (campaign, bytes)
   select $2::int, bytes from campaign_pictures where campaign = $1::int`,
)
const writePlanned = prepared(
  'write_campaign_planned',
  'update campaigns set recipients = $2::int, planned_at = now() where id = $1::int',
)
const dropOptOuts = prepared('drop_opt_outs', 'delete from opt_outs where campaign = $1::int')
/** The move `finish`, for those of which nothing is left: all was done in a pause, or nobody was to get it. */
const finishEmpty = prepared(
  'finish_campaigns',
  `update campaigns c set status = 'finished', ended_at = now(), ended_by = null where status = 'sending'
     and not exists (select 1 from campaign_chunks where campaign = c.id and not done)`,
)
const readLedger = prepared(
  'read_campaign_ledger',
  'select channel, variant, outcomes, receipts from campaign_chunks where campaign = $1::int',
)
const readChunks = prepared(
  'read_campaign_chunks',
  `select number, channel, variant, recipients, outcomes, receipts from campaign_chunks
   where campaign = $1::int and number > $2::int order by number limit 20`,
)
const countOptOuts = prepared(
  'count_campaign_opt_outs',
  `select count(distinct subscriber)::int as people from consents where campaign = $1::int and kind = 'withdrawn'`,
)
const countAnswers = prepared(
  'count_campaign_answers',
  `select variant, choice::int, count(*)::int as people from campaign_answers where campaign = $1::int
   group by variant, choice order by variant, choice`,
)

const retryableBytes = Buffer.from(retryable.map(codeOfOutcome))
const waiting = codeOfOutcome('waiting')

/** Chunks nobody works on: those with a failure of these kinds are opened again, and these recipients wait anew. */
const openAgain = prepared(
  'retry_campaign',
  `update campaign_chunks k set done = false, due_at = now(), outcomes = (
     select decode(string_agg(case when position(substring(k.outcomes from place for 1) in $2::bytea) > 0
       then lpad(to_hex(${waiting}), 2, '0') else encode(substring(k.outcomes from place for 1), 'hex') end, '' order by place), 'hex')
     from generate_series(1, length(k.outcomes)) as place)
   where k.campaign = $1::int and k.done and exists (
     select 1 from generate_series(1, length(k.outcomes)) as place
     where position(substring(k.outcomes from place for 1) in $2::bytea) > 0)`,
)
