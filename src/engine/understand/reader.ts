/** A small trained reader: from sentences whose meaning is told to how likely each meaning is for a new one. Softmax
 * regression over letter pieces (see features.ts); the same sentences always make the same reader. Pure. */
import { pieceLimit, piecesOf } from './features.ts'
import { createSenses, type Sense } from './senses.ts'
import { slur } from './slur.ts'

/** A sentence as somebody says it, and what it means. */
export interface Utterance {
  readonly text: string
  readonly means: string
}

export interface Reading {
  readonly means: string
  /** From 0 to 1; all meanings together make 1. */
  readonly likely: number
}

export interface Reader {
  /** Every meaning, the likeliest first. */
  read(text: string): readonly Reading[]
}

/** How often every sentence is learned: as it stands, then as typed in several kinds of haste, all of it over again. Each
 * time moves the weights less. */
const learning = { hastes: 3, rounds: 2, step: 4, slower: 0.8 }
/** A meaning that is off by less than this stays as it is. */
const negligible = 0.01
/** A piece that fewer sentences have tells more of those sentences than of their meaning. */
const fewest = 3
/** How much the row that every text has says. */
const always = 0.3

/** What was learned, as plain numbers that can be kept. */
export interface Learned {
  readonly meanings: readonly string[]
  readonly senses: readonly Sense[]
  /** Which row of the weights a piece has; 0: it is not known. */
  readonly rowOf: Int32Array
  /** How much each row says. */
  readonly rare: Float32Array
  /** How much one step of each row's weights is. */
  readonly scale: Float32Array
  /** A weight for each row and meaning, in steps. */
  readonly weights: Int8Array
}

/** Raised whenever the same sentences would teach something else: what was kept before is then learned anew. */
export const learnedVersion = 2

/** A reader that has learned these sentences. */
export function createReader(utterances: readonly Utterance[], senses: readonly Sense[] = []): Reader {
  return readerOf(learn(utterances, senses))
}

/** Learns; about two tenths of a millisecond a sentence. The same sentences and senses teach the same. */
export function learn(utterances: readonly Utterance[], senses: readonly Sense[] = []): Learned {
  const sensesOf = createSenses(senses)
  const meanings = [...new Set(utterances.map(({ means }) => means))].sort()
  const order = shuffled(utterances)
  const answers = order.map(({ means }) => meanings.indexOf(means))
  const ways = [
    order.map(({ text }) => piecesOf(text, sensesOf)),
    ...Array.from({ length: learning.hastes }, (_, haste) =>
      order.map(({ text }, at) => piecesOf(slur(text, at + haste * 100_003), sensesOf)),
    ),
  ]
  const lexicon = createLexicon(ways.flat())
  const weights = new Float32Array(lexicon.rare.length * widthOf(meanings.length))
  const model = createModel(weights, meanings.length)
  const looks = ways.map((way) => way.map(lexicon.look))
  let step = learning.step
  for (let round = 0; round < learning.rounds; round++)
    for (const way of looks) {
      for (const [at, look] of way.entries()) model.learn(look, answers[at] as number, step)
      step *= learning.slower
    }
  return {
    meanings,
    senses,
    rowOf: lexicon.rowOf,
    rare: lexicon.rare,
    ...rounded(weights, lexicon.rare.length),
  }
}

/** Weights in steps of a row's own size, 127 to its greatest: a quarter of the memory, and no reading changes by it. */
function rounded(exact: Float32Array, rows: number): Pick<Learned, 'scale' | 'weights'> {
  const width = exact.length / rows
  const scale = new Float32Array(rows)
  const weights = new Int8Array(exact.length)
  for (let row = 0; row < rows; row++) {
    let most = 0
    for (let at = row * width; at < (row + 1) * width; at++)
      most = Math.max(most, Math.abs(exact[at] as number))
    const step = most / 127
    scale[row] = step
    for (let at = row * width; at < (row + 1) * width; at++)
      weights[at] = step === 0 ? 0 : Math.round((exact[at] as number) / step)
  }
  return { scale, weights }
}

/** The reader that was learned. */
export function readerOf({ meanings, senses, rowOf, rare, scale, weights }: Learned): Reader {
  const sensesOf = createSenses(senses)
  const lexicon = lexiconOf(rowOf, rare)
  const model = createModel(weights, meanings.length)
  return {
    read(text) {
      const { rows, says } = lexicon.look(piecesOf(text, sensesOf))
      for (let at = 0; at < rows.length; at++)
        says[at] = (says[at] as number) * (scale[rows[at] as number] as number)
      const likely = model.weigh({ rows, says })
      return meanings
        .map((means, at) => ({ means, likely: likely[at] ?? 0 }))
        .sort((a, b) => b.likely - a.likely)
    },
  }
}

