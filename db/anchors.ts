/** Anchors of the audit outside the database: each minute a line that says how long the chain is and how it ends. Whoever
 * could rewrite the whole chain, or cut its end, must have reached this file too, and wherever it was copied to. */
import { appendFile, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { lastLinkOf } from './audit.ts'
import type { Link } from './audit-chain.ts'

export interface Anchor extends Link {
  readonly at: Date
}

const everyMs = 60_000
/** A file of lines: time, place, hash. */
const fileName = 'anchors.txt'

/** Writes one now and each minute. Nothing is written while nothing was added. */
export function createAnchors(kit: {
  readonly pool: pg.Pool
  readonly folder: string
  readonly now: () => Date
  /** Also for the log, which lives elsewhere. */
  readonly onAnchor: (anchor: Anchor) => void
  readonly onFault: (error: unknown) => void
}): { start(): void; stop(): Promise<void> } {
  let last = 0
  let running: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout | null = null
  async function write(): Promise<void> {
    const link = await lastLinkOf(kit.pool)
    if (link.place === last) return
    const anchor = { ...link, at: kit.now() }
    await mkdir(kit.folder, { recursive: true, mode: 0o700 })
    await appendFile(join(kit.folder, fileName), lineOf(anchor), { mode: 0o600 })
    last = link.place
    kit.onAnchor(anchor)
  }
  const run = (): void => {
    running = running.then(write).catch(kit.onFault)
  }
  return {
    start() {
      run()
      timer = setInterval(run, everyMs)
    },
    async stop() {
      if (timer !== null) clearInterval(timer)
      // What was done since the last minute is anchored too.
      run()
      await running
    },
  }
}

export function lineOf({ at, place, hash }: Anchor): string {
  return `${at.toISOString()} ${place} ${hash}\n`
}

/** The anchors of a folder, oldest first. `broken`: the number of a line that is none; its end may be half written, so a
 * last line without an end is left out. */
export async function readAnchors(
  folder: string,
): Promise<{ readonly anchors: readonly Anchor[]; readonly broken: number | null }> {
  const text = await readFile(join(folder, fileName), 'utf8').catch(() => '')
  const anchors: Anchor[] = []
  for (const [at, line] of text.split('\n').slice(0, -1).entries()) {
    const [, time, place, hash] = /^(\S+Z) (\d{1,15}) ([0-9a-f]{64})$/.exec(line) ?? []
    if (time === undefined || place === undefined || hash === undefined) return { anchors, broken: at + 1 }
    anchors.push({ at: new Date(time), place: Number(place), hash })
  }
  return { anchors, broken: null }
}
