/** A Chromium that outlived us still holds the profile: it is ended, so that the session can go on. */
import { readFileSync, readlinkSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** How long it may take to end by itself. */
const endWithinMs = 5_000

/** Whether a browser had to be ended. Only one that has this very folder open is touched. */
export async function freeProfile(profile: string): Promise<boolean> {
  const pid = holderOf(profile)
  const held = pid !== null && hasOpen(pid, profile)
  if (held) await endProcess(pid, profile)
  // What is left of a holder that is gone, or of one on another machine's disk.
  for (const name of ['SingletonLock', 'SingletonSocket', 'SingletonCookie']) {
    rmSync(join(profile, name), { force: true })
  }
  return held
}

/** Chromium writes a link to nowhere: `host-pid`. */
export function holderOf(profile: string): number | null {
  try {
    const pid = Number(/-(\d+)$/.exec(readlinkSync(join(profile, 'SingletonLock')))?.[1])
    return Number.isSafeInteger(pid) && pid > 1 ? pid : null
  } catch {
    return null
  }
}

/** A process number is used again by others: only a command line that names the folder is ours. */
function hasOpen(pid: number, profile: string): boolean {
  try {
    const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    return args.includes(`--user-data-dir=${resolve(profile)}`)
  } catch {
    return false
  }
}

async function endProcess(pid: number, profile: string): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    try {
      process.kill(pid, signal)
    } catch {
      return
    }
    for (const until = Date.now() + endWithinMs; Date.now() < until; await wait(50)) {
      if (!hasOpen(pid, profile)) return
    }
  }
}
