/** Loads content/contacts.csv and what operators wrote down about it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ContentError } from '#engine'
import { type ContactRow, readContacts } from './read-contacts.ts'

export const contactFiles = { contacts: 'contacts.csv', confirmed: 'contacts-confirmed.csv' } as const

/** Every row, with its calls. Throws ContentError: file, row, column. */
export function loadContacts(folder: string): readonly ContactRow[] {
  const reading = readContacts(open(folder, contactFiles.contacts), open(folder, contactFiles.confirmed))
  if (reading.kind === 'read') return reading.rows
  const { file, error } = reading
  const where = [
    error.row === null ? '' : ` row ${error.row}`,
    error.column === null ? '' : ` (${error.column})`,
  ].join('')
  throw new ContentError(`${contactFiles[file]}${where}: ${error.problem}`)
}

function open(folder: string, file: string): Buffer {
  try {
    return readFileSync(join(folder, file))
  } catch (cause) {
    throw new ContentError(`${file} cannot be read; put it back into ${folder}.`, { cause })
  }
}
