/** The reader, learned once and kept beside the built program: learning takes a second, reading what was learned 20 ms.
 * What is kept is only ever a copy of what the sentences teach; without it, or with a damaged one, they teach it again. */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Learned, learn, learnedVersion, type Reader, readerOf } from '#engine'
import { filesOf } from './load.ts'
import { loadUtterances } from './utterances.ts'

/** `kept`: the folder of copies, made when it is not there. Throws ContentError: file and line. */
export function loadReader(utterances: string, kept: string): Reader {
  const file = join(kept, `reader-${digestOf(utterances)}.bin`)
  const before = readKept(file)
  if (before !== null) return readerOf(before)
  const learned = learn(loadUtterances(utterances))
  keep(learned, kept, file)
  return readerOf(learned)
}

/** Of the sentences and of how they are learned. */
function digestOf(utterances: string): string {
  const hash = createHash('sha256').update(`${learnedVersion}\n`)
  for (const name of filesOf(utterances))
    hash.update(`${name}\n`).update(readFileSync(join(utterances, name)))
  return hash.digest('hex').slice(0, 32)
}

/** Lengths in bytes, then the parts. */
interface Head {
  readonly meanings: readonly string[]
  readonly rowOf: number
  readonly rare: number
  readonly weights: number
}
const headLength = 4

function readKept(file: string): Learned | null {
  try {
    const bytes = readFileSync(file)
    const from = headLength + bytes.readUInt32LE(0)
    const head = JSON.parse(bytes.toString('utf8', headLength, from)) as Head
    if (bytes.length !== from + head.rowOf + head.rare + head.weights) return null
    // Looked at where it lies: ten megabytes need not be there twice.
    const { buffer, byteOffset } = bytes
    return {
      meanings: head.meanings,
      rowOf: new Int32Array(buffer, byteOffset + from, head.rowOf / 4),
      rare: new Float32Array(buffer, byteOffset + from + head.rowOf, head.rare / 4),
      weights: new Float32Array(buffer, byteOffset + from + head.rowOf + head.rare, head.weights / 4),
    }
  } catch {
    return null
  }
}

function keep({ meanings, rowOf, rare, weights }: Learned, folder: string, file: string): void {
  const head: Head = {
    meanings,
    rowOf: rowOf.byteLength,
    rare: rare.byteLength,
    weights: weights.byteLength,
  }
  // Numbers of four bytes must begin at a multiple of four.
  const json = JSON.stringify(head)
  const text = Buffer.from(json + ' '.repeat((4 - (Buffer.byteLength(json) % 4)) % 4))
  const length = Buffer.alloc(headLength)
  length.writeUInt32LE(text.length)
  const unfinished = `${file}.${process.pid}`
  // A folder that may not be written costs a second at every start, and nothing else.
  try {
    mkdirSync(folder, { recursive: true })
  } catch {
    return
  }
  try {
    const parts = [rowOf, rare, weights].map((each) =>
      Buffer.from(each.buffer, each.byteOffset, each.byteLength),
    )
    writeFileSync(unfinished, Buffer.concat([length, text, ...parts]))
    // Whole or not at all: another process may look at the same moment.
    renameSync(unfinished, file)
  } catch {
    rmSync(unfinished, { force: true })
  }
}
