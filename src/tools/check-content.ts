/** `npm run -s check-content [FOLDER]`: reads every language's words as the bot does, and says in plain lines what a
 * translator has to mend. Ends with 1 when there is something. */
import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { ContentError } from '#engine'
import { loadLabels } from '../console/index.ts'
import { checkContent } from './check-content/check.ts'

const folder = process.argv[2] ?? relative(process.cwd(), join(import.meta.dirname, '../../content'))
const problems = [...checkContent(folder), ...problemsOfConsole(join(folder, 'console'))]
for (const problem of problems) process.stdout.write(`${problem}\n`)
if (problems.length === 0) process.stdout.write('content is complete\n')
process.exitCode = problems.length === 0 ? 0 : 1

/** The officers' labels, which are whole or not read at all. */
function problemsOfConsole(labels: string): readonly string[] {
  // A folder of words alone, as somebody who tries a language has it.
  if (!existsSync(labels)) return []
  try {
    loadLabels(labels)
    return []
  } catch (error) {
    if (error instanceof ContentError) return [error.message]
    throw error
  }
}
