/** A real database for a test file: embedded by default, on a server when TEST_DATABASE_URL is set. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import pg from 'pg'
import { inject } from 'vitest'
import { type Client, type Database, openDatabase, type Where } from '../../db/client.ts'
import { homeOrganisation } from '../../db/schema.ts'
import { withDatabase } from './prepare-database.ts'

export interface TestDatabase {
  /** To open it again, as another process would. */
  readonly where: Where
  drop(): Promise<void>
}

let made = 0

/** A database of this test's own, migrated and empty. */
export async function makeDatabase(): Promise<TestDatabase> {
  const prepared = inject('prepared')
  if ('folder' in prepared) {
    const folder = mkdtempSync(join(tmpdir(), 'tanya-dulu-test-'))
    cpSync(prepared.folder, folder, { recursive: true })
    return {
      where: { url: null, folder },
      drop: async () => rmSync(folder, { recursive: true, force: true }),
    }
  }
  const name = `tanya_dulu_test_${process.pid}_${made++}`
  const admin = new pg.Pool({ connectionString: prepared.url, max: 1 })
  await admin.query(`create database ${name} template ${prepared.template}`)
  return {
    where: { url: withDatabase(prepared.url, name), folder: mkdtempSync(join(tmpdir(), 'tanya-dulu-test-')) },
    async drop() {
      await admin.query(`drop database if exists ${name} with (force)`)
      await admin.end()
    },
  }
}

/** Opens a database of this test's own. `close` closes and drops it. */
export async function openTestDatabase(): Promise<Client> {
  const { where, drop } = await makeDatabase()
  const client = await openDatabase(where)
  return {
    ...client,
    async close() {
      await client.close()
      await drop()
    },
  }
}

/** Between tests: every table empty, numbering as it was; the home organisation is part of the database itself. */
export async function empty(database: Database): Promise<void> {
  await database.execute(
    sql`truncate contacts, aliases, urgent_cases, cases, reports, indicators, prints, print_keys, suggestions, evidence, original_pieces, original_views, originals, reviewers, invitations, sessions, sign_in_tries, recovery_codes, api_tokens, appeals, readings, inbox_messages, inbox_threads, conversations, turns, outbox, channel_holds, subscribers, campaigns, campaign_texts, campaign_pictures, campaign_chunks, campaign_answers, latest_campaigns, opt_outs, channel_paces, openings, post_places, officer_chats, officer_chat_codes, campaign_tests, facet_days, forgettings, agency_lists, statements, house, rebirths, group_guards, group_warnings, own_addresses, watch_sources, watch_items, watch_hosts cascade`,
  )
  await database.execute(sql`delete from organisations where id <> ${homeOrganisation}`)
}
