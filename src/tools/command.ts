/** How a small command runs: settings of `.env`, one clear sentence where a person can mend it, an exit code. */
import { ConfigError, ContentError } from '#engine'

/** 0 when it returns nothing; 1 for what a person can mend; a fault is thrown. */
export async function command(run: (words: readonly string[]) => Promise<number | undefined>): Promise<void> {
  try {
    process.loadEnvFile()
  } catch {
    // There need not be a .env file.
  }
  try {
    process.exitCode = (await run(process.argv.slice(2))) ?? 0
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof ContentError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  }
}

/** For the person at the terminal. */
export function tell(sentence: string): void {
  process.stdout.write(`${sentence}\n`)
}
