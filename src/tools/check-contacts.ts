/** `npm run -s check-contacts [-- --folder DIR]`: which numbers have to be called before people are sent to them. After
 * a call: `npm run -s check-contacts -- --called "+60 …" --by NAME [--dead]` writes down who called, when, and whether
 * that office answered. Ends with 1 while any number waits for its call. */
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { ContentError } from '#engine'
import { loadContacts } from '../lists/index.ts'
import { listCalls } from './check-contacts/list.ts'
import { writeCall } from './check-contacts/write.ts'

const usage = `check-contacts                       lists what has to be called, and what was
  --called NUMBER --by NAME [--dead]  you called it: that office answered, or the number is dead`

function main(): number {
  const { values } = parseArgs({
    options: {
      folder: { type: 'string' },
      called: { type: 'string' },
      by: { type: 'string' },
      dead: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  const folder = values.folder ?? relative(process.cwd(), join(import.meta.dirname, '../../content'))
  const now = new Date()
  if (values.help === true) {
    process.stdout.write(`${usage}\n`)
    return 0
  }
  if (values.called !== undefined) {
    writeCall(folder, { value: values.called, by: values.by ?? '', dead: values.dead === true, now })
    process.stdout.write('written down\n')
    return 0
  }
  const { lines, waiting } = listCalls(loadContacts(folder), now)
  for (const line of lines) process.stdout.write(`${line}\n`)
  process.stdout.write(
    waiting === 0 ? 'every number was called\n' : `${waiting} numbers wait to be called before launch\n`,
  )
  return waiting === 0 ? 0 : 1
}

try {
  process.exitCode = main()
} catch (error) {
  const known = error instanceof ContentError || (error instanceof TypeError && 'code' in error)
  process.stderr.write(`${known ? error.message : String((error as Error).stack ?? error)}\n`)
  process.exitCode = 2
}
