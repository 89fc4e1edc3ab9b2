/** The process with the browser. It is told everything by the bot that began it, and does not outlive it. */
import { type FromChild, readToChild } from '../wire.ts'
import { createClient } from './client.ts'
import { openSession, type Session } from './session.ts'

let session: Session | null = null

function tell(message: FromChild): void {
  if (process.connected) process.send?.(message, () => {})
}

async function stop(): Promise<void> {
  await session?.stop()
  process.exit(0)
}

process.on('message', (raw) => {
  const message = readToChild(raw)
  if (message === null) {
    tell({ kind: 'end', why: 'fault', detail: 'of another release' })
    return void stop()
  }
  if (message.kind !== 'open') return void session?.take(message)
  if (session !== null) return void session.tellAll()
  const phone = createClient(message.settings, (what) => tell({ kind: 'mended', what }))
  session = openSession({ phone, tell, settings: message.settings, now: () => new Date() })
  void session.ended.then(() => process.exit(0))
})

// The bot is gone, perhaps killed: the browser is closed kindly, so that the session is whole.
process.on('disconnect', () => void stop())
// A signal to the whole group: the bot is told too, and says when to close.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => {})
// One bad loading of the page ends in an error that nobody could catch (whatsapp-web.js, `framenavigated`).
process.on('unhandledRejection', (error) => session?.fail(error))
process.on('uncaughtException', (error) => session?.fail(error))
