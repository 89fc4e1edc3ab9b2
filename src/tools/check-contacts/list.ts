/** The numbers as an operator works through them: those that wait for a call first. */
import { contactMaxAgeDays, isUnsure } from '#engine'
import type { ContactRow } from '../../lists/index.ts'

const dayMs = 24 * 60 * 60 * 1000

/** A line each, and how many wait: never called, or called so long ago that they count as old. */
export function listCalls(
  rows: readonly ContactRow[],
  now: Date,
): { readonly lines: readonly string[]; readonly waiting: number } {
  const waiting = rows.filter((row) => waits(row, now))
  const done = rows.filter((row) => !waits(row, now))
  return { lines: [...waiting, ...done].map((row) => lineOf(row, now)), waiting: waiting.length }
}

function waits({ contact, confirmed }: ContactRow, now: Date): boolean {
  if (confirmed === null) return true
  if (confirmed.result === 'dead') return false
  return isUnsure({ ...contact, doubtful: false }, now)
}

function lineOf(row: ContactRow, now: Date): string {
  const { contact, source } = row
  return [
    stateOf(row, now).padEnd(5),
    contact.place.padEnd(8),
    contact.by.padEnd(10),
    contact.value.padEnd(30),
    contact.office,
    `| ${contact.needs.join(', ')} | ${historyOf(row, now)} | ${source}`,
  ].join(' ')
}

function stateOf(row: ContactRow, now: Date): string {
  if (row.confirmed?.result === 'dead') return 'DEAD'
  return waits(row, now) ? 'CALL' : 'ok'
}

function historyOf({ contact, confirmed }: ContactRow, now: Date): string {
  if (confirmed !== null) return `${confirmed.result} ${confirmed.on}, ${confirmed.by}`
  const days = Math.floor((now.getTime() - Date.parse(contact.asOf)) / dayMs)
  const why = contact.doubtful ? ', weak source' : days > contactMaxAgeDays ? ', old' : ''
  return `known ${contact.asOf}, ${days} days ago${why}, never called`
}
