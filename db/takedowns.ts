/** Takedowns as officers write, approve, file and follow them. Nothing here tells who reported. */
import type pg from 'pg'
import {
  type CaseId,
  type CaseStep,
  type EvidenceLack,
  type Finding,
  keyOf,
  lacksOf,
  type Moved,
  moveTakedown,
  type NormalUrl,
  type OrganisationId,
  type ReviewerId,
  rechecksAfter,
  type TakedownAction,
  type TakedownId,
  type TakedownRecipient,
  type TakedownRefusal,
  type TakedownStatus,
} from '#engine'
import { note } from './audit.ts'
import { type Capture, type Captures, queueRechecks } from './captures.ts'
import type { Evidence, EvidenceFacts } from './evidence.ts'
import { monthBegins, monthEnds } from './queue.ts'
import type { Seal } from './seal.ts'
import { type Ask, ask, ms, prepared, transact } from './statements.ts'
import {
  type Takedown,
  type TakedownForm,
  type TakedownRow,
  type Target,
  takedownColumns,
  takedownFrom,
  writeTakedownStatus,
} from './takedown-rows.ts'

export type { Takedown, TakedownForm, Target } from './takedown-rows.ts'

/** `open`: all that is neither removed nor refused; `overdue`: sent, not gone, and past its time. */
export type ShownTakedowns = 'open' | 'overdue' | TakedownStatus['kind']
/** `all`: whatever has become of them; `ever-sent`: those that were sent at least once. */
export type ListedTakedowns = ShownTakedowns | 'all' | 'ever-sent'

export interface AskedTakedowns {
  readonly sees: readonly OrganisationId[]
  readonly shown: ListedTakedowns
  readonly platform: string | null
  readonly recipient: TakedownRecipient | null
  /** Month of Jakarta since which its case was opened, `2026-11`. */
  readonly since: string | null
  /** Month in which it was seen gone; only of what is gone. */
  readonly gone: string | null
  /** Pages of `takedownsOnPage`, from 0. */
  readonly page: number
}

/** Which one, and for which organisations: what none of them has does not exist. */
export interface TakedownOf {
  readonly id: TakedownId
  readonly sees: readonly OrganisationId[]
}

/** All that is stored about a request and its case, for people and for the evidence package. */
export interface TakedownFile {
  readonly takedown: Takedown
  readonly captures: readonly Capture[]
  /** Of the reports that have the target in them, newest first. */
  readonly evidence: readonly EvidenceFacts[]
  /** Different words in which it was found, newest first. */
  readonly texts: readonly string[]
  readonly signs: readonly string[]
  readonly firstSeenAt: Date | null
  /** When a look saw it last, or else when the newest report of it came: what people passed on was captured by them. */
  readonly capturedAt: Date | null
  readonly finding: Finding | null
  /** Name of the rule the case was decided by. */
  readonly rule: string | null
  readonly decidedBy: readonly ReviewerId[]
  readonly decidedAt: Date | null
  /** What else identifies the recruiter, pictures and texts aside. */
  readonly identifiers: readonly { readonly kind: Target['kind']; readonly value: string }[]
  /** Other requests of the case. */
  readonly others: readonly Takedown[]
  readonly lacks: readonly EvidenceLack[]
}

export interface Takedowns {
  list(asked: AskedTakedowns): Promise<{ readonly takedowns: readonly Takedown[]; readonly more: boolean }>
  /** How many there are, by what is shown. */
  counts(sees: readonly OrganisationId[]): Promise<Readonly<Record<ShownTakedowns, number>>>
  /** Platforms that are in the list, by name. */
  platforms(sees: readonly OrganisationId[]): Promise<readonly string[]>
  ofCase(id: CaseId, sees: readonly OrganisationId[]): Promise<readonly Takedown[]>
  read(one: TakedownOf): Promise<TakedownFile | null>
  /** A draft for each target that has none yet. null: no such case; `not-illegal`: the case is not decided so. */
  draft(
    of: { readonly case: CaseId; readonly sees: readonly OrganisationId[] },
    by: ReviewerId,
    targets: readonly (Target & { readonly recipient: TakedownRecipient })[],
  ): Promise<readonly TakedownId[] | 'not-illegal' | null>
  /** Fills in a draft; what was approved is a draft again. null: no such takedown. */
  write(
    one: TakedownOf,
    by: ReviewerId,
    form: TakedownForm,
  ): Promise<Moved<TakedownStatus, TakedownRefusal> | null>
  /** One act, with its line in the audit; null: no such takedown. */
  move(
    one: TakedownOf,
    by: ReviewerId,
    action: TakedownAction,
  ): Promise<Moved<TakedownStatus, TakedownRefusal | 'incomplete'> | null>
}

