/** Builds the program that tests and benches start, as `npm start` does. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

export function buildProduct(): void {
  execFileSync('npm', ['run', '-s', 'build'], { cwd: join(import.meta.dirname, '../..'), stdio: 'inherit' })
}
