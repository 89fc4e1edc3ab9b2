/** Chats of officers' own, to which campaigns are sent as a test: linked by a code that the console shows once and that is
 * told to the bot in the chat. One a channel for each officer. */
import { randomInt } from 'node:crypto'
import type pg from 'pg'
import type { Address, ChannelName, ContactId, ReviewerId } from '#engine'
import type { Seal } from './seal.ts'
import { type Ask, ask, ms, prepared } from './statements.ts'

/** An officer's chat, without its address. */
export interface OfficerChat {
  readonly channel: ChannelName
  readonly at: Date
}

export interface OfficerChats {
  /** A new code in place of an earlier one: ten letters and digits, good once, until then. */
  newCode(by: ReviewerId): Promise<{ readonly code: string; readonly until: Date }>
  of(by: ReviewerId): Promise<readonly OfficerChat[]>
  unlink(by: ReviewerId, channel: ChannelName): Promise<void>
}

/** Without letters and digits that look alike: 31 of them, so a code is one of 8 x 10^14. */
const letters = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
const length = 10
const goodForMinutes = 15

export function createOfficerChats({
  pool,
  seal,
}: {
  readonly pool: pg.Pool
  readonly seal: Seal
}): OfficerChats {
  return {
    async newCode(by) {
      const code = Array.from({ length }, () => letters[randomInt(letters.length)]).join('')
      const [kept] = await ask<{ until_ms: number }>(pool, keepCode, [by, keyOf(seal, code)])
      if (kept === undefined) throw new Error('a code could not be kept')
      return { code, until: new Date(kept.until_ms) }
    },
    async of(by) {
      const rows = await ask<{ channel: ChannelName; at_ms: number }>(pool, readChats, [by])
      return rows.map(({ channel, at_ms }) => ({ channel, at: new Date(at_ms) }))
    },
    async unlink(by, channel) {
      await ask(pool, dropChat, [by, channel])
    },
  }
}

/** Within the turn in which the code was said. Nothing happens for a code that is wrong, used or too old. */
export async function linkOfficerChat(
  ask: Ask,
  code: string,
  whose: { readonly contact: ContactId; readonly from: Address; readonly seal: Seal },
): Promise<void> {
  const { contact, from, seal } = whose
  await ask(link, [keyOf(seal, code), contact, from.channel, seal.close(from)])
}

const keyOf = (seal: Seal, code: string): string => seal.recognise('officer-chat', code)

const keepCode = prepared(
  'keep_officer_chat_code',
  `insert into officer_chat_codes (reviewer, code, until) values
     ($1::uuid, $2::text, now() + make_interval(mins => ${goodForMinutes}))
   on conflict (reviewer) do update set code = excluded.code, until = excluded.until
   returning ${ms('until')} as until_ms`,
)
const readChats = prepared(
  'read_officer_chats',
  `select channel, ${ms('at')} as at_ms from officer_chats where reviewer = $1::uuid order by channel`,
)
const dropChat = prepared(
  'drop_officer_chat',
  'delete from officer_chats where reviewer = $1::uuid and channel = $2::text',
)
/** The code is gone with its use, good or not. */
const link = prepared(
  'link_officer_chat',
  `with used as (delete from officer_chat_codes where code = $1::text returning reviewer, until)
   insert into officer_chats (reviewer, contact_id, channel, address)
   select reviewer, $2::uuid, $3::text, $4::text from used where until > now()
   on conflict (reviewer, channel) do update
     set contact_id = excluded.contact_id, address = excluded.address, at = now()`,
)
