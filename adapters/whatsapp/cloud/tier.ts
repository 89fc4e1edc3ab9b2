/** The messaging limit: how many different people may be written to first (outside their 24 hours) in any 24 hours.
 * Cloud API, "Messaging limits": 250, 2,000, 10,000, 100,000 or no limit; one count for all numbers of a portfolio. */

/** One message that opened a conversation: a template to somebody whose window was closed. */
export interface Opening {
  /** Who, in any form that is the same for the same person. */
  readonly person: string
  readonly at: Date
}

/** Where openings are kept, so that a restart forgets none and several processes count together. */
export interface Openings {
  add(opening: Opening): Promise<void>
  /** Those since this moment, in any order. */
  since(at: Date): Promise<readonly Opening[]>
}

const dayMs = 24 * 3_600_000

export type Room =
  | { readonly kind: 'room'; readonly people: number }
  /** Full until this moment, when the oldest opening leaves the 24 hours. */
  | { readonly kind: 'full'; readonly until: Date }

/** How many more people may be opened now. Somebody opened twice counts once, by the newest time. `tier` null: no
 * limit. Openings older than 24 hours may be among them. */
export function roomInTier(openings: readonly Opening[], tier: number | null, now: Date): Room {
  if (tier === null) return { kind: 'room', people: Number.POSITIVE_INFINITY }
  const since = now.getTime() - dayMs
  const newest = new Map<string, number>()
  for (const { person, at } of openings) {
    const time = at.getTime()
    if (time > since && time > (newest.get(person) ?? 0)) newest.set(person, time)
  }
  if (newest.size < tier) return { kind: 'room', people: tier - newest.size }
  // So many must leave that one has room.
  const leaving = [...newest.values()].sort((a, b) => a - b)[newest.size - tier] ?? now.getTime()
  return { kind: 'full', until: new Date(leaving + dayMs) }
}

/** Whether this person may be written to first: who was opened in these 24 hours costs nothing more. */
export function mayOpen(
  person: string,
  {
    openings,
    tier,
    now,
  }: { readonly openings: readonly Opening[]; readonly tier: number | null; readonly now: Date },
): Room {
  const since = now.getTime() - dayMs
  const counted = openings.some((each) => each.person === person && each.at.getTime() > since)
  return counted ? { kind: 'room', people: 1 } : roomInTier(openings, tier, now)
}
