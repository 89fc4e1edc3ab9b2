/** Who called which number, when, and what came of it: one more row of contacts-confirmed.csv. */
import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ContentError } from '#engine'
import { contactFiles, loadContacts } from '../../lists/index.ts'

/** Appends a call. Throws ContentError when the number is in no row, or it is not said who called. */
export function writeCall(
  folder: string,
  call: { readonly value: string; readonly by: string; readonly dead: boolean; readonly now: Date },
): void {
  const { value, by, dead, now } = call
  if (by.trim() === '') throw new ContentError('--by is missing; say who called, by name or initials.')
  if (/[",;\r\n]/.test(by))
    throw new ContentError('--by has a comma or a quotation mark; write the bare name.')
  if (!loadContacts(folder).some(({ contact }) => contact.value === value))
    throw new ContentError(`"${value}" is in no row of ${contactFiles.contacts}; write it exactly as there.`)
  const file = join(folder, contactFiles.confirmed)
  const ends = readFileSync(file, 'utf8').endsWith('\n')
  const row = [value, now.toISOString().slice(0, 10), by.trim(), dead ? 'dead' : 'answers'].join(',')
  appendFileSync(file, `${ends ? '' : '\n'}${row}\n`)
}
