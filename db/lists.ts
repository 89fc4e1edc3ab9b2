/** Versions of the agency lists: imported whole, swapped at once, kept for ever. */
import { and, asc, desc, eq, ilike, or, sql } from 'drizzle-orm'
import type { AgencyList, Day, ListKind, Statement } from '#engine'
import type { Database } from './client.ts'
import { agencyLists, statements } from './schema.ts'

export interface Lists {
  /** Changes whenever any list does. */
  version(): Promise<string>
  /** The current list of each kind; empty before the first import. */
  current(): Promise<readonly AgencyList[]>
  /** Every version there was, the newest first. */
  versions(): Promise<readonly ListVersion[]>
  /** One version whole; null: there is none of this number. */
  read(id: number): Promise<AgencyList | null>
  /** Statements of the current lists whose name or licence has this in it, by name. */
  search(words: string, most: number): Promise<readonly (Statement & { readonly kind: ListKind })[]>
  /** Makes this the current list of its kind, in one transaction. `already`: it was so before. */
  swap(list: AgencyList): Promise<'swapped' | 'already'>
  /** Swaps in those shipped lists that are newer than what is here. */
  ship(shipped: readonly AgencyList[]): Promise<void>
}

export interface ListVersion {
  readonly id: number
  readonly kind: ListKind
  readonly asOf: Day
  readonly importedAt: Date
  readonly current: boolean
  readonly rows: number
}

/** Rows of one insert: Postgres takes 65,535 values in a statement, a row has eight. */
const rowsAtOnce = 2_000

export function createLists(database: Database): Lists {
  const lists: Lists = {
    async version() {
      const rows = await database
        .select({ id: agencyLists.id })
        .from(agencyLists)
        .where(eq(agencyLists.current, true))
        .orderBy(asc(agencyLists.id))
      return rows.map((row) => row.id).join('.')
    },

    async current() {
      const lists = await database
        .select()
        .from(agencyLists)
        .where(eq(agencyLists.current, true))
        .orderBy(asc(agencyLists.id))
      const read: AgencyList[] = []
      for (const { id, kind, asOf, digest } of lists) {
        const rows = await database
          .select()
          .from(statements)
          .where(eq(statements.listId, id))
          .orderBy(asc(statements.row))
        read.push({ kind, asOf, digest, statements: rows.map(statementFrom) })
      }
      return read
    },

    async versions() {
      return database
        .select({
          id: agencyLists.id,
          kind: agencyLists.kind,
          asOf: agencyLists.asOf,
          importedAt: agencyLists.importedAt,
          current: agencyLists.current,
          rows: sql<number>`(select count(*)::int from ${statements} where ${statements.listId} = ${agencyLists.id})`,
        })
        .from(agencyLists)
        .orderBy(desc(agencyLists.id))
    },

    async read(id) {
      const [list] = await database.select().from(agencyLists).where(eq(agencyLists.id, id))
      if (list === undefined) return null
      const rows = await database
        .select()
        .from(statements)
        .where(eq(statements.listId, id))
        .orderBy(asc(statements.row))
      const { kind, asOf, digest } = list
      return { kind, asOf, digest, statements: rows.map(statementFrom) }
    },

    async search(words, most) {
      // Spaces and points are written one way and another: only letters and digits count.
      const letters = words.replace(/[^\p{L}\p{N}]/gu, '')
      if (letters === '') return []
      const plain = sql`regexp_replace(${statements.name}, '[^[:alnum:]]', '', 'g')`
      const rows = await database
        .select({ statement: statements, kind: agencyLists.kind })
        .from(statements)
        .innerJoin(agencyLists, eq(agencyLists.id, statements.listId))
        .where(
          and(
            eq(agencyLists.current, true),
            or(ilike(plain, `%${letters}%`), ilike(statements.licence, `%${letters}%`)),
          ),
        )
        .orderBy(asc(plain), desc(statements.on))
        .limit(most)
      return rows.map(({ statement, kind }) => ({ ...statementFrom(statement), kind }))
    },

    swap(list) {
      return database.transaction(async (tx) => {
        // Two imports at once: the second waits, and then replaces the first.
        await tx.execute(sql`lock table ${agencyLists} in share row exclusive mode`)
        const ofKind = and(eq(agencyLists.kind, list.kind), eq(agencyLists.current, true))
        const [now] = await tx.select().from(agencyLists).where(ofKind)
        if (now?.digest === list.digest && now.asOf === list.asOf) return 'already'
        await tx.update(agencyLists).set({ current: false }).where(ofKind)
        const [made] = await tx
          .insert(agencyLists)
          .values({ kind: list.kind, asOf: list.asOf, digest: list.digest, current: true })
          .returning({ id: agencyLists.id })
        if (made === undefined) throw new Error('the new list version got no id')
        for (let at = 0; at < list.statements.length; at += rowsAtOnce) {
          const rows = list.statements.slice(at, at + rowsAtOnce)
          await tx
            .insert(statements)
            .values(rows.map((statement, index) => ({ ...statement, listId: made.id, row: at + index + 1 })))
        }
        return 'swapped'
      })
    },

    async ship(shipped) {
      const here = new Map(
        (await database.select().from(agencyLists).where(eq(agencyLists.current, true))).map((list) => [
          list.kind,
          list.asOf,
        ]),
      )
      for (const list of shipped) if ((here.get(list.kind) ?? '') < list.asOf) await lists.swap(list)
    },
  }
  return lists
}

function statementFrom({ listId: _, row: __, ...statement }: typeof statements.$inferSelect): Statement {
  return statement
}
