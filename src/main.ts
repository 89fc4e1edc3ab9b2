/** `npm start [all|bot|worker|console]`: the life of the program, from its settings to its end. */
import { beginThread } from '../db/embedded/thread.ts'

readEnvFile()
// Before anything else is read: the database takes longest, and in a thread of its own.
if ((process.env['DATABASE_URL'] ?? '') === '') beginThread()
const { ConfigError, ContentError } = await import('#engine')
const { readConfig } = await import('./config.ts')
const { createLog } = await import('./log.ts')
const { start } = await import('./rooms.ts')

let log = createLog('info')
const stops: (() => Promise<void> | void)[] = []
let stopping: Promise<void> | null = null

async function stopAll(): Promise<void> {
  for (const stop of stops.splice(0).reverse()) await stop()
}

function onSignal(): void {
  stopping ??= stopAll().then(() => process.exit(0), end)
}

/** For the person at the terminal, beside the log. */
function tell(sentence: string): void {
  process.stderr.write(`${sentence}\n`)
}

/** Says what ended the program, in one sentence where a person can mend it, and ends it. */
function end(error: unknown): never {
  if (error instanceof ConfigError || error instanceof ContentError) tell(error.message)
  else {
    log.fault('ended', error)
    tell('Tanya Dulu ended because of a fault. The log says where.')
  }
  process.exit(1)
}

/** Settings of a `.env` file beside the program's folder of work; those of the environment win. */
function readEnvFile(): void {
  try {
    process.loadEnvFile()
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) {
      tell('The file .env cannot be read. Give it back to this user, or remove it.')
      process.exit(1)
    }
  }
}

process.on('SIGTERM', onSignal)
process.on('SIGINT', onSignal)
try {
  const config = readConfig(process.argv[2], process.env)
  log = createLog(config.logLevel)
  await start(config, { log, tell, end, stops })
} catch (error) {
  // Stopped while starting: what fails now fails because it was stopped.
  if (stopping === null) {
    await stopAll().catch(() => {})
    end(error)
  }
}
