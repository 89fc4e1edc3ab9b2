/** The thread of the embedded database. It can be begun before anything else is read, since it takes longest. */
import { Worker } from 'node:worker_threads'

let begun: Worker | null = null

/** Begins the thread: it reads the database program, and waits to be told the folder. */
export function beginThread(): void {
  if (begun !== null) return
  begun = spawn()
  // A process that ends before it needs a database need not wait for it.
  begun.unref()
}

/** The thread that was begun, or a new one. */
export function takeThread(): Worker {
  const thread = begun ?? spawn()
  begun = null
  thread.ref()
  return thread
}

function spawn(): Worker {
  return new Worker(new URL('./thread.mjs', import.meta.url), { execArgv: [] })
}
