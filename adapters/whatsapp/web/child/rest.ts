/** When the browser is restarted for its own good: WhatsApp Web grows over weeks (whatsapp-web.js #2938, #350). */
import type { Settings } from '../wire.ts'

/** Younger sessions are left alone at night. */
const oldMs = 12 * 3_600_000
/** How long nothing may have happened: at night, and where memory is short. */
const quietMs = 60_000
const breathMs = 5_000

export function isRestartDue(moment: {
  readonly now: Date
  readonly began: Date
  readonly mib: number | null
  /** Since the last message in or out. */
  readonly idleMs: number
  readonly settings: Pick<Settings, 'quietHours' | 'memoryLimit'>
}): boolean {
  const { now, began, mib, idleMs, settings } = moment
  if (mib !== null && mib > settings.memoryLimit) return idleMs >= breathMs
  const old = now.getTime() - began.getTime() >= oldMs
  return old && idleMs >= quietMs && isWithin(now.getHours(), settings.quietHours)
}

/** 22 to 4 goes over midnight; equal hours are no hour at all. */
function isWithin(hour: number, [from, to]: readonly [number, number]): boolean {
  return from <= to ? hour >= from && hour < to : hour >= from || hour < to
}
