/** Talks: transcripts that a person who does not program can read and correct, run through the real engine, words and
 * fit, once for each channel's abilities.
 *
 *   orang: apakah PT Maju Jaya resmi?          what a person types
 *   orang (foto): …                            in brackets how: foto, suara, video, berkas, stiker, lokasi, tekan (a
 *                                              button, by its label), diteruskan, grup, disapa (in a group, to us),
 *                                              ditambahkan, diblokir; and who: orang 2
 *   bot: [agency.which] PT Maju Jaya · 2       the outcome (and locale), then pieces that the answer must have
 *   bukan: ilegal · penipu                     pieces that it must not have
 *   hari: 2027-06-01 21:30                     from here on it is that day, at ten o'clock or at the time given (WIB)
 *   kampanye: scam-alerts · Sudah · Belum      a campaign of this topic, with these choices, to whoever agreed to it
 *   petugas: 08:00-16:00                       officers are there at these hours (WIB), in the whole talk
 */
import {
  type Abilities,
  type Body,
  type CampaignId,
  type CampaignSeen,
  type ChannelName,
  campaignChoices,
  type Inbound,
  plainText,
  type Topic,
  type Turn,
  topics,
} from '#engine'
import { compose, type LabelledChoice } from '../../src/delivery/compose.ts'
import { fit } from '../../src/delivery/fit.ts'
import { showMarkup } from '../../src/tools/say/show.ts'
import { createTown, type Person, shippedSpeak, type Town, today } from './people.ts'

export interface Talk {
  readonly title: string
  readonly lines: readonly Line[]
}

export type Line = { readonly line: number } & (
  | { readonly kind: 'person'; readonly who: string; readonly how: readonly string[]; readonly text: string }
  | {
      readonly kind: 'bot'
      readonly outcome: string | null
      readonly locale: string | null
      readonly has: readonly string[]
    }
  | { readonly kind: 'not'; readonly lacks: readonly string[] }
  | { readonly kind: 'day'; readonly day: string; readonly time: string }
  | { readonly kind: 'campaign'; readonly topic: Topic; readonly labels: readonly string[] }
  | { readonly kind: 'officers'; readonly from: string; readonly to: string }
)

/** Reads a transcript. Lines that are no speech are prose, for the reader. */
export function parseTalk(markdown: string): Talk {
  const rows = markdown.split('\n')
  const title = rows.find((row) => row.startsWith('# '))?.slice(2) ?? 'a talk'
  return { title, lines: rows.flatMap((row, index) => readRow(row, index + 1)) }
}

function readRow(row: string, line: number): readonly Line[] {
  const [, who = '', how = '', text = ''] = /^(orang(?: \d)?)\s*(?:\(([^)]*)\))?:\s?(.*)$/.exec(row) ?? []
  if (who !== '') return [{ kind: 'person', line, who, how: pieces(how, ','), text }]
  const [, outcome, locale, has] = /^bot:\s*(?:\[([\w.-]+)(?: (\w\w))?\])?\s*(.*)$/.exec(row) ?? []
  if (has !== undefined)
    return [{ kind: 'bot', line, outcome: outcome ?? null, locale: locale ?? null, has: pieces(has, '·') }]
  const lacks = /^bukan:\s*(.*)$/.exec(row)?.[1]
  if (lacks !== undefined) return [{ kind: 'not', line, lacks: pieces(lacks, '·') }]
  const sent = /^kampanye:\s*(.*)$/.exec(row)?.[1]
  if (sent !== undefined) {
    const [name, ...labels] = pieces(sent, '·')
    const topic = topics.find((each) => each === name)
    return topic === undefined ? [] : [{ kind: 'campaign', line, topic, labels }]
  }
  const [, from, to] = /^petugas:\s*(\d{2}:\d{2})-(\d{2}:\d{2})$/.exec(row) ?? []
  if (from !== undefined && to !== undefined) return [{ kind: 'officers', line, from, to }]
  const [, day, time = '10:00'] = /^hari:\s*(\d{4}-\d{2}-\d{2})(?: (\d{2}:\d{2}))?$/.exec(row) ?? []
  return day === undefined ? [] : [{ kind: 'day', line, day, time }]
}

function pieces(text: string, mark: string): readonly string[] {
  return text
    .split(mark)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '')
}

/** What a person sees: the messages as this channel carries them, and the choices under the last. */
interface Seen {
  readonly turn: Turn | null
  readonly text: string
  readonly choices: readonly LabelledChoice[]
}

