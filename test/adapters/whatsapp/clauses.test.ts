/** The table in the README beside this file names only tests that are there. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const rows = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8')
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .flatMap(([, , file, name]) => (file?.startsWith('test/') && name ? [{ file, name }] : []))

it('every clause has a test', () => {
  expect(rows.length).toBeGreaterThan(50)
  const missing = rows.filter(({ file, name }) => {
    const text = readFileSync(file, 'utf8')
    return !["'", '"', '`'].some((quote) => text.includes(quote + name + quote))
  })
  expect(missing).toEqual([])
})
