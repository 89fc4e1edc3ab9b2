import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { listPackages, writePackages } from '../../src/tools/licences/list.ts'

const home = join(import.meta.dirname, '../..')

it('docs/licences.csv is what the lock file says, and every licence may be passed on', () => {
  const packages = listPackages(home)
  expect(packages.length).toBeGreaterThan(200)
  expect(packages.map(({ name }) => name)).not.toContain('vitest')
  expect(readFileSync(join(home, 'docs/licences.csv'), 'utf8')).toBe(writePackages(packages))
})

const pinned = { version: '1.0.0', license: 'MIT', integrity: 'sha512-x' }

it.each([
  [{ ...pinned, license: 'AGPL-3.0' }, 'licence "AGPL-3.0"'],
  [{ ...pinned, license: undefined }, 'licence ""'],
  [{ ...pinned, integrity: undefined }, 'not pinned'],
  [{ ...pinned, resolved: 'git+ssh://git@github.com/x/x.git' }, 'not pinned'],
])('refuses %j', (given, words) => {
  const folder = mkdtempSync(join(tmpdir(), 'licences-'))
  writeFileSync(
    join(folder, 'package-lock.json'),
    JSON.stringify({ packages: { '': {}, 'node_modules/x': given } }),
  )
  expect(() => listPackages(folder)).toThrow(words)
  rmSync(folder, { recursive: true })
})
