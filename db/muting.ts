/** Reporters who flood: until a day their reports are answered and kept, and move no case. Named by a report's number,
 * since nobody here knows who somebody is. */
import { type Ask, prepared } from './statements.ts'

/** `gone`: there is no such report, or its reporter wished to be forgotten. */
export type Muted = 'muted' | 'gone'

/** Mutes whoever made this report; reports they made before stay counted. */
export async function muteReporter(ask: Ask, reportNumber: number, until: Date): Promise<Muted> {
  return (await ask(setMuted, [reportNumber, until])).length === 0 ? 'gone' : 'muted'
}

/** Their next reports count again. */
export async function unmuteReporter(ask: Ask, reportNumber: number): Promise<'unmuted' | 'gone'> {
  return (await ask(setMuted, [reportNumber, null])).length === 0 ? 'gone' : 'unmuted'
}

const setMuted = prepared(
  'mute_reporter',
  `update contacts set muted_until = $2::timestamptz
   where id = (select contact_id from reports where number = $1::int) returning id`,
)
