/** Whoever fails to sign in waits longer each time: by account, and by the address it comes from. */
import type pg from 'pg'
import type { Seal } from './seal.ts'
import { type Ask, ms, prepared, transact } from './statements.ts'

export interface SignInTries {
  /** Counts a try before it is checked. How many ms to wait before one is taken; 0: this one is. */
  take(email: string, address: string): Promise<number>
  /** The try was right: the account's are forgotten, and the address has one less. */
  forgive(ask: Ask, email: string, address: string): Promise<void>
}

/** Failures that cost nothing, and the longest wait, in seconds: an account may not be shut by a stranger for long, and
 * many people may share an address. */
const patience = {
  account: { free: 3, most: 60 },
  address: { free: 20, most: 300 },
} as const
/** Failures are forgotten this long after the last, in seconds. */
const triesForgotten = 3_600

export function createSignInTries({
  pool,
  seal,
  now,
}: {
  readonly pool: pg.Pool
  readonly seal: Seal
  readonly now: () => Date
}): SignInTries {
  const triesOf = (email: string, address: string) => [
    seal.recognise('tries of an account', email.trim().toLowerCase()),
    seal.recognise('tries of an address', address),
  ]
  return {
    take: (email, address) =>
      transact(pool, async (ask) => {
        const at = now()
        const keys = triesOf(email, address)
        // In one order, so that two tries of the same never wait for each other crosswise.
        for (const key of keys.toSorted()) await ask(beginTries, [key, at])
        const rows = await ask<{ key: string; failures: number; next_ms: number }>(lockTries, [keys])
        const wait = Math.max(0, ...rows.map(({ next_ms }) => next_ms - at.getTime()))
        if (wait > 0) return wait
        for (const [place, key] of keys.entries()) {
          const { free, most } = place === 0 ? patience.account : patience.address
          const failures = (rows.find((row) => row.key === key)?.failures ?? 0) + 1
          const seconds = failures < free ? 0 : Math.min(2 ** (failures - free), most)
          await ask(countTry, [key, failures, new Date(at.getTime() + seconds * 1_000), at])
        }
        return 0
      }),
    async forgive(ask, email, address) {
      const [account, from] = triesOf(email, address)
      await ask(forgetTries, [account])
      await ask(takeTryBack, [from])
    },
  }
}

const beginTries = prepared(
  'begin_tries',
  `insert into sign_in_tries as t (key, failures, next_at, at) values ($1::text, 0, $2::timestamptz, $2::timestamptz)
   on conflict (key) do update set failures = 0
   where t.at < $2::timestamptz - make_interval(secs => ${triesForgotten})`,
)
const lockTries = prepared(
  'lock_tries',
  `select key, failures, ${ms('next_at')} as next_ms from sign_in_tries where key = any($1::text[])
   order by key for update`,
)
const countTry = prepared(
  'count_try',
  `update sign_in_tries set failures = $2::int, next_at = $3::timestamptz, at = $4::timestamptz
   where key = $1::text`,
)
const forgetTries = prepared('forget_tries', 'delete from sign_in_tries where key = $1::text')
const takeTryBack = prepared(
  'take_try_back',
  'update sign_in_tries set failures = greatest(failures - 1, 0) where key = $1::text',
)
