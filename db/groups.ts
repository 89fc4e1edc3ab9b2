/** Groups that asked to be warned, and what each was warned of lately. Which group it is, and who is in it, is kept nowhere. */
import type pg from 'pg'
import {
  type Address,
  type ChannelName,
  type Groups,
  type Inbound,
  keyOf,
  type Locale,
  type Warned,
} from '#engine'
import { rulingDays } from './rulings.ts'
import type { Seal } from './seal.ts'
import { type Ask, ask, prepared, transact } from './statements.ts'

/** A group is warned of the same again after so many hours. */
export const warnedForHours = 24

export function createGroups(kit: {
  readonly pool: pg.Pool
  readonly seal: Seal
  /** Asks the channel; null: it does not tell. Throws when it cannot be asked now. */
  readonly administers: (inbound: Inbound) => Promise<boolean | null>
  /** A warning waits to be sent. */
  readonly nudge: () => void
  readonly onFault: (error: unknown) => void
}): Groups {
  const { pool, seal, nudge, onFault } = kit
  const keyOfGroup = ({ channel, chat }: Address) => seal.recognise('chat', channel, chat)
  return {
    async administers(inbound) {
      try {
        return await kit.administers(inbound)
      } catch (error) {
        onFault(error)
        return null
      }
    },
    async guards(group) {
      return (await ask(pool, isGuarded, [keyOfGroup(group)])).length > 0
    },
    async warn(group, warned) {
      const chat = keyOfGroup(group)
      const done = await transact(pool, (ask) => warnOnce(ask, { chat, group, warned, seal }))
      if (done) nudge()
      return done ? 'warned' : 'silent'
    },
  }
}

/** Two processes that hear the same group wait for each other here, so that it is warned once. */
async function warnOnce(
  ask: Ask,
  how: { readonly chat: string; readonly group: Address; readonly warned: Warned; readonly seal: Seal },
): Promise<boolean> {
  const { chat, group, warned, seal } = how
  const [guarded] = await ask<{ locale: Locale }>(lockGroup, [chat])
  if (guarded === undefined) return false
  if (!warned.dangerous) {
    const named = warned.marks.filter(({ joins }) => joins)
    const keys = named.map((mark) => seal.recognise('indicator', keyOf(mark)))
    if ((await ask(areIllegal, [keys])).length === 0) return false
  }
  // Of this group alone: the same advertisement has another key in the next one.
  const marks = warned.marks.map((mark) => seal.recognise('group warning', chat, keyOf(mark)))
  const known = await ask<{ key: string }>(warnedOf, [chat, marks])
  if (known.length > 0) return false
  await ask(forgetOld, [])
  await ask(keepMarks, [chat, marks])
  await ask(queueWarning, [
    group.channel,
    chat,
    seal.close({ to: group, reply: warned.reply }),
    guarded.locale,
  ])
  return true
}

/** Switches a group's warnings on or off, in the turn's own transaction. Off forgets all there is of it. */
export async function guardGroup(
  ask: Ask,
  group: {
    readonly chat: string
    readonly channel: ChannelName
    readonly locale: Locale
    readonly on: boolean
  },
): Promise<void> {
  const { chat, channel, locale, on } = group
  if (on) await ask(guardIt, [chat, channel, locale])
  else await ask(leaveIt, [chat])
}

const isGuarded = prepared('is_guarded', 'select 1 from group_guards where chat = $1::text')
const lockGroup = prepared('lock_group', 'select locale from group_guards where chat = $1::text for update')
const areIllegal = prepared(
  'are_illegal',
  `select 1 from rulings where key = any($1::text[]) and finding = 'illegal-recruitment'
     and at > now() - make_interval(days => ${rulingDays}) limit 1`,
)
const warnedOf = prepared(
  'warned_of',
  `select key from group_warnings where chat = $1::text and key = any($2::text[])
     and at > now() - make_interval(hours => ${warnedForHours}) limit 1`,
)
const forgetOld = prepared(
  'forget_warnings',
  `delete from group_warnings where at < now() - make_interval(hours => ${warnedForHours})`,
)
const keepMarks = prepared(
  'keep_warnings',
  `insert into group_warnings (chat, key) select distinct $1::text, k from unnest($2::text[]) as k
   on conflict (chat, key) do update set at = now()`,
)
const queueWarning = prepared(
  'queue_warning',
  `insert into outbox (channel, chat, message, locale, turn, cause, rank, status)
   values ($1::text, $2::text, $3::text, $4::text, 0, 'turn', 0, 'waiting')`,
)
const guardIt = prepared(
  'guard_group',
  `insert into group_guards (chat, channel, locale) values ($1::text, $2::text, $3::text)
   on conflict (chat) do update set locale = excluded.locale`,
)
const leaveIt = prepared('leave_group', 'delete from group_guards where chat = $1::text')
