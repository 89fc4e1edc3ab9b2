/** The thread that holds the embedded database, so that no query stops the bot: PGlite runs inside its event loop. */
import { once } from 'node:events'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { z } from 'zod'
import { serveSession } from './session.ts'

const { folder, socket } = z.object({ folder: z.string(), socket: z.string() }).parse(workerData)

const db = await PGlite.create(folder)
const server = serveSession(db).listen(socket)
await once(server, 'listening')
parentPort?.postMessage('up')

parentPort?.once('message', async () => {
  server.close()
  await db.close()
  parentPort?.postMessage('down')
  parentPort?.close()
})
