/** What people may ask to be told of. Consent is given by topic, and a campaign has one. */

/** In the order in which they are stored as bits: a new one is added at the end. */
export const topics = ['scam-alerts', 'licence-changes', 'lessons', 'regional-news'] as const
export type Topic = (typeof topics)[number]

/** Topics as a small number, one bit each. */
export function bitsOf(chosen: Iterable<Topic>): number {
  let bits = 0
  for (const topic of chosen) bits |= 1 << topics.indexOf(topic)
  return bits
}

export function topicsIn(bits: number): readonly Topic[] {
  return topics.filter((_, place) => (bits & (1 << place)) !== 0)
}
