/** The map of OWASP ASVS 5.0: every requirement of its levels 1 and 2 is there, and whatever it names as evidence exists. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readTable } from '../../src/lists/read-table.ts'

const home = join(import.meta.dirname, '../..')
const read = (file: string): string => readFileSync(join(home, file), 'utf8')

const table = readTable(read('docs/asvs.csv'))
const rows =
  table.kind === 'table'
    ? table.rows.map(
        ({ cells: [requirement = '', level = '', status = '', about = '', evidence = '', why = ''] }) => ({
          requirement,
          level,
          status,
          about,
          evidence: evidence.split(' || ').filter((each) => each !== ''),
          why,
        }),
      )
    : []

/** Requirements of levels 1 and 2 in each section, as the released 5.0.0 has them: its first number to its last, without those
 * of level 3. */
const sections: Readonly<Record<string, string>> = {
  'V1.1': '1-2', 'V1.2': '1-9', 'V1.3': '1-11', 'V1.4': '1-3', 'V1.5': '1-2',
  'V2.1': '1-3', 'V2.2': '1-3', 'V2.3': '1-4', 'V2.4': '1',
  'V3.2': '1-2', 'V3.3': '1-4', 'V3.4': '1-6', 'V3.5': '1-5', 'V3.7': '1-2',
  'V4.1': '1-3', 'V4.2': '1', 'V4.3': '1-2', 'V4.4': '1-4',
  'V5.1': '1', 'V5.2': '1-3', 'V5.3': '1-2', 'V5.4': '1-3',
  'V6.1': '1-3', 'V6.2': '1-12', 'V6.3': '1-4', 'V6.4': '1-4', 'V6.5': '1-5', 'V6.6': '1-3', 'V6.8': '1-4',
  'V7.1': '1-3', 'V7.2': '1-4', 'V7.3': '1-2', 'V7.4': '1-5', 'V7.5': '1-2', 'V7.6': '1-2',
  'V8.1': '1-2', 'V8.2': '1-3', 'V8.3': '1', 'V8.4': '1',
  'V9.1': '1-3', 'V9.2': '1-4',
  'V10.1': '1-2', 'V10.2': '1-2', 'V10.3': '1-4', 'V10.4': '1-11', 'V10.5': '1-5', 'V10.6': '1-2', 'V10.7': '1-3',
  'V11.1': '1-2', 'V11.2': '1-3', 'V11.3': '1-3', 'V11.4': '1-4', 'V11.5': '1', 'V11.6': '1',
  'V12.1': '1-3', 'V12.2': '1-2', 'V12.3': '1-4',
  'V13.1': '1', 'V13.2': '1-5', 'V13.3': '1-2', 'V13.4': '1-5',
  'V14.1': '1-2', 'V14.2': '1-4', 'V14.3': '1-3',
  'V15.1': '1-3', 'V15.2': '1-3', 'V15.3': '1-7',
  'V16.1': '1', 'V16.2': '1-5', 'V16.3': '1-4', 'V16.4': '1-3', 'V16.5': '1-3',
  'V17.1': '1', 'V17.2': '1-4', 'V17.3': '1-2',
} // biome-ignore format: a table
const requirements = Object.entries(sections).flatMap(([section, range]) => {
  const [first = 0, last = first] = range.split('-').map(Number)
  return Array.from({ length: last - first + 1 }, (_, at) => `${section}.${first + at}`)
})

it('has every requirement of levels 1 and 2 once, and no other', () => {
  expect(requirements).toHaveLength(253)
  expect(rows.map(({ requirement }) => requirement)).toEqual(requirements)
  expect(rows.filter(({ level }) => level === '1')).toHaveLength(70)
  expect(rows.filter(({ level }) => level === '2')).toHaveLength(183)
})

it('says of each what holds it, or why it does not hold', () => {
  const unsaid = rows.filter(({ status, about, evidence, why }) => {
    if (about === '') return true
    return status === 'holds' ? evidence.length === 0 : why === ''
  })
  expect(unsaid).toEqual([])
  expect([...new Set(rows.map(({ status }) => status))].sort()).toEqual([
    'holds',
    'none',
    'not',
    'operator',
    'partly',
  ])
})

it('names only tests and sections that there are', () => {
  const lost = rows.flatMap(({ requirement, evidence }) =>
    evidence.filter((each) => !exists(each)).map((each) => `${requirement}: ${each}`),
  )
  expect(lost).toEqual([])
})

function exists(evidence: string): boolean {
  const [file = '', title] =
    evidence.includes('#') && !evidence.includes(' > ') ? evidence.split('#') : evidence.split(' > ')
  if (!existsSync(join(home, file)) || title === undefined) return false
  const text = read(file)
  if (file.endsWith('.md'))
    return [...text.matchAll(/^## (.+)$/gm)].some(
      ([, name = '']) => name.toLowerCase().replaceAll(' ', '-') === title,
    )
  return [`'${title}'`, `"${title}"`, `\`${title}\``].some((quoted) => text.includes(quoted))
}

it('is named beside a threat model whose tests exist', () => {
  const named = [...read('docs/security.md').matchAll(/`((?:test|src|db)\/[\w./-]+)`/g)].map(
    ([, path = '']) => path,
  )
  expect(named.length).toBeGreaterThan(15)
  expect(named.filter((path) => !existsSync(join(home, path)))).toEqual([])
})