export const takedownsOnPage = 25
/** Different texts that go with a request: a recruiter repeats himself. */
const mostTexts = 10

export function createTakedowns(kit: {
  readonly pool: pg.Pool
  readonly seal: Seal
  readonly now: () => Date
  readonly evidence: Pick<Evidence, 'list'>
  readonly captures: Pick<Captures, 'of'>
  /** Done inside the transaction of a move: who reported is told. */
  readonly onStep: (ask: Ask, id: CaseId, step: CaseStep) => Promise<void>
}): Takedowns {
  const { pool, seal, now, onStep } = kit
  const from = (row: TakedownRow) => takedownFrom(row, seal)

  async function read({ id, sees }: TakedownOf): Promise<TakedownFile | null> {
    const [row] = await ask<TakedownRow & CaseFacts>(pool, oneTakedown, [id, sees])
    if (row === undefined) return null
    const takedown = from(row)
    const [reports, identifiers, others, captures, listed] = await Promise.all([
      ask<ReportFacts>(pool, reportsWith, [takedown.case, row.key]),
      ask<{ kind: Target['kind']; value: string }>(pool, identifiersWith, [takedown.case]),
      ask<TakedownRow>(pool, ofCase, [takedown.case, sees]),
      kit.captures.of(id),
      kit.evidence.list(takedown.case),
    ])
    const numbers = new Set(reports.map(({ number }) => number))
    const evidence = listed.filter(({ report }) => numbers.has(report))
    const file: Omit<TakedownFile, 'lacks'> = {
      takedown,
      captures,
      evidence,
      texts: [...new Set(evidence.map(({ text }) => text.trim()).filter((text) => text !== ''))].slice(
        0,
        mostTexts,
      ),
      signs: [...new Set(reports.flatMap(({ signs }) => signs))],
      firstSeenAt: reports.length === 0 ? null : new Date(Math.min(...reports.map(({ at_ms }) => at_ms))),
      capturedAt:
        seenAt(captures.find(({ result }) => result !== null && result !== 'unknown')) ??
        evidence[0]?.receivedAt ??
        null,
      finding: row.finding,
      rule: row.rule,
      decidedBy: row.decided_by ?? [],
      decidedAt: row.decided_ms === null ? null : new Date(row.decided_ms),
      identifiers: identifiers.map(({ kind, value }) => ({ kind, value: String(seal.open(value)) })),
      others: others.map(from).filter((other) => other.id !== id),
    }
    return { ...file, lacks: lacksOf(evidenceOf(file)) }
  }

  const moved = (
    { id, sees }: TakedownOf,
    by: ReviewerId,
    step: (
      takedown: Takedown,
      finding: Finding | null,
      ask: Ask,
    ) => Promise<Moved<TakedownStatus, TakedownRefusal | 'incomplete'>>,
    act: { readonly kind: string; readonly details: Readonly<Record<string, string>> },
  ) =>
    transact(pool, async (ask) => {
      const [row] = await ask<TakedownRow & CaseFacts>(lockTakedown, [id, sees])
      if (row === undefined) return null
      const before = from(row)
      const result = await step(before, row.finding, ask)
      if (!result.ok) return result
      await writeTakedownStatus(ask, { id, status: result.value, seal })
      const told = stepOf(before.status, result.value, now())
      if (told !== null && (told.kind !== 'removed' || (await allGone(ask, before.case))))
        await onStep(ask, before.case, told)
      if (result.value.kind === 'removed' && before.status.kind !== 'removed')
        await queueRechecks(ask, id, rechecksAfter(now()))
      await note(ask, { at: now(), by, act: `takedown.${act.kind}`, subject: id, details: act.details }, seal)
      return result
    })

  return {
    async list({ sees, shown, platform, recipient, since, gone, page }) {
      const rows = await ask<TakedownRow>(pool, listTakedowns, [
        sees,
        shown,
        platform,
        recipient,
        now(),
        takedownsOnPage + 1,
        page * takedownsOnPage,
        since === null ? null : monthBegins(since),
        gone === null ? null : monthBegins(gone),
        gone === null ? null : monthEnds(gone),
      ])
      return { takedowns: rows.slice(0, takedownsOnPage).map(from), more: rows.length > takedownsOnPage }
    },
    async counts(sees) {
      const rows = await ask<{ status: TakedownStatus['kind']; many: number; late: number }>(
        pool,
        countTakedowns,
        [sees, now()],
      )
      const of = (kind: TakedownStatus['kind']) => rows.find(({ status }) => status === kind)?.many ?? 0
      const kinds = ['drafted', 'approved', 'sent', 'acknowledged', 'back', 'removed', 'refused'] as const
      const each = Object.fromEntries(kinds.map((kind) => [kind, of(kind)])) as Record<
        TakedownStatus['kind'],
        number
      >
      return {
        ...each,
        open: kinds
          .filter((kind) => kind !== 'removed' && kind !== 'refused')
          .reduce((sum, kind) => sum + of(kind), 0),
        overdue: rows.reduce((sum, { late }) => sum + late, 0),
      }
    },
    async platforms(sees) {
      return (await ask<{ platform: string }>(pool, platformsOf, [sees])).map(({ platform }) => platform)
    },
    async ofCase(id, sees) {
      return (await ask<TakedownRow>(pool, ofCase, [id, sees])).map(from)
    },
    read,
    draft: (of, by, targets) =>
      transact(pool, async (ask) => {
        const [row] = await ask<{ finding: Finding | null }>(lockCase, [of.case, of.sees])
        if (row === undefined) return null
        if (row.finding !== 'illegal-recruitment') return 'not-illegal'
        const made: TakedownId[] = []
        for (const { recipient, ...target } of targets) {
          const [added] = await ask<{ id: TakedownId }>(addTakedown, [
            of.case,
            target.kind,
            seal.recognise('indicator', keyOf({ ...target, joins: true })),
            seal.close(target),
            target.platform,
            recipient,
            by,
          ])
          if (added !== undefined) made.push(added.id)
        }
        for (const id of made)
          await note(ask, { at: now(), by, act: 'takedown.draft', subject: id, details: {} }, seal)
        return made
      }),
    write: (one, by, form) =>
      moved(
        one,
        by,
        async ({ status }, _, ask) => {
          const result = moveTakedown(status, { kind: 'redraft', by }, now())
          if (result.ok) await ask(fillIn, [one.id, form.recipient, form.class, form.legalBases, form.letter])
          return result
        },
        { kind: 'write', details: {} },
      ) as ReturnType<Takedowns['write']>,
    async move(one, by, action) {
      const file = action.kind === 'approve' || action.kind === 'send' ? await read(one) : null
      const { kind } = action
      return moved(
        one,
        by,
        async ({ status }, finding) => {
          const result = moveTakedown(status, action, now())
          if (!result.ok || file === null) return result
          // Asked again under the lock: the case may have been reopened since.
          const whole = file.lacks.length === 0 && finding === 'illegal-recruitment'
          return whole ? result : { ok: false, why: 'incomplete' }
        },
        {
          kind,
          details: {
            ...('reference' in action ? { reference: action.reference } : {}),
            ...('why' in action ? { reason: action.why } : {}),
            ...('gone' in action ? { result: action.gone ? 'gone' : 'there' } : {}),
          },
        },
      )
    },
  }
}

