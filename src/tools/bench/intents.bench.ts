/** What messages are read as, on sentences that were never learned from: as written, and as typed in haste by another
 * hand's rules than those the reader trained with. Beside it the time a message takes. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTown } from '../../../test/kit/people.ts'
import { type Bench, type Figure, figure } from './form.ts'
import { inHaste } from './haste.ts'

const folder = join(import.meta.dirname, '../../../test/engine/intents')
/** The blind ones were written by hands that saw nothing of the reader. The mistakes in `reserve`, `fresh`, `blind-dev`,
 * `blind-three` and `blind-four-dev` have since been looked at while sentences to learn from were written, and a weight was
 * chosen by them: only the two `seal` sets, of which nobody saw more than these figures, tell how strangers are understood. */
const files = [
  'reserve.tsv',
  'fresh.tsv',
  'blind-dev.tsv',
  'blind-three.tsv',
  'blind-seal.tsv',
  'blind-four-dev.tsv',
  'blind-four-seal.tsv',
] as const
/** Longest message of any channel, in UTF-16 units: Telegram's. */
const longestMessage = 4096

interface Said {
  readonly intent: string
  readonly text: string
}
interface Heard extends Said {
  readonly read: string
}

export const bench: Bench = {
  name: 'intents',
  async run() {
    const figures: Figure[] = []
    for (const file of files) figures.push(...(await judge(file)))
    return [...figures, ...(await pace())]
  },
}

async function judge(file: string): Promise<readonly Figure[]> {
  const said = load(file)
  const clean = await hearAll(said)
  const hasty = await hearAll(said.map(({ intent, text }, at) => ({ intent, text: inHaste(text, at) })))
  const urgent = clean.filter(({ intent }) => intent === 'emergency')
  const called = clean.filter(({ read }) => read === 'emergency')
  const unknown = clean.filter(({ intent }) => intent === 'unknown')
  const percent = (name: string, value: number, target: number, of: readonly Heard[]): Figure =>
    figure({
      name: `${file}: ${name}`,
      unit: '%',
      target,
      better: 'higher',
      values: [100 * value],
      reference: { sentences: of.length },
    })
  return [
    percent('macro-F1', macroF1(clean), 95, clean),
    percent('emergencies heard', share(urgent), 99.5, urgent),
    percent('emergencies rightly called so', share(called), 90, called),
    percent('unknown stays unknown', share(unknown), 90, unknown),
    figure({
      name: `${file}: what haste costs, macro-F1`,
      unit: 'points',
      target: 4,
      better: 'lower',
      values: [100 * (macroF1(clean) - macroF1(hasty))],
      reference: { hastyMacroF1: Number((100 * macroF1(hasty)).toFixed(2)) },
    }),
  ]
}

function load(file: string): readonly Said[] {
  return readFileSync(join(folder, file), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((row) => {
      const [intent = '', , text = ''] = row.split('\t')
      return { intent, text }
    })
}

/** Each sentence as the first of a new person. */
async function hearAll(said: readonly Said[]): Promise<readonly Heard[]> {
  const heard: Heard[] = []
  for (const { intent, text } of said) {
    const turn = await createTown().person('somebody').says(text)
    heard.push({ intent, text, read: turn?.intent ?? 'not heard' })
  }
  return heard
}

function share(heard: readonly Heard[]): number {
  return heard.filter(({ intent, read }) => intent === read).length / heard.length
}

function macroF1(heard: readonly Heard[]): number {
  const intents = [...new Set(heard.map(({ intent }) => intent))]
  const scores = intents.map((each) => {
    const right = heard.filter(({ intent, read }) => intent === each && read === each).length
    const either =
      heard.filter(({ intent }) => intent === each).length + heard.filter(({ read }) => read === each).length
    return (2 * right) / either
  })
  return scores.reduce((sum, score) => sum + score, 0) / scores.length
}

/** A whole turn in memory: understood, judged, answered. */
async function pace(): Promise<readonly Figure[]> {
  const texts = load('reserve.tsv').map(({ text }) => text)
  const times: number[] = []
  for (const text of [...texts, ...texts]) times.push(await time(text))
  const measured = times.slice(texts.length).sort((a, b) => a - b)
  const sentence = texts.join('. ')
  const longest = Array.from({ length: 9 }, (_, at) => sentence.slice(at * 700, at * 700 + longestMessage))
  const slow: number[] = []
  for (const text of longest) slow.push(await time(text))
  return [
    figure({
      name: 'a message, p95',
      unit: 'ms',
      target: 1,
      better: 'lower',
      values: [measured[Math.floor(measured.length * 0.95)] ?? Number.NaN],
      reference: { messages: measured.length, p50: measured[Math.floor(measured.length / 2)] },
    }),
    figure({
      name: `${longestMessage} characters`,
      unit: 'ms',
      target: 25,
      better: 'lower',
      values: slow.slice(1),
    }),
  ]
}

async function time(text: string): Promise<number> {
  const person = createTown().person('somebody')
  const start = performance.now()
  await person.says(text)
  return performance.now() - start
}
