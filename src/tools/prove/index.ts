/** `npm run -s prove -- NAME [--option value]` injects faults into the real program and says whether everything held: a
 * table for people, then one JSON line. Ends with 1 when something did not hold. */
import { readdirSync } from 'node:fs'
import { cpus } from 'node:os'
import type { Proof, Row } from './form.ts'

const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.prove.ts'))
  .map((file) => file.replace('.prove.ts', ''))
  .sort()
const [name = '', ...words] = process.argv.slice(2)
if (!names.includes(name)) await explain()
const { proof } = (await import(`./${name}.prove.ts`)) as { readonly proof: Proof }
const options = readOptions()
process.stderr.write(`${proof.shows}\n`)
const began = performance.now()
const rows = await proof.run(options, show)
const seconds = Math.round((performance.now() - began) / 1_000)
const holds = rows.every((row) => row.holds)
process.stderr.write(`${holds ? 'All of it held' : 'NOT ALL HELD'} (${seconds} s)\n`)
const core = cpus()
const machine = `${core.length} x ${core[0]?.model.trim() ?? 'unknown'}, Node ${process.version}`
process.stdout.write(
  `${JSON.stringify({ proof: name, at: new Date().toISOString(), machine, options, seconds, holds, rows })}\n`,
)
process.exit(holds ? 0 : 1)

function show({ what, times, holds: held, seen, note }: Row): void {
  const facts = Object.entries(seen).map(([fact, value]) => `${fact} ${value}`)
  const line = [
    held ? 'held  ' : 'BROKEN',
    what.padEnd(34),
    `x${times}`.padEnd(5),
    facts.join(', '),
    note ?? '',
  ]
  process.stderr.write(`${line.join(' ').trimEnd()}\n`)
}

function readOptions(): Record<string, string> {
  const read: Record<string, string> = {}
  for (let at = 0; at < words.length; at += 2) {
    const option = words[at]?.replace(/^--/, '') ?? ''
    const value = words[at + 1]
    if (!(option in proof.options) || value === undefined) {
      const known = Object.entries(proof.options).map(([each, says]) => `  --${each}  ${says}`)
      process.stderr.write(
        `${name} knows no ${words[at]}. It takes, each with a value:\n${known.join('\n')}\n`,
      )
      process.exit(2)
    }
    read[option] = value
  }
  return read
}

async function explain(): Promise<never> {
  process.stderr.write(name === '' ? 'Name what to prove:\n' : `No proof is called ${name}. There are:\n`)
  for (const each of names) {
    const { proof } = (await import(`./${each}.prove.ts`)) as { readonly proof: Proof }
    process.stderr.write(`  ${each.padEnd(10)} ${proof.shows}\n`)
  }
  process.exit(2)
}
