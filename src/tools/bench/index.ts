/** `npm run -s bench -- NAME` prints one JSON line; without a name, every bench in turn. */

import { readdirSync } from 'node:fs'
import { cpus } from 'node:os'
import type { Bench } from './form.ts'

const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.replace('.bench.ts', ''))
  .sort()

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !names.includes(name))
if (unknown.length > 0) {
  process.stderr.write(`No bench is called ${unknown.join(', ')}. There are: ${names.join(', ')}.\n`)
  process.exit(2)
}

for (const name of wanted.length > 0 ? wanted : names) {
  const { bench } = (await import(`./${name}.bench.ts`)) as { readonly bench: Bench }
  const results = await bench.run()
  process.stdout.write(`${JSON.stringify({ bench: name, machine: machine(), results })}\n`)
}

function machine(): string {
  const cores = cpus()
  return `${cores.length} x ${cores[0]?.model.trim() ?? 'unknown'}, Node ${process.version}`
}
