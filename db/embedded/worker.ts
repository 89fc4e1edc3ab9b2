/** The thread that holds the embedded database, so that no query stops the bot: PGlite runs inside its event loop. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import * as z from 'zod'
import { serveSession } from './session.ts'

// Node has it; its types know only the names inside.
declare const WebAssembly: { compile(bytes: Uint8Array): Promise<WebAssembly.Module> }

const told = z.object({ folder: z.string(), socket: z.string() })

// Compiled while the folder is not yet known.
const program = WebAssembly.compile(
  readFileSync(new URL('pglite.wasm', import.meta.resolve('@electric-sql/pglite'))),
)
if (parentPort === null) throw new Error('this file is a thread')
const [first] = await once(parentPort, 'message')
const { folder, socket } = told.parse(first)

const db = await PGlite.create(folder, { pgliteWasmModule: await program })
const server = serveSession(db).listen(socket)
await once(server, 'listening')
parentPort.postMessage('up')

parentPort.once('message', async () => {
  server.close()
  await db.close()
  parentPort?.postMessage('down')
  parentPort?.close()
})
