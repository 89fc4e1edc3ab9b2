/** `npm run -s check-content [FOLDER]`: reads every language's words as the bot does, and says in plain lines what a
 * translator has to mend. Ends with 1 when there is something. */
import { join, relative } from 'node:path'
import { checkContent } from './check-content/check.ts'

const folder = process.argv[2] ?? relative(process.cwd(), join(import.meta.dirname, '../../content'))
const problems = checkContent(folder)
for (const problem of problems) process.stdout.write(`${problem}\n`)
if (problems.length === 0) process.stdout.write('content is complete\n')
process.exitCode = problems.length === 0 ? 0 : 1
