/** A few words that mean something only after what was offered: "terus?", "berapa?", "kalau ke Taiwan?", "yang kedua tadi".
 * What it was is told by the choices that stood below it. Read on plain words (see letters.ts). */
import type { Offered } from '../conversation.ts'
import { ordinals } from './offered.ts'
import { readPlace } from './places.ts'
import type { Topic } from './topics.ts'

export type FollowUp =
  | { readonly kind: 'choice'; readonly means: string }
  | { readonly kind: 'topic'; readonly topic: Topic }

/** More words than this are a sentence of their own. */
const mostWords = 5
/** And more than this do not go back to what was offered before. */
const mostWordsBack = 9
const goOn =
  /^(terus|trus|lanjut|lanjutkan|lanjutannya|selanjutnya|lagi|lalu|next|more|go on|continue|and then|teras|teruskan|salajengna|terasna|banjur|lajeng|sabanjure)( (apa|bagaimana|kak|dong|ya|lagi|please))*$/
const howLawfully =
  /^(terus|trus|lalu|jadi|kalau|so)? ?(yang |jalur )?(resmi|legal)( \w+)? (bagaimana|cara|caranya)\b|^(cara|bagaimana) (yang )?(resmi|legal)\b/
const whatNow =
  /^(terus|trus|lalu|jadi|so|banjur|lajeng|teras)?( ?(saya|kami|i))? ?(harus|should|do) (bagaimana|apa|ngapain|i do|saya do)( (kak|ya|dong))*$/
const howMuch =
  /^(berapa|how much|how many)( (kak|ya|dong|biaya|totalnya|kira2|itu|memang|is it|does it cost))*$/
/** To "are you in danger?" */
const yes =
  /^(ya|iya|iyo|yes|y|yup|betul|benar|bener|nggih|inggih|njih|muhun|sumuhun|leres)( (kak|pak|bu|saya|betul|benar|dalam|bahaya|tolong|please|i am|we are))*$/
const andThere = /^(kalau|dan|dan kalau|and|what about|how about|and for|what if)\b/

/** Words that ask for one thing about a lesson, and the page that says it. */
const within: Readonly<Record<string, readonly (readonly [RegExp, string])[]>> = {
  trafficking: [
    [
      /\b(hukuman\w*|dihukum|pasal\w*|penjara|sanksi\w*|denda|pidana|ancaman|punish\w*|penalt\w*|sentence|ukuman\w*)\b/,
      'trafficking:3',
    ],
    [/\b(contoh\w*|misal\w*|tuladha\w*|conto\w*|examples?|umpama\w*)\b/, 'scams:2'],
  ],
  return: goods(),
  resettle: goods(),
}

function goods(): readonly (readonly [RegExp, string])[] {
  return [
    [
      /\b(barang\w*|brg|pajak\w*|pjk|bea|cukai|koper\w*|bagasi\w*|oleh2|kargo|cargo|luggage|tax|customs|bawaan)\b/,
      'return:3',
    ],
    [/\b(bpjs\w*|asuransi\w*|insurance)\b/, 'insurance:1'],
  ]
}

/** What the words ask for after what was offered last; null: they stand for themselves. */
export function readFollowUp(plain: string, offered: readonly Offered[]): FollowUp | null {
  const danger = offered
    .slice(0, 1)
    .flatMap(means)
    .find((each) => each.startsWith('urgent:yes:'))
  if (danger !== undefined && yes.test(plain)) return { kind: 'choice', means: danger }
  const back = readBack(plain, offered)
  if (back !== null) return { kind: 'choice', means: back }
  if (plain.split(' ').length > mostWords) return null
  const lessons = offered.flatMap((each) => lessonIn(each) ?? [])
  const asked = lessons.flatMap(
    ({ name }) => within[name]?.find(([pattern]) => pattern.test(plain))?.[1] ?? [],
  )[0]
  if (asked !== undefined) return { kind: 'choice', means: `lesson:${asked}` }
  const lesson = lessonIn(offered[0])
  if (lesson === null) return null
  if (goOn.test(plain)) return lesson.next === null ? null : { kind: 'choice', means: lesson.next }
  if (howLawfully.test(plain)) return { kind: 'choice', means: 'lesson:legal_steps:1' }
  if (whatNow.test(plain)) return { kind: 'choice', means: 'lesson:check_offer:1' }
  if (howMuch.test(plain)) return { kind: 'topic', topic: 'learn.costs' }
  if (andThere.test(plain) && readPlace(plain) !== null)
    return { kind: 'choice', means: `lesson:${lesson.name}:1` }
  return null
}

function means({ choices }: Offered): readonly string[] {
  return choices.flatMap((choice) => (choice.kind === 'press' ? [choice.means] : []))
}

/** The lesson that was shown last, and its next page. */
function lessonIn(
  latest: Offered | undefined,
): { readonly name: string; readonly next: string | null } | null {
  if (latest === undefined) return null
  const offered = means(latest)
  const next = offered.find((each) => /^lesson:\w+:([2-9])$/.test(each)) ?? null
  // On its last page a lesson is offered to be passed on; a list of what to do begins with its own lesson.
  const shared = offered.flatMap((each) => /^share:lesson:(\w+)$/.exec(each)?.[1] ?? [])[0]
  const listed = /^lesson:(return):1$/.exec(offered[0] ?? '')?.[1]
  const name = /^lesson:(\w+):/.exec(next ?? '')?.[1] ?? shared ?? listed
  return name === undefined ? null : { name, next }
}

/** "PT yang kedua tadi", "maksud saya yang pertama": one of the firms we asked about, whatever was said since. */
function readBack(plain: string, offered: readonly Offered[]): string | null {
  const words = plain.split(' ')
  if (
    words.length > mostWordsBack ||
    !/\b(pt|tadi|maksud\w*|perusahaan|wau|meant|company|earlier)\b/.test(plain)
  )
    return null
  const numbers = words.flatMap((word) => (Object.hasOwn(ordinals, word) ? [ordinals[word] ?? 0] : []))
  const firms = offered.map(means).find((set) => set.some((each) => each.startsWith('agency:')))
  const [number, another] = numbers
  if (firms === undefined || number === undefined || another !== undefined) return null
  const chosen = firms[number - 1]
  return chosen?.startsWith('agency:') === true ? chosen : null
}

/** The firm that an answer judged last, as `agency:<id>` or `unlisted:<name>`: it could be passed on. null: none of late. */
export function lastJudged(offered: readonly Offered[]): string | null {
  for (const each of offered.flatMap(means)) {
    const judged = /^share:((?:agency|unlisted):.+)$/.exec(each)?.[1]
    if (judged !== undefined) return judged
  }
  return null
}
