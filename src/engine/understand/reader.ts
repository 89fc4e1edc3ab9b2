/** A small trained reader: from sentences whose meaning is told to how likely each meaning is for a new one. Softmax
 * regression over letter pieces (see features.ts); the same sentences always make the same reader. Pure. */
import { addPieces, createPieces, pieceLimit } from './features.ts'
import { codeOf, createSenses, type Sense, type SensesOf } from './senses.ts'
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

/** Every sentence is learned once as it stands and once in each of several kinds of haste. Each time moves the weights less.
 * All of it twice over would take twice as long and gain 0.2 to 0.4 points of macro-F1 on sentences held back. */
const learning = { hastes: 3, step: 5, slower: 0.65 }
/** So many pieces come of a letter, at most, in what people write. */
const piecesPerLetter = 6
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
export const learnedVersion = 4

/** A reader that has learned these sentences. */
export function createReader(utterances: readonly Utterance[], senses: readonly Sense[] = []): Reader {
  return readerOf(learn(utterances, senses))
}

/** Learns; about 0.2 ms a sentence in a process that just began. The same sentences and senses teach the same. */
export function learn(utterances: readonly Utterance[], senses: readonly Sense[] = []): Learned {
  const meanings = [...new Set(utterances.map(({ means }) => means))].sort()
  const order = shuffled(utterances)
  const answers = order.map(({ means }) => meanings.indexOf(means))
  const { pieces, ends } = gather(order, createSenses(senses, Number.POSITIVE_INFINITY))
  const { rowOf, rare } = countPieces(pieces, ends.length)
  const weights = new Float32Array(rare.length * widthOf(meanings.length))
  const model = createModel(weights, meanings.length)
  const look = createLook(rowOf, rare)
  let step = learning.step
  for (let text = 0; text < ends.length; text++) {
    look.at(pieces, ends[text - 1] ?? 0, ends[text] as number)
    model.learn(look, answers[text % order.length] as number, step)
    if ((text + 1) % order.length === 0) step *= learning.slower
  }
  return { meanings, senses, rowOf, rare, ...rounded(weights, rare.length) }
}

/** The pieces of all sentences as they stand, then of all in one haste, and so on; and where those of each end. */
function gather(
  order: readonly Utterance[],
  sensesOf: SensesOf,
): { readonly pieces: Int32Array; readonly ends: Int32Array } {
  const letters = order.reduce((sum, { text }) => sum + text.length, 0)
  const pieces = createPieces((1 + learning.hastes) * letters * piecesPerLetter)
  const ends = new Int32Array(order.length * (1 + learning.hastes))
  for (let way = 0; way <= learning.hastes; way++)
    for (const [at, { text }] of order.entries()) {
      addPieces(way === 0 ? text : slur(text, codeOf(text) + way), sensesOf, pieces)
      ends[way * order.length + at] = pieces.count
    }
  return { pieces: pieces.list.subarray(0, pieces.count), ends }
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
  const look = createLook(rowOf, rare)
  const model = createModel(weights, meanings.length)
  const pieces = createPieces(1 << 10)
  return {
    read(text) {
      pieces.count = 0
      addPieces(text, sensesOf, pieces)
      look.at(pieces.list, 0, pieces.count)
      for (let at = 0; at < look.count; at++)
        look.says[at] = (look.says[at] as number) * (scale[look.rows[at] as number] as number)
      const likely = model.weigh(look)
      return meanings
        .map((means, at) => ({ means, likely: likely[at] ?? 0 }))
        .sort((a, b) => b.likely - a.likely)
    },
  }
}

/** Which pieces are known, each with its row, and how much it says: the less, the more texts have it. Row 0 is every text's. */
function countPieces(pieces: Int32Array, texts: number): Pick<Learned, 'rowOf' | 'rare'> {
  const counts = new Uint32Array(pieceLimit)
  for (const piece of pieces) counts[piece] = (counts[piece] as number) + 1
  const rowOf = new Int32Array(pieceLimit)
  const rare = [always]
  for (let piece = 0; piece < pieceLimit; piece++) {
    const count = counts[piece] as number
    if (count < fewest) continue
    rowOf[piece] = rare.length
    rare.push(Math.log((1 + texts) / count))
  }
  return { rowOf, rare: Float32Array.from(rare) }
}

/** A text as `count` rows of the weights, and how much each row says. Good until another text is looked at. */
interface Look {
  rows: Int32Array
  says: Float64Array
  count: number
}

/** Looks at one text after the other, each as its pieces `from` … `to`. */
function createLook(
  rowOf: Int32Array,
  rare: Float32Array,
): Look & { at(pieces: Int32Array, from: number, to: number): void } {
  const look = {
    rows: new Int32Array(0),
    says: new Float64Array(0),
    count: 0,
    at(pieces: Int32Array, from: number, to: number): void {
      if (look.rows.length <= to - from) {
        look.rows = new Int32Array(2 * (to - from) + 1)
        look.says = new Float64Array(2 * (to - from) + 1)
      }
      const { rows, says } = look
      rows[0] = 0
      says[0] = always
      let count = 1
      let square = 0
      for (let at = from; at < to; at++) {
        const row = rowOf[pieces[at] as number] as number
        if (row === 0) continue
        const said = rare[row] as number
        rows[count] = row
        says[count++] = said
        square += said * said
      }
      const length = Math.sqrt(square) || 1
      for (let at = 1; at < count; at++) says[at] = (says[at] as number) / length
      look.count = count
    },
  }
  return look
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
  const weigh = ({ rows, says, count }: Look): Float64Array => {
    for (let meaning = 0; meaning < width; meaning += 4) {
      let a = 0
      let b = 0
      let c = 0
      let d = 0
      for (let at = 0; at < count; at++) {
        const from = (rows[at] as number) * width + meaning
        const said = says[at] as number
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
      const { rows, says, count } = look
      for (let meaning = 0; meaning < meanings; meaning++) {
        const miss = (meaning === answer ? 1 : 0) - (likely[meaning] as number)
        if (Math.abs(miss) < negligible) continue
        const by = step * miss
        for (let at = 0; at < count; at++) {
          const place = (rows[at] as number) * width + meaning
          weights[place] = (weights[place] as number) + (says[at] as number) * by
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

/** An order in which neighbours seldom mean the same, and that another sentence does not change: so what is added teaches
 * itself, and leaves the rest nearly as it was. */
function shuffled(given: readonly Utterance[]): readonly Utterance[] {
  const places = new Map(given.map((each) => [each, codeOf(each.text)]))
  return [...given].sort((one, other) => (places.get(one) ?? 0) - (places.get(other) ?? 0))
}
