import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadContacts } from '../../src/lists/index.ts'
import { listCalls } from '../../src/tools/check-contacts/list.ts'
import { writeCall } from '../../src/tools/check-contacts/write.ts'
import { content } from '../kit/people.ts'

let folder: string
const now = new Date('2026-11-24T03:00:00Z')
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'contacts-'))
  for (const file of ['contacts.csv', 'contacts-confirmed.csv'])
    cpSync(join(content, file), join(folder, file))
})
afterEach(() => rmSync(folder, { recursive: true }))
const lineOf = (value: string): string =>
  listCalls(loadContacts(folder), now).lines.find((line) => line.includes(value)) ?? 'no line'

describe('check-contacts', () => {
  it('lists what has to be called, with its age and source', () => {
    expect(lineOf('+60 17-668 8032')).toMatch(/^CALL {2}my .*722 days ago, never called \| rmol\.id/)
    expect(lineOf('1955')).toMatch(/weak source/)
  })

  it('writes down who called, when, and what came of it', () => {
    const { waiting } = listCalls(loadContacts(folder), now)
    writeCall(folder, { value: '+60 17-668 8032', by: 'Ani', dead: false, now })
    writeCall(folder, { value: '1955', by: 'Ani', dead: true, now })
    expect(readFileSync(join(folder, 'contacts-confirmed.csv'), 'utf8')).toMatch(
      /\+60 17-668 8032,2026-11-24,Ani,answers\n1955,2026-11-24,Ani,dead\n$/,
    )
    expect(lineOf('+60 17-668 8032')).toMatch(/^ok .*answers 2026-11-24, Ani/)
    expect(lineOf('1955')).toMatch(/^DEAD/)
    expect(listCalls(loadContacts(folder), now).waiting).toBe(waiting - 2)
  })

  it('asks again once a call is old', () => {
    writeCall(folder, { value: '0800-1000', by: 'Ani', dead: false, now })
    const later = listCalls(loadContacts(folder), new Date('2029-01-01')).lines
    expect(later.find((line) => line.includes('0800-1000'))).toMatch(/^CALL/)
  })

  it('refuses a call by nobody, or to a number it does not know', () => {
    expect(() => writeCall(folder, { value: '0800-1000', by: ' ', dead: false, now })).toThrow(
      '--by is missing',
    )
    expect(() => writeCall(folder, { value: '0800', by: 'Ani', dead: false, now })).toThrow('is in no row')
  })

  it('ends with 1 from the command line while numbers wait', () => {
    const run = (...more: string[]): string =>
      execFileSync(
        process.execPath,
        ['--import', 'tsx', 'src/tools/check-contacts.ts', '--folder', folder, ...more],
        { encoding: 'utf8', stdio: 'pipe' },
      )
    expect(() => run()).toThrow(
      expect.objectContaining({ status: 1, stdout: expect.stringContaining('wait to be called') }),
    )
    expect(run('--called', '0800-1000', '--by', 'Ani')).toBe('written down\n')
    expect(lineOf('0800-1000')).toMatch(/^ok/)
  })
})
