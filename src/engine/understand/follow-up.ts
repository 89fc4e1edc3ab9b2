/** A few words that mean something only after a lesson: "terus?", "berapa?", "kalau ke Taiwan?". What the lesson was is
 * told by the choices that stood below it. Read on plain words (see letters.ts). */
import type { Offered } from '../conversation.ts'
import { readPlace } from './danger.ts'
import type { Topic } from './topics.ts'

export type FollowUp =
  | { readonly kind: 'choice'; readonly means: string }
  | { readonly kind: 'topic'; readonly topic: Topic }

/** More words than this are a sentence of their own. */
const mostWords = 5
const goOn =
  /^(terus|trus|lanjut|lanjutkan|lanjutannya|selanjutnya|lagi|lalu|next|more|go on|continue|and then|teras|teruskan|salajengna|terasna|banjur|lajeng|sabanjure)( (apa|bagaimana|kak|dong|ya|lagi|please))*$/
const howMuch =
  /^(berapa|how much|how many)( (kak|ya|dong|biaya|totalnya|kira2|itu|memang|is it|does it cost))*$/
const andThere = /^(kalau|dan|dan kalau|and|what about|how about|and for|what if)\b/

/** What the words ask for after what was offered last; null: they stand for themselves. */
export function readFollowUp(plain: string, [latest]: readonly Offered[]): FollowUp | null {
  if (latest === undefined || plain.split(' ').length > mostWords) return null
  const offered = latest.choices.flatMap((choice) => (choice.kind === 'press' ? [choice.means] : []))
  const next = offered.find((means) => /^lesson:\w+:([2-9])$/.test(means))
  const lesson = /^lesson:(\w+):/.exec(next ?? '')?.[1] ?? shared(offered)
  if (lesson === undefined) return null
  if (goOn.test(plain)) return next === undefined ? null : { kind: 'choice', means: next }
  if (howMuch.test(plain)) return { kind: 'topic', topic: 'learn.costs' }
  if (andThere.test(plain) && readPlace(plain) !== null)
    return { kind: 'choice', means: `lesson:${lesson}:1` }
  return null
}

/** On its last page a lesson is offered to be passed on. */
function shared(offered: readonly string[]): string | undefined {
  return offered.flatMap((means) => /^share:lesson:(\w+)$/.exec(means)?.[1] ?? [])[0]
}