/** By the clock of whoever saw it. */
function seenAt(capture: Capture | undefined): Date | null {
  return capture?.takenAt ?? capture?.doneAt ?? null
}

/** What the completeness check looks at. */
function evidenceOf(file: Omit<TakedownFile, 'lacks'>): Parameters<typeof lacksOf>[0] {
  const { takedown, captures, evidence } = file
  const shots = captures.flatMap(({ pictureDigest }) =>
    pictureDigest === null ? [] : [{ sha256: pictureDigest }],
  )
  const pictures = evidence.flatMap(({ kind, sha256 }) =>
    (kind === 'picture' || kind === 'document') && sha256 !== null ? [{ sha256 }] : [],
  )
  return {
    caseNumber: takedown.case,
    url: takedown.target.url as NormalUrl | null,
    account: takedown.target.value,
    firstSeenAt: file.firstSeenAt,
    capturedAt: file.capturedAt,
    screenshots: [...shots, ...pictures],
    text: file.texts.join('\n'),
    signs: file.signs,
    legalBasis: takedown.legalBases,
    class: takedown.class,
    letterNumber: takedown.letter,
    finding: file.finding,
    decidedBy: file.decidedBy,
  }
}

/** What reporters hear of: sent for the first time, gone, refused, back. */
function stepOf(before: TakedownStatus, after: TakedownStatus, at: Date): CaseStep | null {
  if (before.kind === after.kind) return null
  switch (after.kind) {
    case 'sent':
      return before.kind === 'approved' ? { kind: 'takedown-sent', at } : null
    case 'removed':
    case 'refused':
    case 'back':
      return { kind: after.kind, at }
    default:
      return null
  }
}

