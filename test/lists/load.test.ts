/** What is shipped loads, and a broken file says which row to mend. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ContentError } from '#engine'
import { loadOrdinaryWords, loadShipped } from '../../src/lists/index.ts'

const content = new URL('../../content/', import.meta.url).pathname
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lists-'))
  cpSync(join(content, 'agencies'), folder, { recursive: true })
})

afterEach(() => rmSync(folder, { recursive: true }))

test('the shipped lists: 526 rows of which one repeats another, 106 sanctions, 696 old names', () => {
  const { asOf, statements } = loadShipped(folder)
  const count = (says: string) => statements.filter((statement) => statement.says === says).length
  expect(asOf).toBe('2026-09-17')
  expect([count('listed'), count('revoked'), count('suspended'), count('on-old-list')]).toEqual([
    525, 103, 3, 696,
  ])
  expect(statements.filter(({ weak }) => weak)).toHaveLength(26)
})

test('the newest list is taken', () => {
  const file = join(folder, 'p3mi-2026-09-17.csv')
  writeFileSync(
    join(folder, 'p3mi-2026-12-01.csv'),
    readFileSync(file, 'utf8').replaceAll('2026-09-17', '2026-12-01'),
  )
  expect(loadShipped(folder).asOf).toBe('2026-12-01')
})

test('a broken row is named with its file', () => {
  const file = join(folder, 'sanctions.csv')
  writeFileSync(file, `${readFileSync(file, 'utf8').trim()}\n,,dicabut,,,,a page,2026-01-01\n`)
  expect(() => loadShipped(folder)).toThrow(ContentError)
  expect(() => loadShipped(folder)).toThrow(/sanctions\.csv row 108 \(name\): The name is empty/)
})

test('a missing file, list or folder is named', () => {
  rmSync(join(folder, 'old-names.csv'))
  expect(() => loadShipped(folder)).toThrow(/old-names\.csv cannot be read/)
  rmSync(join(folder, 'p3mi-2026-09-17.csv'))
  expect(() => loadShipped(folder)).toThrow(/has no list/)
  expect(() => loadShipped(join(folder, 'nowhere'))).toThrow(/cannot be read/)
})

test('the lexicon: each sort of word, none of them both harmless and a word of firms', () => {
  const words = loadOrdinaryWords(join(content, 'lexicon'))
  expect(words.beside.size).toBeGreaterThan(2000)
  for (const word of ['itu', 'apakah', 'gak', 'kuwi', 'teh', 'does', 'adakah'])
    expect(words.beside.has(word)).toBe(true)
  for (const word of ['baru', 'besar', 'terus', 'cepat', 'terpercaya', 'selamat'])
    expect(words.beside.has(word)).toBe(false)
  for (const word of ['group', 'global', 'internasional', 'tbk', 'corp', 'jaya'])
    expect(words.business.has(word)).toBe(true)
})

test('a stray or missing word file is named', () => {
  expect(() => loadOrdinaryWords(folder)).toThrow(/has no beside\.txt/)
  writeFileSync(join(folder, 'misc.txt'), 'itu')
  expect(() => loadOrdinaryWords(folder)).toThrow(/misc\.txt/)
})
