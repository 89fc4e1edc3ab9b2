/** A dump as bytes and back, with its digest: the same rows give the same digest on every database. */
import { createHash, type Hash } from 'node:crypto'
import { Readable } from 'node:stream'
import { createGunzip, createGzip } from 'node:zlib'
import type { Line } from '../../../db/dump.ts'

export interface Digest {
  rows: number
  readonly hash: Hash
}

export const newDigest = (): Digest => ({ rows: 0, hash: createHash('sha256') })

/** The same lines, counted and digested on their way. */
export async function* digested(lines: AsyncIterable<Line>, digest: Digest): AsyncGenerator<Line> {
  for await (const line of lines) {
    if (line.kind === 'row') digest.rows++
    digest.hash.update(`${JSON.stringify(line)}\n`)
    yield line
  }
}

/** `first` stands before the lines; it is no part of the dump. */
export function packed(first: object, lines: AsyncIterable<Line>): AsyncIterable<Buffer> {
  async function* texts(): AsyncGenerator<string> {
    yield `${JSON.stringify(first)}\n`
    let text = ''
    for await (const line of lines) {
      text += `${JSON.stringify(line)}\n`
      if (text.length < 65_536) continue
      yield text
      text = ''
    }
    yield text
  }
  const source = Readable.from(texts(), { objectMode: false })
  const zip = createGzip({ level: 6 })
  source.on('error', (error) => zip.destroy(error))
  return source.pipe(zip)
}

/** JSON values, one a line. */
export async function* unpacked(bytes: AsyncIterable<Buffer>): AsyncGenerator<unknown> {
  const source = Readable.from(bytes)
  const unzip = createGunzip()
  source.on('error', (error) => unzip.destroy(error))
  unzip.setEncoding('utf8')
  let rest = ''
  for await (const text of source.pipe(unzip)) {
    const lines = `${rest}${String(text)}`.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield JSON.parse(line)
  }
}
