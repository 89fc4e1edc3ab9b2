/** What a run of `campaign-crash` needs to go on after whatever ended it: its database, its people, its campaign, how many
 * it has killed, and what the stand-in accepted. Without a folder all of it goes with the run. */
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { CampaignId } from '#engine'
import { withDatabase } from '../../../test/kit/prepare-database.ts'
import { telegram } from './campaign-crew.ts'
import { beginCampaign, openStage, reopenStage, type Stage } from './campaign-stage.ts'

interface Kept {
  /** What was asked for: it cannot change on the way. */
  readonly asked: string
  readonly database: string
  readonly campaign: CampaignId
  died: number
  /** How often it was begun. */
  begun: number
  /** Of the runs before this one. */
  seconds: number
}

export interface Crash {
  readonly url: string
  readonly stage: Stage
  readonly campaign: CampaignId
  /** The file of the stand-in's journal. */
  readonly journal: string
  /** File of the calls that were answered by nobody, a line each. */
  readonly openAnswers: string
  /** How many were killed before. */
  readonly died: number
  readonly begun: number
  onDeath(): void
  /** How long all runs took until now. */
  seconds(): number
  /** Over: all of it is dropped. Not over, and a folder was named: it waits to be begun again. */
  close(over: boolean): Promise<void>
}

/** Throws when the folder holds a run that was asked for otherwise. */
export async function openCrash(
  named: string | null,
  how: { readonly recipients: number; readonly kills: number; readonly mutant: string | null },
): Promise<Crash> {
  const server = process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres'
  const folder = named ?? mkdtempSync(join(tmpdir(), 'tanya-dulu-crash-'))
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'run.json')
  const keep = (kept: Kept): void => {
    // Whole or not at all, whenever this process ends.
    writeFileSync(`${file}.new`, JSON.stringify(kept))
    renameSync(`${file}.new`, file)
  }
  const asked = JSON.stringify(how)
  const before = readKept(file)
  if (before !== null && before.asked !== asked)
    throw new Error(`${folder} holds a run with ${before.asked}; name another folder, or ask for the same`)
  const { kept, stage } = before === null ? await beginNew() : await goOn(before)
  kept.begun++
  keep(kept)
  const startedAt = performance.now()
  const seconds = (): number => kept.seconds + (performance.now() - startedAt) / 1_000
  const { died, begun, campaign, database } = kept
  return {
    url: withDatabase(server, database),
    stage,
    campaign,
    journal: join(folder, 'journal.txt'),
    openAnswers: join(folder, 'open-answers.txt'),
    died,
    begun,
    onDeath() {
      kept.died++
      keep({ ...kept, seconds: seconds() })
    },
    seconds,
    async close(over) {
      await stage.client.close()
      if (!over && named !== null) return keep({ ...kept, seconds: seconds() })
      await onServer(`drop database ${database} with (force)`)
      rmSync(folder, { recursive: true })
    },
  }

  async function onServer(statement: string): Promise<void> {
    const admin = new pg.Client(server)
    await admin.connect()
    await admin.query(statement).finally(() => admin.end())
  }
  async function beginNew(): Promise<{ readonly kept: Kept; readonly stage: Stage }> {
    const name = `tanya_dulu_crash_${process.pid}`
    await onServer(`create database ${name}`)
    const made = await openStage(withDatabase(server, name), { channel: telegram, count: how.recipients })
    const campaign = await beginCampaign(made)
    return { kept: { asked, database: name, campaign, died: 0, begun: 0, seconds: 0 }, stage: made }
  }
  async function goOn(from: Kept): Promise<{ readonly kept: Kept; readonly stage: Stage }> {
    return { kept: from, stage: await reopenStage(withDatabase(server, from.database)) }
  }
}

function readKept(file: string): Kept | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Kept
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