/** Runs a talk on one channel. The result is what did not go as written, a line each; empty when all did. */
export async function runTalk(talk: Talk, abilities: Abilities): Promise<readonly string[]> {
  let now = today
  const hours = talk.lines.find((line) => line.kind === 'officers')
  let campaign: CampaignSeen | null = null
  const town = createTown({
    now: () => now,
    campaign: () => campaign,
    ...(hours === undefined
      ? {}
      : { officers: { from: hours.from, to: hours.to, zone: 'Asia/Jakarta', waitMinutes: 30 } }),
  })
  const people = new Map<string, Person>()
  const shown = new Map<string, readonly LabelledChoice[]>()
  const wrong: string[] = []
  let seen: Seen = { turn: null, text: '', choices: [] }
  for (const line of talk.lines) {
    const complain = (what: string): void => void wrong.push(`line ${line.line}: ${what}`)
    if (line.kind === 'day') now = new Date(`${line.day}T${line.time}:00+07:00`)
    if (line.kind === 'campaign') {
      // A little later than all that was said before.
      now = new Date(now.getTime() + 60_000)
      campaign = campaignOf(line, now)
    }
    if (line.kind === 'person') {
      const person = personIn(people, town, line.who)
      const turn = await hear(person, { line, offered: shown.get(line.who) ?? [], abilities })
      seen = see(turn, person.turn, abilities, complain)
      if (seen.choices.length > 0) shown.set(line.who, seen.choices)
    }
    if (line.kind === 'bot') compare(line, seen, complain)
    if (line.kind === 'not')
      for (const piece of line.lacks)
        if (seen.text.includes(piece)) complain(`the bot said "${piece}":\n${seen.text}`)
  }
  return [...wrong, ...town.faults.map((fault) => `a fault: ${String(fault)}`)]
}

function campaignOf({ line, topic, labels }: Extract<Line, { kind: 'campaign' }>, at: Date): CampaignSeen {
  const id = String(line) as CampaignId
  const text = { variant: 'a', locale: 'id', text: '', choices: labels, template: null } as const
  return { id, at, topic, variant: 'a', choices: campaignChoices(id, 'a', [text]) }
}

function personIn(people: Map<string, Person>, town: Town, who: string): Person {
  const person = people.get(who) ?? town.person(who)
  people.set(who, person)
  return person
}

type Spoken = Extract<Line, { kind: 'person' }>

function hear(
  person: Person,
  {
    line,
    offered,
    abilities,
  }: { readonly line: Spoken; readonly offered: readonly LabelledChoice[]; readonly abilities: Abilities },
): Promise<Turn | null> {
  const inGroup = line.how.some((how) => how === 'grup' || how === 'disapa')
  const more: Partial<Inbound> = {
    setting: inGroup ? 'group' : 'private',
    addressed: !inGroup || line.how.includes('disapa'),
    forwarded: line.how.includes('diteruskan') ? 'once' : 'no',
  }
  return person.sends(bodyOf(line, offered, abilities), more)
}

function bodyOf({ how, text }: Spoken, offered: readonly LabelledChoice[], abilities: Abilities): Body {
  const media = { foto: 'image', suara: 'audio', video: 'video', berkas: 'file' } as const
  for (const [word, type] of Object.entries(media))
    if (how.includes(word))
      return {
        kind: 'media',
        media: { channel: 'paper' as ChannelName, key: 'k', type, bytes: null },
        caption: text,
      }
  if (how.includes('stiker')) return { kind: 'unsupported', what: 'sticker' }
  if (how.includes('lokasi')) return { kind: 'unsupported', what: 'location' }
  if (how.includes('ditambahkan')) return { kind: 'membership', change: 'joined' }
  if (how.includes('diblokir')) return { kind: 'membership', change: 'blocked' }
  if (!how.includes('tekan')) return { kind: 'text', text }
  const index = offered.findIndex((choice) => choice.label === text)
  const choice = offered[index]
  // Where there are no buttons a tap is a number.
  if (abilities.buttons === null && choice !== undefined) return { kind: 'text', text: String(index + 1) }
  return { kind: 'press', token: choice !== undefined && 'token' in choice ? choice.token : text }
}

function see(
  turn: Turn | null,
  number: number,
  abilities: Abilities,
  complain: (what: string) => void,
): Seen {
  const composed = (turn?.replies ?? []).map((reply) =>
    compose(reply, { locale: turn?.locale ?? 'id', speak: shippedSpeak(), turn: number }),
  )
  const messages = composed.flatMap((each) => fit(each, abilities))
  for (const message of messages)
    if (plainText(message.text).length > abilities.textLimit)
      complain('a message is too long for this channel')
  // Buttons are read as the words on them.
  const letters = messages.flatMap((message) => [
    showMarkup(message.text),
    ...message.buttons.map((button) => `[${button.label}]`),
  ])
  return { turn, text: letters.join('\n\n'), choices: composed.at(-1)?.choices ?? [] }
}

function compare(line: Extract<Line, { kind: 'bot' }>, seen: Seen, complain: (what: string) => void): void {
  const outcome = seen.turn?.outcome ?? 'silent'
  if (line.outcome !== null && line.outcome !== outcome) complain(`the outcome is ${outcome}:\n${seen.text}`)
  if (line.locale !== null && line.locale !== seen.turn?.locale)
    complain(`the language is ${seen.turn?.locale}`)
  if (line.outcome === 'silent' && seen.text !== '') complain(`the bot was not silent:\n${seen.text}`)
  if (line.outcome !== 'silent' && seen.text === '') complain('the bot was silent')
  for (const piece of line.has)
    if (!seen.text.includes(piece)) complain(`"${piece}" is not in:\n${seen.text}`)
}
