import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CsvFault, csvRows } from '../../src/lists/csv-rows.ts'

async function rows(
  csv: string,
  piece = 1_000_000,
  longest = 65_536,
): Promise<readonly (readonly string[])[]> {
  const bytes = Buffer.from(csv)
  async function* file(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece)
  }
  const all: (readonly string[])[] = []
  for await (const cells of csvRows(file(), { delimiter: ',', longest })) all.push(cells)
  return all
}

describe('rows of a large CSV file', () => {
  it('are what the library reads, however the file is cut into pieces', async () => {
    const cell = fc.stringMatching(/^[aé"',; \n\r]{0,6}$/)
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        async (table, piece, newline, ended) => {
          const written = (text: string): string =>
            /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
          const csv = table.map((row) => row.map(written).join(',')).join(newline) + (ended ? newline : '')
          const read = await rows(csv, piece)
          expect(read).toEqual(table)
          expect(read).toEqual(parse(csv, { relax_column_count: true, record_delimiter: newline }))
        },
      ),
      { numRuns: 300 },
    )
  })

  it.each(['a,"b', 'a,b"c', 'a,"b"c', '"a"b\nc'])('are refused with their number: %s', async (broken) => {
    await expect(rows(`x,y\n${broken}`, 1)).rejects.toThrow(CsvFault)
    await expect(rows(`x,y\n${broken}`)).rejects.toMatchObject({ row: 2 })
  })

  it('never swallow a file whose quotation mark is not closed', async () => {
    await expect(rows(`x\n"${'a'.repeat(300)}`, 50, 100)).rejects.toMatchObject({ row: 2 })
  })
})
