/** `npm run import-subscribers -- FILE.csv [--dry-run]`: people who agreed elsewhere to be sent campaigns, each with the proof.
 * The whole file is read before anything is brought in: a bad one changes nothing. Begun again it adds whom it has not
 * added. */
import { createReadStream } from 'node:fs'
import { parseArgs } from 'node:util'
import { ConfigError, ContentError, type IncomingSubscriber } from '#engine'
import { importSubscribers } from '../../db/subscriber-import.ts'
import { readSubscribers } from '../lists/index.ts'
import { command } from './command.ts'
import { withKept } from './kept.ts'

const usage = 'Use: npm run import-subscribers -- FILE.csv [--dry-run]'
/** Broken rows shown; their count is always whole. */
const mostShown = 50

function readArguments(argv: readonly string[]): { readonly file: string; readonly dryRun: boolean } {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      options: { 'dry-run': { type: 'boolean', default: false } },
      allowPositionals: true,
    })
    const [file, ...more] = positionals
    if (file === undefined || more.length > 0) throw new ConfigError(usage)
    return { file, dryRun: values['dry-run'] }
  } catch {
    throw new ConfigError(usage)
  }
}

/** The people of a file in batches; a batch that has a broken row is null. */
async function* readFile(
  file: string,
  count: { people: number },
): AsyncGenerator<readonly IncomingSubscriber[] | null> {
  for await (const { people, errors } of readSubscribers(createReadStream(file), new Date())) {
    count.people += people.length
    yield errors.length === 0 ? people : null
  }
}

/** Reads all of it, and names every broken row. Throws ContentError when there is one. */
async function check(file: string): Promise<number> {
  let all = 0
  let broken = 0
  for await (const { people, errors } of readSubscribers(createReadStream(file), new Date())) {
    all += people.length
    for (const { row, column, problem } of errors)
      if (broken++ < mostShown) print(`${file} row ${row} (${column}): ${problem}`)
  }
  refuseBroken(broken)
  return all
}

function refuseBroken(broken: number): void {
  if (broken > mostShown) print(`and ${broken - mostShown} more`)
  if (broken > 0)
    throw new ContentError(`Nothing was changed. Mend ${broken === 1 ? 'the row' : `${broken} rows`}.`)
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

async function run(argv: readonly string[]): Promise<void> {
  const { file, dryRun } = readArguments(argv)
  if (dryRun) return print(`Dry run: ${await check(file)} people with proof; nothing was changed.`)
  await withKept(async (kept) => {
    const count = { people: 0 }
    const done = await importSubscribers(kept, readFile(file, count))
    if (done.kind === 'bad') await check(file)
    else
      print(
        `${done.added} people were added; ${count.people - done.added} were known already and are as they were.`,
      )
  })
}

/** A file that is not there, or not ours to read, in words a person can use. */
function unreadable(error: unknown): never {
  const isOfFiles =
    error instanceof Error && 'code' in error && ['ENOENT', 'EISDIR', 'EACCES'].includes(String(error.code))
  throw isOfFiles ? new ConfigError('The file cannot be read. Check its name.', { cause: error }) : error
}

await command((words) => run(words).then(() => undefined, unreadable))
