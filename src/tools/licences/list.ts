/** Every package that is installed with this program, with its licence, out of the lock file. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { ContentError } from '#engine'

export interface Package {
  readonly name: string
  readonly version: string
  readonly licence: string
}

const lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      name: z.string().optional(),
      version: z.string().optional(),
      license: z.string().optional(),
      dev: z.boolean().optional(),
      resolved: z.string().optional(),
      integrity: z.string().optional(),
    }),
  ),
})

/** What their own files say where the lock file does not (read on 2026-11-24). */
const asTheyWrite: Readonly<Record<string, string>> = {
  'async@0.2.10': 'MIT',
  'png-js@2.0.0': 'MIT',
  'dejavu-fonts-ttf@2.37.3': 'Bitstream-Vera',
}

/** Licences under which others' work may be passed on beside ours. LGPL: libraries of their own that anybody can exchange. */
const fine: ReadonlySet<string> = new Set([
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'OFL-1.1',
  'Bitstream-Vera',
  'LGPL-3.0-or-later',
])

const registry = 'https://registry.npmjs.org/'

/** Only what runs at an operator's; sorted. Throws ContentError for a licence that is missing or not fine, and for a package
 * that is not pinned to what the registry has. */
export function listPackages(home: string): readonly Package[] {
  const { packages } = lock.parse(JSON.parse(readFileSync(join(home, 'package-lock.json'), 'utf8')))
  const found = new Map<string, Package>()
  for (const [path, { name: renamed, version = '', license, dev, resolved, integrity }] of Object.entries(
    packages,
  )) {
    if (path === '' || dev === true) continue
    const name = renamed ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
    const known = `${name}@${version}`
    const licence = asTheyWrite[known] ?? license ?? ''
    if (!licence.split(/ (?:AND|OR) /).every((each) => fine.has(each)))
      throw new ContentError(
        `${known} has the licence "${licence}"; take another package, or add the licence to src/tools/licences/list.ts if counsel agrees.`,
      )
    if (integrity?.startsWith('sha512-') !== true || (resolved ?? registry).startsWith(registry) !== true)
      throw new ContentError(
        `${known} is not pinned by the digest of what the registry has; install it from there by its version.`,
      )
    found.set(known, { name, version, licence })
  }
  return [...found.values()].sort((a, b) => (`${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1))
}

/** As a table that people and programs read. */
export function writePackages(packages: readonly Package[]): string {
  const rows = packages.map(({ name, version, licence }) => `${name},${version},${licence}`)
  return `${['package,version,licence', ...rows].join('\n')}\n`
}
