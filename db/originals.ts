/** The bytes of evidence: each original once, sealed in pieces. They stand in the database and not in files beside it, so
 * that several processes and machines have them, and a backup of the one is a backup of the other. */
import { createHash } from 'node:crypto'
import type { Seal } from './seal.ts'
import { type Ask, prepared } from './statements.ts'

export interface Original {
  readonly bytes: Uint8Array
  /** Media type by its first bytes. */
  readonly type: string
}

/** Under which key it lies, and the digest (hex) by which others can check it. */
export interface Kept {
  readonly key: string
  readonly sha256: string
}

/** What is sealed and sent in one piece, in bytes. */
const pieceSize = 1_000_000
/** Up to here, in bytes, the only piece is put away together with the original, whether it is new or not: a message's words. */
const small = 16_384
const isSmall = ({ length }: Uint8Array): boolean => length > 0 && length <= small

/** Puts originals away inside the caller's transaction; what is there already only counts as used. */
export async function putOriginals(
  ask: Ask,
  originals: readonly Original[],
  seal: Seal,
): Promise<readonly Kept[]> {
  const named = originals.map(({ bytes, type }) => {
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    return { bytes, type, sha256, key: seal.recognise('original', sha256) }
  })
  const distinct = new Map(named.map((each) => [each.key, each]))
  const all = [...distinct.values()]
  const pieceOf = (key: string, bytes: Uint8Array, piece: number): Buffer =>
    seal.closeBytes(bytes.subarray(piece * pieceSize, (piece + 1) * pieceSize), aboutPiece(key, piece))
  const fresh = await ask<{ key: string }>(addOriginals, [
    all.map(({ key }) => key),
    all.map(({ bytes }) => bytes.length),
    all.map(({ type }) => type),
    all.map(({ key, bytes }) => (isSmall(bytes) ? pieceOf(key, bytes, 0) : null)),
  ])
  for (const { key } of fresh) {
    const bytes = distinct.get(key)?.bytes ?? new Uint8Array()
    const pieces = isSmall(bytes) ? 0 : Math.ceil(bytes.length / pieceSize)
    for (let piece = 0; piece < pieces; piece++) await ask(addPiece, [key, piece, pieceOf(key, bytes, piece)])
  }
  return named.map(({ key, sha256 }) => ({ key, sha256 }))
}

/** The bytes as they were received. Throws when they are no longer what they were. */
export async function readOriginal(ask: Ask, { key, sha256 }: Kept, seal: Seal): Promise<Buffer> {
  const pieces = await ask<{ piece: number; sealed: Buffer }>(findPieces, [key])
  const bytes = Buffer.concat(
    pieces.map(({ piece, sealed }) => seal.openBytes(sealed, aboutPiece(key, piece))),
  )
  if (createHash('sha256').update(bytes).digest('hex') !== sha256)
    throw new Error('an original is not what was received: a piece of it is missing')
  return bytes
}

export const aboutPiece = (key: string, piece: number): string => `original ${key} ${piece}`

/** In the order of their keys, so that two processes cannot wait for each other. Only what was new has `xmax` 0. */
const addOriginals = prepared(
  'add_originals',
  `with put as (
     insert into originals (key, size, type)
     select * from unnest($1::text[], $2::int[], $3::text[]) as u(key, size, type) order by key
     on conflict (key) do update set used_at = now()
     returning key, xmax = 0 as fresh),
   small as (
     insert into original_pieces (key, piece, sealed)
     select key, 0, sealed from put join unnest($1::text[], $4::bytea[]) as u(key, sealed) using (key)
     where fresh and sealed is not null)
   select key from put where fresh`,
)

const addPiece = prepared(
  'add_original_piece',
  'insert into original_pieces (key, piece, sealed) values ($1::text, $2::int, $3::bytea)',
)

const findPieces = prepared(
  'find_original_pieces',
  'select piece, sealed from original_pieces where key = $1::text order by piece',
)
