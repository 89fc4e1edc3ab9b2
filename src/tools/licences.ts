/** `npm run -s licences`: how many packages of which licence come with this program. `-- --write` brings docs/licences.csv up
 * to date. Exit code 1: a licence that may not be passed on, or a list that is not up to date. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ContentError } from '#engine'
import { command, tell } from './command.ts'
import { listPackages, writePackages } from './licences/list.ts'

const home = join(import.meta.dirname, '../..')
const file = join(home, 'docs/licences.csv')

await command(async (words) => {
  const packages = listPackages(home)
  const written = writePackages(packages)
  if (words.includes('--write')) writeFileSync(file, written)
  else if (readFileSync(file, 'utf8') !== written)
    throw new ContentError('docs/licences.csv is not up to date: npm run -s licences -- --write')
  const counts = new Map<string, number>()
  for (const { licence } of packages) counts.set(licence, (counts.get(licence) ?? 0) + 1)
  for (const [licence, count] of [...counts].sort((a, b) => b[1] - a[1])) tell(`${count}\t${licence}`)
  return 0
})
