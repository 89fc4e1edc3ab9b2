/** Opens the embedded database of a data folder, or finds the process that has it open. */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join, resolve } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { ConfigError } from '#engine'
import { takeLock } from './lock.ts'
import { takeThread } from './thread.ts'

export interface Embedded {
  /** Folder of the unix socket, as `pg` wants it for `host`. */
  readonly host: string
  /** Closes the database cleanly and gives the folder back. */
  close(): Promise<void>
}

const socketName = '.s.PGSQL.5432'
/** Opens `folder/postgres`. `share`: a process that has it open is used instead of refused (for the small tools).
 * `onLost` hears of a database that ended by itself: the process should end too. Throws ConfigError when the folder is in use or cannot be written. */
export async function openEmbedded(
  folder: string,
  options: { readonly share: boolean; readonly onLost: (error: Error) => void },
): Promise<Embedded> {
  makeFolder(folder)
  const host = socketFolder(folder)
  const lock = takeLock(folder)
  if ('heldBy' in lock) {
    if (options.share && (await answers(join(host, socketName)))) return { host, close: async () => {} }
    throw new ConfigError(
      `The data folder ${folder} is in use by process ${lock.heldBy}. Stop that process, or set DATA_DIR to another folder.`,
    )
  }
  const socket = join(host, socketName)
  rmSync(socket, { force: true })
  const worker = takeThread()
  worker.postMessage({ folder: join(folder, 'postgres'), socket })
  try {
    await Promise.race([once(worker, 'message'), failed(worker)])
  } catch (cause) {
    lock.release()
    throw new ConfigError(
      `The embedded database in ${folder} cannot be opened. Restore the folder from a backup, or set DATA_DIR to another folder.`,
      { cause },
    )
  }
  let closing = false
  // What went wrong is told first; the exit that follows it is the moment all is lost.
  let why: Error | undefined
  worker.on('error', (error) => {
    why = error
  })
  worker.on('exit', () => {
    if (!closing) options.onLost(new Error('the embedded database ended by itself', { cause: why }))
  })
  return {
    host,
    async close() {
      closing = true
      worker.postMessage('close')
      await once(worker, 'exit')
      rmSync(socket, { force: true })
      lock.release()
    },
  }
}

async function failed(worker: Worker): Promise<never> {
  const [error] = await once(worker, 'error')
  throw error
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw new ConfigError(
      `DATA_DIR is ${folder}, which cannot be made or written. Set it to a folder of yours.`,
      { cause },
    )
  }
}

/** Unix socket paths end at about 100 letters (unix(7): 108 bytes): a deep data folder gets a short one elsewhere. */
function socketFolder(folder: string): string {
  const near = resolve(folder)
  if (Buffer.byteLength(join(near, socketName)) < 100) return near
  const digest = createHash('sha256').update(near).digest('hex').slice(0, 16)
  const far = join(tmpdir(), `tanya-dulu-${userInfo().uid}-${digest}`)
  if (!existsSync(far)) mkdirSync(far, { mode: 0o700 })
  return far
}

async function answers(path: string): Promise<boolean> {
  const socket = connect(path)
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
