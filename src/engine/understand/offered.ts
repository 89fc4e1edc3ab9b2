/** A tap, a number or a label against what was offered: the same choice on every channel. */
import { campaignIsLatest } from '../campaign/latest.ts'
import { readCampaignMeans } from '../campaign/seen.ts'
import type { Kit, Offered } from '../conversation.ts'
import type { Locale } from '../ids.ts'
import type { Choice, Wording } from '../reply.ts'
import { wordsOf } from './letters.ts'

export type Chosen =
  | { readonly kind: 'choice'; readonly means: string }
  /** A button or number that belongs to no set we remember. */
  | { readonly kind: 'stale' }

/** What stands before the person, newest first; a campaign's choices were offered by no turn. */
function offeredTo({ known }: Kit): readonly Offered[] {
  const choices = campaignIsLatest(known) ? (known.subscriber?.campaign?.choices ?? []) : []
  return choices.length === 0 ? known.offered : [{ turn: 0, choices }, ...known.offered]
}

/** What a pressed token chose: turn in base 36, a dot, the choice's place. A campaign's button names the campaign. */
export function readPress(token: string, kit: Kit): Chosen {
  const answered = readCampaignMeans(token)
  if (answered !== null) return { kind: 'choice', means: `campaign:${answered.campaign}:${answered.choice}` }
  const [, turn, index] = /^([0-9a-z]{1,8})\.(\d{1,3})$/.exec(token) ?? []
  const set = kit.known.offered.find((each) => turn !== undefined && each.turn === Number.parseInt(turn, 36))
  const choice = set?.choices[Number(index)]
  return choice?.kind === 'press' ? { kind: 'choice', means: choice.means } : { kind: 'stale' }
}

/** `2`, `nomor 2`, `yang kedua`, or the label itself; null when the text is none of these. */
export function readTyped(
  { text, plain }: { readonly text: string; readonly plain: string },
  kit: Kit,
  locale: Locale,
): Chosen | null {
  const offered = offeredTo(kit)
  const newest = offered[0]
  if (newest === undefined) return null
  const number = text.length > 40 ? null : readNumber(plain)
  if (number !== null) {
    const choice = newest.choices[number - 1]
    return choice?.kind === 'press' ? { kind: 'choice', means: choice.means } : { kind: 'stale' }
  }
  if (text.length > 160) return null
  const typed = spelled(text)
  if (typed === '') return null
  for (const { choices } of offered) {
    for (const choice of choices) {
      if (choice.kind === 'press' && labelsOf(choice, kit, locale).includes(typed))
        return { kind: 'choice', means: choice.means }
    }
  }
  return null
}

/** Numbers as words, in the four languages. */
export const ordinals: Readonly<Record<string, number>> = {
  satu: 1,
  pertama: 1,
  one: 1,
  first: 1,
  siji: 1,
  hiji: 1,
  kesatu: 1,
  dua: 2,
  kedua: 2,
  two: 2,
  second: 2,
  loro: 2,
  tiga: 3,
  ketiga: 3,
  three: 3,
  third: 3,
  telu: 3,
  tilu: 3,
  empat: 4,
  keempat: 4,
  four: 4,
  lima: 5,
  kelima: 5,
  five: 5,
}

/** The number that plain words are, when they are nothing else: `2`, `2.`, `no 2 kak`, `yg ke-2`, `②`, `2️⃣`. */
function readNumber(plain: string): number | null {
  const words = plain
    .split(' ')
    .filter(
      (word) =>
        !/^(nomor|nomer|no|number|pilih|pilihan|yang|ke|kak|saya|ya|itu|the|option|choose|dong|deh|aja|saja|nomere|sing|nu)$/.test(
          word,
        ),
    )
  const [word = '', ...more] = words
  if (more.length > 0) return null
  if (/^(ke)?[1-9]\d?$/.test(word)) return Number(word.replace('ke', ''))
  return Object.hasOwn(ordinals, word) ? (ordinals[word] ?? null) : null
}

function labelsOf({ label }: Choice, kit: Kit, locale: Locale): readonly string[] {
  const inLocales: readonly Locale[] = locale === 'id' ? ['id', 'en'] : [locale, 'id', 'en']
  return inLocales.map((each) => labelIn(label, each, kit.spell))
}

/** Labels without holes, by the spelling they were made with: the same few are compared with every message. */
const spelledLabels = new WeakMap<Kit['spell'], Map<string, string>>()

function labelIn(label: Wording, locale: Locale, spell: Kit['spell']): string {
  if (!('say' in label) || Object.keys(label.with).length > 0) return spelled(spell(label, locale))
  const known = spelledLabels.get(spell) ?? new Map<string, string>()
  spelledLabels.set(spell, known)
  const key = `${locale} ${label.say}`
  const before = known.get(key)
  if (before !== undefined) return before
  const now = spelled(spell(label, locale))
  known.set(key, now)
  return now
}

/** For comparing a label with what was typed: letters and digits, without a leading "PT". */
function spelled(text: string): string {
  return wordsOf(text)
    .join(' ')
    .replace(/^p ?t /, '')
}