/** Nobody is told that an offer is gone while another of its addresses may still be there. */
async function allGone(ask: Ask, id: CaseId): Promise<boolean> {
  return (await ask(notGone, [id])).length === 0
}

interface CaseFacts {
  readonly key: string
  readonly finding: Finding | null
  readonly rule: string | null
  readonly decided_by: readonly ReviewerId[] | null
  readonly decided_ms: number | null
}

interface ReportFacts {
  readonly number: number
  readonly at_ms: number
  readonly signs: readonly string[]
}

/** Only what is decided counts: a proposal is nobody's finding yet. */
const caseFacts = `t.key, case when c.status = 'decided' then c.finding end as finding, c.rule, c.decided_by,
  ${ms('c.decided_at')} as decided_ms`

const oneTakedown = prepared(
  'one_takedown',
  `select ${takedownColumns}, ${caseFacts} from takedowns t join cases c on c.id = t.case_id
   where t.id = $1::uuid and c.organisation_id = any($2::uuid[])`,
)

const lockTakedown = prepared(
  'lock_takedown',
  `select ${takedownColumns}, ${caseFacts} from takedowns t join cases c on c.id = t.case_id
   where t.id = $1::uuid and c.organisation_id = any($2::uuid[]) for update of t for share of c`,
)

const lockCase = prepared(
  'lock_case_for_takedown',
  `select case when status = 'decided' then finding end as finding from cases
   where id = $1::uuid and organisation_id = any($2::uuid[]) and merged_into is null for share`,
)

const ofCase = prepared(
  'takedowns_of_case',
  `select ${takedownColumns} from takedowns t join cases c on c.id = t.case_id
   where t.case_id = $1::uuid and c.organisation_id = any($2::uuid[]) order by t.created_at, t.id`,
)

/** Soonest due first, then the oldest. */
const listTakedowns = prepared(
  'list_takedowns',
  `select ${takedownColumns} from takedowns t join cases c on c.id = t.case_id
   where c.organisation_id = any($1::uuid[])
     and case $2::text when 'open' then t.status not in ('removed', 'refused')
       when 'overdue' then t.status in ('sent', 'acknowledged') and t.due_at < $5::timestamptz
       when 'all' then true when 'ever-sent' then t.sent_at is not null
       else t.status = $2::text end
     and ($8::timestamptz is null or c.opened_at >= $8::timestamptz)
     and ($9::timestamptz is null or (t.status = 'removed'
       and t.seen_gone[1] >= $9::timestamptz and t.seen_gone[1] < $10::timestamptz))
     and ($3::text is null or t.platform = $3::text) and ($4::text is null or t.recipient = $4::text)
   order by case when t.status in ('sent', 'acknowledged') then t.due_at end nulls last, t.created_at, t.id
   limit $6::int offset $7::int`,
)

const countTakedowns = prepared(
  'count_takedowns',
  `select t.status, count(*)::int as many,
     count(*) filter (where t.status in ('sent', 'acknowledged') and t.due_at < $2::timestamptz)::int as late
   from takedowns t join cases c on c.id = t.case_id where c.organisation_id = any($1::uuid[]) group by t.status`,
)

const platformsOf = prepared(
  'platforms_of_takedowns',
  `select distinct t.platform from takedowns t join cases c on c.id = t.case_id
   where c.organisation_id = any($1::uuid[]) and t.platform is not null order by 1 limit 100`,
)

const reportsWith = prepared(
  'reports_with_target',
  `select distinct r.number, ${ms('r.at')} as at_ms, r.signs from indicators i join reports r on r.id = i.report_id
   where i.case_id = $1::uuid and i.key = $2::text`,
)

const identifiersWith = prepared(
  'identifiers_for_takedown',
  `select kind, min(value) as value from indicators where case_id = $1::uuid and kind not in ('poster', 'text')
   group by kind, key order by kind, key limit 200`,
)

const addTakedown = prepared(
  'add_takedown',
  `insert into takedowns (case_id, kind, key, target, platform, recipient, drafted_by)
   values ($1::uuid, $2::text, $3::text, $4::text, $5::text, $6::text, $7::uuid)
   on conflict (case_id, key) do nothing returning id`,
)

const fillIn = prepared(
  'fill_in_takedown',
  `update takedowns set recipient = $2::text, class = $3::text, legal_bases = $4::text[], letter = $5::text
   where id = $1::uuid`,
)

const notGone = prepared(
  'takedown_not_gone',
  `select 1 from takedowns where case_id = $1::uuid and status <> 'removed' limit 1`,
)
