/** The reader, learned once and kept beside the built program: learning takes two to three seconds, reading what was learned 20 ms.
 * What is kept is only ever a copy of what the sentences teach; without it, or with a damaged one, they teach it again. */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Learned, learn, learnedVersion, type Reader, readerOf } from '#engine'
import { filesOf } from './load.ts'
import { loadSenses, loadUtterances } from './utterances.ts'

/** `kept`: the folder of copies, made when it is not there. Throws ContentError: file and line. */
export function loadReader(utterances: string, kept: string): Reader {
  const file = join(kept, `reader-${digestOf(utterances)}.bin`)
  const before = readKept(file)
  if (before !== null) return readerOf(before)
  const learned = learn(loadUtterances(utterances), loadSenses(utterances))
  keep(learned, kept, file)
  return readerOf(learned)
}

/** Of the sentences, of the senses of words, and of how they are learned. */
function digestOf(utterances: string): string {
  const hash = createHash('sha256').update(`${learnedVersion}\n`)
  for (const name of filesOf(utterances))
    hash.update(`${name}\n`).update(readFileSync(join(utterances, name)))
  hash.update(JSON.stringify(loadSenses(utterances)))
  return hash.digest('hex').slice(0, 32)
}

/** What is written as letters, and how many bytes each part behind it has. */
interface Head extends Pick<Learned, 'meanings' | 'senses'> {
  readonly lengths: readonly number[]
}
const headLength = 4

function readKept(file: string): Learned | null {
  try {
    const bytes = readFileSync(file)
    let from = headLength + bytes.readUInt32LE(0)
    const { meanings, senses, lengths } = JSON.parse(bytes.toString('utf8', headLength, from)) as Head
    if (bytes.length !== from + lengths.reduce((sum, length) => sum + length, 0)) return null
    // Looked at where it lies: megabytes need not be there twice.
    const [rowOf = 0, rare = 0, scale = 0, weights = 0] = lengths.map((length) => {
      const start = bytes.byteOffset + from
      from += length
      return start
    })
    const { buffer } = bytes
    const rows = (lengths[1] ?? 0) / 4
    return {
      meanings,
      senses,
      rowOf: new Int32Array(buffer, rowOf, (lengths[0] ?? 0) / 4),
      rare: new Float32Array(buffer, rare, rows),
      scale: new Float32Array(buffer, scale, rows),
      weights: new Int8Array(buffer, weights, lengths[3]),
    }
  } catch {
    return null
  }
}

function keep({ meanings, senses, ...learned }: Learned, folder: string, file: string): void {
  const parts = [learned.rowOf, learned.rare, learned.scale, learned.weights]
  const head: Head = { meanings, senses, lengths: parts.map(({ byteLength }) => byteLength) }
  // Numbers of four bytes must begin at a multiple of four.
  const json = JSON.stringify(head)
  const text = Buffer.from(json + ' '.repeat((4 - (Buffer.byteLength(json) % 4)) % 4))
  const length = Buffer.alloc(headLength)
  length.writeUInt32LE(text.length)
  const unfinished = `${file}.${process.pid}`
  // A folder that may not be written costs a few seconds at every start, and nothing else.
  try {
    mkdirSync(folder, { recursive: true })
  } catch {
    return
  }
  try {
    const bytes = parts.map((each) => Buffer.from(each.buffer, each.byteOffset, each.byteLength))
    writeFileSync(unfinished, Buffer.concat([length, text, ...bytes]))
    // Whole or not at all: another process may look at the same moment.
    renameSync(unfinished, file)
  } catch {
    rmSync(unfinished, { force: true })
  }
}
