/** News of cases: what a step of a case leaves behind in the transaction in which it is taken. Askers are answered by it,
 * reporters see it in the status of their report, and those who wished it are told (`courier.ts` brings it). */
import {
  type Address,
  type CaseAction,
  type CaseId,
  type CaseStatus,
  type CaseStep,
  type ContactId,
  type Effect,
  type ReportId,
  reportNews,
} from '#engine'
import type { Seal } from './seal.ts'
import { type Ask, prepared, wiped } from './statements.ts'

/** Writes down a step of a case; called in the transaction in which the step is taken. Said twice it changes nothing.
 * Nobody is told the same twice; who was told another finding before is told that it is corrected. */
export async function announce(ask: Ask, caseId: CaseId, step: CaseStep, seal: Seal): Promise<void> {
  await rule(ask, caseId, step)
  if (step.kind === 'reopened') return
  const written = stepOf(step)
  const readers = await ask<Reader>(findReaders, [caseId, `^(${familyOf(step)})`])
  const untold = readers.filter(({ told }) => told === null || saidBy(told) !== saidBy(written))
  if (untold.length === 0) return
  await ask(addNews, [
    untold.map(({ contact_id }) => contact_id),
    untold.map(({ id }) => id),
    written,
    untold.map(({ number, told }) =>
      seal.close(reportNews(step, number, told !== null && step.kind === 'decided')),
    ),
  ])
}

/** The same for a move of its status, where that is news. */
export async function announceMove(
  ask: Ask,
  caseId: CaseId,
  move: { readonly status: CaseStatus; readonly action: CaseAction['kind'] },
  seal: Seal,
): Promise<void> {
  const { status, action } = move
  if (action === 'reopen') await announce(ask, caseId, { kind: 'reopened' }, seal)
  else if (status.kind === 'decided') await announce(ask, caseId, status, seal)
  else if (action === 'claim') await announce(ask, caseId, { kind: 'checking' }, seal)
}

/** What is answered to whoever asks about an identifier of this case, and what its takedown has come to. The identifiers
 * are those it had when it was decided: what joins later was never looked at. */
async function rule(ask: Ask, caseId: CaseId, step: CaseStep): Promise<void> {
  switch (step.kind) {
    case 'checking':
      break
    case 'reopened':
      await ask(dropRulings, [caseId])
      await ask(setTakedown, [caseId, null])
      break
    case 'decided':
      await ask(dropRulings, [caseId])
      await ask(addRulings, [caseId, step.finding, step.at])
      await ask(setTakedown, [caseId, null])
      break
    default:
      await ask(setTakedown, [caseId, step.kind])
  }
}

interface Reader {
  readonly id: ReportId
  readonly number: number
  readonly contact_id: ContactId
  /** The latest news of this kind that they were told of this case. */
  readonly told: string | null
}

/** `decided:no-violation:1764000000000`; `checking` happens once. */
function stepOf(step: Exclude<CaseStep, { readonly kind: 'reopened' }>): string {
  if (step.kind === 'checking') return 'checking'
  const said = step.kind === 'decided' ? `decided:${step.finding}` : step.kind
  return `${said}:${step.at.getTime()}`
}

/** A step without its moment. */
function saidBy(step: string): string {
  return step.replace(/:\d+$/, '')
}

/** Steps of which the later takes the place of the earlier. */
function familyOf({ kind }: CaseStep): string {
  return kind === 'checking' || kind === 'decided' ? kind : 'takedown-sent|removed|refused|back'
}

/** One report a person, the newest: several reports of one recruiter are one piece of news. */
const findReaders = prepared(
  'find_readers',
  `select distinct on (r.contact_id) r.id, r.number, r.contact_id, (
     select n.step from news n join reports o on o.id = n.report_id
     where n.contact_id = r.contact_id and o.case_id = $1::uuid and n.step ~ $2::text
     order by n.id desc limit 1) as told
   from reports r join letterboxes l on l.contact_id = r.contact_id
   where r.case_id = $1::uuid and l.reports and l.address is not null order by r.contact_id, r.at desc`,
)

