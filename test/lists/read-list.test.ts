/** Lists as operators bring them: in any order, with any separator, and with every mistake we can think of. */
import { describe, expect, test } from 'vitest'
import { type ListReading, readList } from '../../src/lists/index.ts'

const header = 'name,licence_number,status,city,province,address,source,source_date'
const row = (cells: Partial<Record<string, string>> = {}) => {
  const cell = {
    name: 'ASA JAYA',
    licence: '9120307772741',
    status: 'terdaftar',
    source: 'a page',
    date: '2026-09-17',
  }
  const { name, licence, status, source, date } = { ...cell, ...cells }
  return `${name},${licence},${status},,,,${source},${date}`
}
const list = (...rows: readonly string[]) => [header, ...rows].join('\n')

function errorsOf(reading: ListReading) {
  return reading.kind === 'refused' ? reading.errors : []
}

describe('a list is read', () => {
  test('with its columns in any order, `;`, CRLF and a byte order mark', () => {
    const text =
      '\uFEFFsource_date;source;status;licence_number;name\r\n2026-09-17;a page;Terdaftar;9120 3077 7274 1;ASA  JAYA\r\n\r\n'
    expect(readList(Buffer.from(text), 'listed')).toEqual({
      kind: 'read',
      merged: 0,
      statements: [
        {
          name: 'ASA JAYA',
          licence: '9120307772741',
          says: 'listed',
          on: '2026-09-17',
          source: 'a page',
          weak: false,
        },
      ],
    })
  })

  test('rows that repeat another are merged', () => {
    const reading = readList(list(row(), row(), row({ licence: '' }), row({ name: 'MINORI' })), 'listed')
    expect(reading).toMatchObject({ kind: 'read', merged: 1 })
    expect(reading.kind === 'read' && reading.statements).toHaveLength(3)
  })

  test('sanctions, with their days in part and their weak sources marked', () => {
    const reading = readList(
      list(
        row({ status: 'dicabut', date: '2015' }),
        row({ status: 'dicabut (sumber lemah)', date: '2016-09' }),
        row({ status: 'penghentian sementara', date: '2026-02-04' }),
        row({ status: 'tidak memperpanjang' }),
      ),
      'sanctions',
    )
    expect(
      reading.kind === 'read' && reading.statements.map(({ says, weak, on }) => [says, weak, on]),
    ).toEqual([
      ['revoked', false, '2015'],
      ['revoked', true, '2016-09'],
      ['suspended', false, '2026-02-04'],
      ['expired', false, '2026-09-17'],
    ])
  })

  test('names of an old list', () => {
    const rows = ['"tidak diketahui (daftar lama)"', '"tidak diketahui (daftar lama, bertanda PELAUT)"']
    const reading = readList(list(...rows.map((status) => row({ status, licence: '' }))), 'old')
    expect(reading).toMatchObject({ kind: 'read', statements: [{ says: 'on-old-list', licence: null }] })
  })
})

describe('a list is refused, with the row, the column and what to do', () => {
  test.each([
    ['an empty name', row({ name: ' ' }), 'name', /empty/],
    ['a name of digits', row({ name: '12345' }), 'name', /no letters/],
    ['a name with something invisible', row({ name: 'ASA\u200b JAYA' }), 'name', /invisible/],
    ['a name without end', row({ name: 'A'.repeat(161) }), 'name', /160/],
    ['a day that does not exist', row({ date: '2026-02-30' }), 'source_date', /2026-09-17/],
    ['a date the other way round', row({ date: '17-09-2026' }), 'source_date', /2026-09-17/],
    ['a list without its day', row({ date: '2026-09' }), 'source_date', /2026-09-17/],
    ['no date', row({ date: '' }), 'source_date', /Not a date/],
    ['no source', row({ source: '' }), 'source', /source/],
    ['a revoked agency on the list', row({ status: 'dicabut' }), 'status', /terdaftar/],
    ['a licence number of words', row({ licence: 'belum ada?' }), 'licence_number', /digits/],
    ['a cell too many', `${row()},x`, null, /9 cells/],
  ])('%s', (_, bad, column, problem) => {
    const errors = errorsOf(readList(list(row({ name: 'MINORI' }), bad), 'listed'))
    expect(errors).toEqual([{ row: 3, column, problem: expect.stringMatching(problem) }])
  })

  test.each([
    ['', /empty/],
    [header, /no rows/],
    ['name,status\nASA JAYA,terdaftar', /licence_number is missing/],
    [list('"ASA JAYA,9120'), /quotation mark/],
    [list(`"${'x'.repeat(70_000)}`), /quotation mark/],
  ])('a broken file: %#', (text, problem) => {
    const [error] = errorsOf(readList(text, 'listed'))
    expect(error?.problem).toMatch(problem)
  })

  test('a file that is not UTF-8, and one that is too large', () => {
    const [encoding] = errorsOf(readList(Buffer.from([0x6e, 0xff, 0xfe]), 'listed'))
    expect(encoding?.problem).toMatch(/UTF-8/)
    const [size] = errorsOf(readList('x'.repeat(33 * 1024 * 1024), 'listed'))
    expect(size?.problem).toMatch(/32 MB/)
  })

  test('at most fifty errors are told', () => {
    expect(
      errorsOf(readList(list(...Array.from({ length: 80 }, () => row({ name: '' }))), 'listed')),
    ).toHaveLength(50)
  })
})
