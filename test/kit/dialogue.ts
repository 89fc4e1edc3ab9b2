/** Walks through the dialogue: anything that people may send, in any order, and then the three ways out, which must be
 * answered from wherever the walk has led. */
import fc from 'fast-check'
import type { Body, ChannelName, State, Turn } from '#engine'
import { compose } from '../../src/delivery/compose.ts'
import { createTown, type Person, shippedSpeak } from './people.ts'

/** One step of a walk: words, a tap on one of what was last offered, or something that is no words. */
type Step =
  | { readonly kind: 'says'; readonly text: string }
  | { readonly kind: 'taps'; readonly place: number }
  | { readonly kind: 'sends'; readonly body: Body }

const advertisement =
  'LOWONGAN KAMBOJA admin online gaji 15 juta tanpa pengalaman, visa turis, bayar dulu 3 juta. WA 0812-3456-7890'
const sayings = [
  'halo',
  'PT Human Select Indonesia resmi gak?',
  'apakah pt maju jaya terdaftar',
  'cek PT',
  'cek',
  'maju jaya',
  '1',
  '2',
  '3',
  'ya',
  'tidak',
  'iya saya mau',
  'mau info penipuan',
  'mau info',
  'mau lapor',
  'saya sudah transfer 5 juta ke WA 0812-3456-7890',
  advertisement,
  'saya dikurung majikan, paspor ditahan, tolong',
  'Malaysia',
  'Arab Saudi',
  'biaya ke Taiwan berapa?',
  'kontrak saya diganti',
  'English please',
  'bahasa jawa',
  'basa sunda',
  'hapus data saya',
  'data saya',
  'mau bicara sama petugas',
  'selesai',
  'kabar laporan saya',
  'umur saya 15 tahun',
  'makasih ya',
  'gak ngerti',
  '🙏🙏',
  'x'.repeat(5_000),
] as const
const media = (type: 'image' | 'audio' | 'video' | 'file') => ({
  channel: 'paper' as ChannelName,
  key: 'k',
  type,
  bytes: null,
})
const things: readonly Body[] = [
  { kind: 'media', media: media('image'), caption: '' },
  { kind: 'media', media: media('audio'), caption: '' },
  { kind: 'media', media: media('video'), caption: 'ini beneran?' },
  {
    kind: 'reading',
    media: media('image'),
    caption: '',
    text: advertisement,
    fingerprint: '0123456789abcdef',
    refused: false,
  },
  { kind: 'unsupported', what: 'sticker' },
  { kind: 'unsupported', what: 'location' },
  { kind: 'press', token: '99.0' },
]

export const aStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...sayings).map((text) => ({ kind: 'says' as const, text })) },
  { weight: 3, arbitrary: fc.nat({ max: 5 }).map((place) => ({ kind: 'taps' as const, place })) },
  { weight: 1, arbitrary: fc.constantFrom(...things).map((body) => ({ kind: 'sends' as const, body })) },
)

/** The ways out, and as what they must be understood. Whoever is in danger and asks for help or the menu is given help
 * first: its answer has the numbers, and choices to go on. */
export const exits = {
  help: { words: ['bantuan', 'help', '/bantuan', 'Bantuan'], intents: ['help'] },
  menu: { words: ['menu', '/start', 'MENU'], intents: ['help', 'greeting'] },
  stop: { words: ['berhenti', 'stop', 'BERHENTI', 'STOP'], intents: ['unsubscribe'] },
} as const
export type Exit = keyof typeof exits

export interface Walked {
  /** Where the walk led. */
  readonly at: State['at']
  /** How the way out was answered in the one turn that followed; null: not at all. */
  readonly turn: Turn | null
  readonly faults: number
}

/** Walks, and then says that word. */
export async function walk(steps: readonly Step[], word: string): Promise<Walked> {
  const town = createTown()
  const person = town.person('ani')
  let tokens: readonly string[] = []
  let at: State['at'] = 'idle'
  for (const step of steps) {
    const turn = await take(person, step, tokens)
    if (turn === null) continue
    at = turn.next.at
    const offered = tokensOf(turn, person.turn)
    if (offered.length > 0) tokens = offered
  }
  return { at, turn: await person.says(word), faults: town.faults.length }
}

function take(person: Person, step: Step, tokens: readonly string[]): Promise<Turn | null> {
  if (step.kind === 'says') return person.says(step.text)
  if (step.kind === 'sends') return person.sends(step.body)
  const token = tokens[step.place % Math.max(1, tokens.length)]
  return token === undefined ? person.says('menu') : person.presses(token)
}

function tokensOf(turn: Turn, number: number): readonly string[] {
  const reply = turn.replies.at(-1)
  if (reply === undefined) return []
  const { choices } = compose(reply, { locale: turn.locale, speak: shippedSpeak(), turn: number })
  return choices.flatMap((choice) => ('token' in choice ? [choice.token] : []))
}

const offers = (turn: Turn): boolean => (turn.replies.at(-1)?.choices?.length ?? 0) > 0

export interface Walks {
  readonly walks: number
  /** States from which each way out was tried, and how often. */
  readonly reached: Readonly<Partial<Record<State['at'], number>>>
  /** The shortest walk that failed; null: none did. */
  readonly broken: string | null
  /** What each way out came to: intent and outcome. */
  readonly outcomes: Readonly<Record<Exit, Readonly<Record<string, number>>>>
}

/** So many walks; the seed makes them the same again. */
export async function walkMany(walks: number, seed: number): Promise<Walks> {
  const reached: Partial<Record<State['at'], number>> = {}
  const outcomes: Record<Exit, Record<string, number>> = { help: {}, menu: {}, stop: {} }
  const anExit = fc
    .constantFrom(...(Object.keys(exits) as Exit[]))
    .chain((exit) => fc.constantFrom(...exits[exit].words).map((word) => ({ exit, word })))
  const law = fc.asyncProperty(fc.array(aStep, { maxLength: 8 }), anExit, async (steps, { exit, word }) => {
    const { at, turn, faults } = await walk(steps, word)
    reached[at] = (reached[at] ?? 0) + 1
    const came = turn === null ? 'none' : `${turn.intent} ${turn.outcome}`
    outcomes[exit][came] = (outcomes[exit][came] ?? 0) + 1
    if (faults > 0) throw new Error(`a fault of ours from ${at}`)
    if (turn === null || turn.replies.length === 0) throw new Error(`"${word}" got no answer from ${at}`)
    const inDanger = at === 'urgent' && exit !== 'stop' && turn.intent === 'emergency' && offers(turn)
    if (!inDanger && !(exits[exit].intents as readonly string[]).includes(turn.intent))
      throw new Error(`"${word}" came to ${came} from ${at}`)
  })
  const { failed, counterexample, errorInstance } = await fc.check(law, { numRuns: walks, seed })
  const why = errorInstance instanceof Error ? errorInstance.message : ''
  const broken = failed ? `${why}: ${JSON.stringify(counterexample)}` : null
  return { walks, reached, broken, outcomes }
}
