/** `npm run import-agencies -- FILE.csv [--kind listed|sanctions|old] [--dry-run] [--allow-shrink]
 * [--allow-broken-rows] [--allow-older]`: shows what a new list changes, and swaps it in. A bad file changes nothing. */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type AgencyList, ConfigError, ContentError, type ListKind } from '#engine'
import { openDatabase } from '../../db/client.ts'
import { createLists } from '../../db/lists.ts'
import { readConfig } from '../config.ts'
import { type ImportPlan, type ListChanges, planImport, planSwap } from '../lists/index.ts'
import { command } from './command.ts'

const usage =
  'Use: npm run import-agencies -- FILE.csv [--kind listed|sanctions|old] [--dry-run] [--allow-shrink] [--allow-broken-rows] [--allow-older]'
const kinds: readonly ListKind[] = ['listed', 'sanctions', 'old']
/** Names shown of each sort of change; the counts are always whole. */
const mostShown = 40

type Ready = Extract<ImportPlan, { readonly kind: 'ready' }>

interface Asked {
  readonly file: string
  readonly kind: ListKind
  readonly dryRun: boolean
  readonly allow: { readonly shrink: boolean; readonly brokenRows: boolean; readonly older: boolean }
}

function readArguments(argv: readonly string[]): Asked {
  const options = {
    kind: { type: 'string', default: 'listed' },
    'dry-run': { type: 'boolean', default: false },
    'allow-shrink': { type: 'boolean', default: false },
    'allow-broken-rows': { type: 'boolean', default: false },
    'allow-older': { type: 'boolean', default: false },
  } as const
  let read: ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>
  try {
    read = parseArgs({ args: [...argv], options, allowPositionals: true })
  } catch {
    throw new ConfigError(usage)
  }
  const [file, ...more] = read.positionals
  const kind = kinds.find((each) => each === read.values.kind)
  if (file === undefined || more.length > 0 || kind === undefined) throw new ConfigError(usage)
  return {
    file,
    kind,
    dryRun: read.values['dry-run'],
    allow: {
      shrink: read.values['allow-shrink'],
      brokenRows: read.values['allow-broken-rows'],
      older: read.values['allow-older'],
    },
  }
}

/** What the file would change. Throws ContentError that names every broken row, up to a limit. */
function planOf({ file, kind, allow }: Asked, current: readonly AgencyList[]): Ready {
  let csv: Uint8Array
  try {
    csv = readFileSync(file)
  } catch (cause) {
    throw new ConfigError(`${file} cannot be read. Check the name of the file.`, { cause })
  }
  const now = new Date()
  const plan = planImport({ csv, kind, current, now })
  if (plan.kind === 'ready') return plan
  for (const { row, column, problem } of plan.errors) {
    print(`${file}${row === null ? '' : ` row ${row}`}${column === null ? '' : ` (${column})`}: ${problem}`)
  }
  if (plan.rest === null || !allow.brokenRows)
    throw new ContentError(
      'Nothing was changed. Mend the rows above, or leave them out with --allow-broken-rows.',
    )
  return planSwap(plan.rest, current, now)
}

/** What speaks against swapping; null when nothing does. */
function refusal({ list, before, objections }: Ready, allow: Asked['allow']): string | null {
  if (objections.includes('future'))
    return `The newest date in the file, ${list.asOf}, lies in the future. Correct source_date.`
  if (objections.includes('shrinks') && !allow.shrink) {
    return 'The new list is shorter by more than a tenth. If that is right, say --allow-shrink.'
  }
  if (objections.includes('older') && !allow.older) {
    return `The file is dated ${list.asOf}, older than the current list of ${before?.asOf}. If that is right, say --allow-older.`
  }
  return null
}

function printChanges({ added, removed, renamed, changed }: ListChanges): void {
  const show = (title: string, lines: readonly string[]): void => {
    print(`${title}: ${lines.length}`)
    for (const line of lines.slice(0, mostShown)) print(`  ${line}`)
    if (lines.length > mostShown) print(`  and ${lines.length - mostShown} more`)
  }
  show('added', added)
  show('removed', removed)
  show(
    'renamed',
    renamed.map(({ from, to, licence }) => `${from} -> ${to} (${licence})`),
  )
  show(
    'changed',
    changed.map(({ name, from, to }) => `${name}: ${from} -> ${to}`),
  )
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

async function run(argv: readonly string[]): Promise<void> {
  const asked = readArguments(argv)
  const { databaseUrl, dataDir } = readConfig(undefined, process.env)
  const client = await openDatabase({ url: databaseUrl, folder: dataDir, share: true })
  try {
    const lists = createLists(client.database)
    const plan = planOf(asked, await lists.current())
    const { list, before } = plan
    print(
      `${list.kind}: ${list.statements.length} rows as of ${list.asOf}; before: ${before?.statements.length ?? 0} rows as of ${before?.asOf ?? 'never'}`,
    )
    printChanges(plan.changes)
    const against = refusal(plan, asked.allow)
    if (against !== null) throw new ContentError(`Nothing was changed. ${against}`)
    if (asked.dryRun) return print('Dry run: nothing was changed.')
    const result = await lists.swap(list)
    print(
      result === 'already'
        ? 'This is the current list already: nothing was changed.'
        : 'The list is swapped. Running processes use it within seconds.',
    )
  } finally {
    await client.close()
  }
}

await command((words) => run(words).then(() => undefined))
