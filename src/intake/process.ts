/** Begins the reading process: a program of its own, so that no file can end the bot, hold its loop or keep its memory. */
import { fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FromRoom, Job } from './wire.ts'

/** The line to one reading process. */
export interface Room {
  give(job: Job): void
  /** Bytes of memory that it takes; null where the system does not say. */
  memory(): number | null
  /** Ends it at once, whatever it does. */
  end(): void
}

export type Begin = (heard: (message: FromRoom) => void, over: () => void) => Room

/** Of our environment it gets no more than a program needs to run: no token, no key. */
const shared = ['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR'] as const
const pageBytes = 4096
const heapMB = 192

export interface Program {
  readonly file: string
  readonly execArgv: readonly string[]
  /** Whether all its memory is that of reading: what translates the sources takes more than any file. */
  readonly measured: boolean
}

export const builtRoom = (folder: string): Program => ({
  file: join(folder, 'reading.mjs'),
  // The reader of letters is compiled once, well: a quarter quicker than compiled fast, and 30 MB less than both.
  execArgv: ['--max-semi-space-size=2', '--no-liftoff', '--no-wasm-tier-up'],
  measured: true,
})

/** From the built program its neighbour, from the sources the file itself. */
const program: Program = import.meta.url.endsWith('.mjs')
  ? builtRoom(import.meta.dirname)
  : { file: join(import.meta.dirname, 'room.ts'), execArgv: ['--import', 'tsx'], measured: false }

export const beginRoom: Begin = (heard, over) => beginProgram(program, heard, over)

/** The same from a given program. */
export function beginProgram(
  { file, execArgv, measured }: Program,
  heard: (message: FromRoom) => void,
  over: () => void,
): Room {
  const child = fork(file, {
    execArgv: [...execArgv, `--max-old-space-size=${heapMB}`],
    env: Object.fromEntries(
      shared.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
    ),
    serialization: 'advanced',
    // What the libraries print may hold what people wrote.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  let isOver = false
  const end = (): void => {
    if (!isOver) over()
    isOver = true
  }
  child.on('message', (message) => heard(message as FromRoom))
  child.on('exit', end)
  child.on('error', end)
  return {
    give(job) {
      if (child.connected) child.send(job, () => {})
    },
    memory: () => (measured && child.pid !== undefined ? residentBytes(child.pid) : null),
    end() {
      child.kill('SIGKILL')
    },
  }
}

/** Resident memory of a process (proc(5), statm: its second number is pages of it). */
function residentBytes(pid: number): number | null {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * pageBytes
  } catch {
    return null
  }
}