/** A text as rows of the weights, and how much each row says. */
interface Look {
  readonly rows: readonly number[]
  readonly says: number[]
}

interface Lexicon {
  readonly rowOf: Int32Array
  readonly rare: Float32Array
  look(pieces: readonly number[]): Look
}

/** Which pieces are known, each with its row; those that many texts have say less. Row 0 is every text's. */
function createLexicon(texts: readonly (readonly number[])[]): Lexicon {
  const counts = new Uint16Array(pieceLimit)
  for (const pieces of texts) for (const piece of pieces) counts[piece] = (counts[piece] as number) + 1
  const rowOf = new Int32Array(pieceLimit)
  const rare = [always]
  for (let piece = 0; piece < pieceLimit; piece++) {
    const count = counts[piece] as number
    if (count < fewest) continue
    rowOf[piece] = rare.length
    rare.push(Math.log((1 + texts.length) / count))
  }
  return lexiconOf(rowOf, Float32Array.from(rare))
}

function lexiconOf(rowOf: Int32Array, rare: Float32Array): Lexicon {
  const look = (pieces: readonly number[]): Look => {
    const rows = [0]
    const says = [always]
    let square = 0
    for (const piece of pieces) {
      const row = rowOf[piece] as number
      if (row === 0) continue
      const said = rare[row] as number
      rows.push(row)
      says.push(said)
      square += said * said
    }
    const length = Math.sqrt(square) || 1
    for (let at = 1; at < says.length; at++) says[at] = (says[at] as number) / length
    return { rows, says }
  }
  return { rowOf, rare, look }
}

interface Model {
  /** How likely each meaning is. Good until the next call. */
  weigh(look: Look): Float64Array
  learn(look: Look, answer: number, step: number): void
}

/** A weight for each row and meaning. Meanings are counted four at a time, since most of the time goes by there. */
function createModel(weights: Float32Array | Int8Array, meanings: number): Model {
  const width = widthOf(meanings)
  const likely = new Float64Array(width)
  const weigh = (look: Look): Float64Array => {
    for (let meaning = 0; meaning < width; meaning += 4) {
      let [a, b, c, d] = [0, 0, 0, 0]
      for (let at = 0; at < look.rows.length; at++) {
        const from = (look.rows[at] as number) * width + meaning
        const said = look.says[at] as number
        a += said * (weights[from] as number)
        b += said * (weights[from + 1] as number)
        c += said * (weights[from + 2] as number)
        d += said * (weights[from + 3] as number)
      }
      likely[meaning] = a
      likely[meaning + 1] = b
      likely[meaning + 2] = c
      likely[meaning + 3] = d
    }
    shareOut(likely, meanings)
    return likely
  }
  return {
    weigh,
    learn(look, answer, step) {
      weigh(look)
      const missed: number[] = []
      const by: number[] = []
      for (let meaning = 0; meaning < meanings; meaning++) {
        const miss = (meaning === answer ? 1 : 0) - (likely[meaning] as number)
        if (Math.abs(miss) < negligible) continue
        missed.push(meaning)
        by.push(step * miss)
      }
      for (let at = 0; at < look.rows.length; at++) {
        const from = (look.rows[at] as number) * width
        const said = look.says[at] as number
        for (let each = 0; each < missed.length; each++) {
          const place = from + (missed[each] as number)
          weights[place] = (weights[place] as number) + said * (by[each] as number)
        }
      }
    },
  }
}

function widthOf(meanings: number): number {
  return Math.ceil(meanings / 4) * 4
}

/** The first `count` scores become shares of 1. */
function shareOut(scores: Float64Array, count: number): void {
  let top = Number.NEGATIVE_INFINITY
  for (let at = 0; at < count; at++) top = Math.max(top, scores[at] as number)
  let sum = 0
  for (let at = 0; at < count; at++) {
    const power = Math.exp((scores[at] as number) - top)
    scores[at] = power
    sum += power
  }
  for (let at = 0; at < count; at++) scores[at] = (scores[at] as number) / sum
}

/** Always the same order, in which neighbours seldom mean the same. */
function shuffled<T>(given: readonly T[]): readonly T[] {
  const order = [...given]
  let state = 1
  for (let at = order.length - 1; at > 0; at--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    const other = state % (at + 1)
    const held = order[at] as T
    order[at] = order[other] as T
    order[other] = held
  }
  return order
}
