/** One process at a time on an embedded data folder: two of them lose rows without an error. */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Lock {
  release(): void
}

/** Takes the lock, or says which process holds it. A lock whose process is gone is taken over. */
export function takeLock(folder: string): Lock | { readonly heldBy: number } {
  const file = join(folder, 'lock')
  const ours = `${process.pid} ${startOf(process.pid)}`
  const draft = `${file}.${process.pid}`
  for (let tries = 0; tries < 5; tries++) {
    writeFileSync(draft, ours, { mode: 0o600 })
    try {
      // A link fails when the name is taken: exactly one process wins, and its lock is whole at once.
      linkSync(draft, file)
      return { release: () => releaseIfOurs(file, ours) }
    } catch (error) {
      const held = read(file)
      if (held === null) continue
      const [pid, start] = held.split(' ')
      if (isAlive(Number(pid), start ?? '')) return { heldBy: Number(pid) }
      removeStale(file, held)
      if (tries === 4) throw error
    } finally {
      rmSync(draft, { force: true })
    }
  }
  throw new Error('the lock of the data folder changed hands too often')
}

/** Moves the stale lock aside; if another process was quicker and its lock was moved, it is put back. */
function removeStale(file: string, held: string): void {
  const aside = `${file}.stale.${process.pid}`
  try {
    renameSync(file, aside)
  } catch {
    return
  }
  if (read(aside) !== held) {
    try {
      linkSync(aside, file)
    } catch {
      // A third process has taken it meanwhile; its lock stands.
    }
  }
  rmSync(aside, { force: true })
}

function releaseIfOurs(file: string, ours: string): void {
  if (read(file) === ours) rmSync(file, { force: true })
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

/** A process number alone is used again after a restart; with its start time it is not. */
function isAlive(pid: number, start: string): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
  return startOf(pid) === start
}

/** Start time of a process in clock ticks since boot (proc(5), field 22); empty where there is no /proc. */
function startOf(pid: number): string {
  const stat = read(`/proc/${pid}/stat`)
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
}
