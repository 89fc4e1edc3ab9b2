/** By when a case should be decided, by its gravest reason. The hours are ours, set by the harm that can still be kept off;
 * where they follow somebody else's clock, it is named. */
import type { PriorityReason } from './priority.ts'

const hour = 3_600_000

/** In ms. `none`: no reason presses. */
export const timeToDecide: Readonly<Record<PriorityReason | 'none', number>> = {
  // Somebody is held now.
  captive: 2 * hour,
  // A bank can stop money for 12 hours (IASC); it needs some of them itself.
  'money-just-sent': 4 * hour,
  // Whoever leaves within three days must hear it before the airport.
  'leaves-soon': 12 * hour,
  left: 12 * hour,
  // Somebody is on the way: the embassy can still meet them.
  child: 12 * hour,
  // What follows a removal within a day (PM Kominfo 5/2020) should not itself take longer.
  'trafficking-pattern': 24 * hour,
  // Two people have decided once already: what is left is to have the new address removed as well.
  reborn: 24 * hour,
  'grave-signs': 24 * hour,
  'many-people': 24 * hour,
  'money-sent': 48 * hour,
  // As long as UU 27/2022 gives for most things that people may ask: 3 x 24 hours.
  'waiting-long': 72 * hour,
  none: 72 * hour,
}

/** The earliest that any of its reasons asks for, counted from when it was opened; UTC. */
export function dueAt(because: readonly PriorityReason[], openedAt: Date): Date {
  const pressing = because.length === 0 ? (['none'] as const) : because
  return new Date(openedAt.getTime() + Math.min(...pressing.map((reason) => timeToDecide[reason])))
}