const addNews = prepared(
  'add_news',
  `insert into news (contact_id, report_id, step, message)
   select u.contact, u.report, $3::text, u.message
   from unnest($1::uuid[], $2::uuid[], $4::text[]) as u(contact, report, message)
   on conflict do nothing`,
)

const dropRulings = prepared('drop_rulings', 'delete from rulings where case_id = $1::uuid')

const addRulings = prepared(
  'add_rulings',
  `insert into rulings (key, case_id, finding, at)
   select distinct key, case_id, $2::text, $3::timestamptz from indicators where case_id = $1::uuid and joins`,
)

const setTakedown = prepared('set_takedown', 'update cases set takedown = $2::text where id = $1::uuid')

type NewsEffect = Extract<Effect, { readonly kind: 'report-news' | 'follow-agency' | 'no-news' }>

/** Does inside the turn's own transaction what somebody wished of news. The address is kept only while it is needed. */
export async function writeNews(
  ask: Ask,
  effect: NewsEffect,
  whose: {
    readonly contact: ContactId
    readonly conversation: string
    readonly from: Address
    readonly seal: Seal
  },
): Promise<void> {
  const { contact, conversation, from, seal } = whose
  const open = [contact, conversation, from.channel, seal.close(from)]
  switch (effect.kind) {
    case 'report-news':
      await ask(wishReports, [...open, effect.wished])
      break
    case 'follow-agency':
      await ask(openLetterbox, open)
      await ask(followAgency, [
        contact,
        seal.recognise('follow', effect.name),
        seal.close(effect.name),
        effect.told,
      ])
      break
    case 'no-news':
      await stopNews(ask, contact)
  }
}

/** Nothing more is sent to them by ourselves, not even what is on its way. */
export async function stopNews(ask: Ask, contact: ContactId): Promise<void> {
  await ask(dropFollows, [contact])
  await ask(closeLetterbox, [contact])
  await ask(dropWaiting, [contact])
  await ask(holdBack, [contact])
}

const openLetterbox = prepared(
  'open_letterbox',
  `insert into letterboxes (contact_id, conversation_id, channel, address)
   values ($1::uuid, $2::uuid, $3::text, $4::text)
   on conflict (contact_id) do update set conversation_id = excluded.conversation_id, channel = excluded.channel,
     address = excluded.address`,
)

const wishReports = prepared(
  'wish_report_news',
  `insert into letterboxes (contact_id, conversation_id, channel, address, reports)
   values ($1::uuid, $2::uuid, $3::text, case when $5::bool then $4::text end, $5::bool)
   on conflict (contact_id) do update set conversation_id = excluded.conversation_id, channel = excluded.channel,
     reports = excluded.reports, at = now(),
     address = case when $5::bool or exists (select 1 from follows f where f.contact_id = excluded.contact_id)
       then $4::text end`,
)

/** The version is none yet: by which list they were told is looked up when the next one comes. */
const followAgency = prepared(
  'follow_agency',
  `insert into follows (contact_id, key, name, told, version)
   values ($1::uuid, $2::text, $3::text, $4::text, '')
   on conflict (contact_id, key) do update set told = excluded.told`,
)

const dropFollows = prepared('drop_follows', 'delete from follows where contact_id = $1::uuid')

const closeLetterbox = prepared(
  'close_letterbox',
  'update letterboxes set reports = false, address = null where contact_id = $1::uuid',
)

const dropWaiting = prepared(
  'drop_waiting_news',
  'update news set message = null where contact_id = $1::uuid and message is not null',
)

const holdBack = prepared(
  'hold_back_news',
  `update outbox set status = 'skipped', why = 'stopped', ${wiped}
   where contact_id = $1::uuid and cause in ('report-news', 'agency-news') and status = 'waiting'`,
)
