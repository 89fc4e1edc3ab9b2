/** The file of a backup: gzip, then pieces sealed with AES-256-GCM, each bound to its place and to whether it is the last, so
 * that nothing can be changed, moved, dropped or cut off unseen (the STREAM construction of Hoang et al. 2015). The key is
 * one of its own and not SEAL_KEYS: a backup must open when the machine and its keys are lost, and must not open for
 * whoever steals the machine. It holds the keys of the data folder too. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { ConfigError } from '#engine'

const magic = Buffer.from('TANYADULU1')
const saltBytes = 32
const tagBytes = 16
const pieceBytes = 1 << 20

/** Pieces of a file that only `key` opens. */
export async function* closeBox(key: Buffer, plain: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const salt = randomBytes(saltBytes)
  yield Buffer.concat([magic, salt])
  const own = ownKey(key, salt)
  let place = 0
  let held: Buffer = Buffer.alloc(0)
  for await (const chunk of plain) {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    while (held.length > pieceBytes) {
      yield sealed(own, place++, false, held.subarray(0, pieceBytes))
      held = held.subarray(pieceBytes)
    }
  }
  yield sealed(own, place, true, held)
}

/** What was put in. Throws ConfigError when the key is another, or a byte was changed, moved or cut off. */
export async function* openBox(key: Buffer, file: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const whole = tagBytes + pieceBytes
  let own: Buffer | null = null
  let place = 0
  let held: Buffer = Buffer.alloc(0)
  for await (const chunk of file) {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    if (own === null) {
      if (held.length < magic.length + saltBytes) continue
      if (!held.subarray(0, magic.length).equals(magic))
        throw new ConfigError('This file is no backup of this program.')
      own = ownKey(key, held.subarray(magic.length, magic.length + saltBytes))
      held = held.subarray(magic.length + saltBytes)
    }
    // One is always held back: only the end of the file tells which is the last.
    while (held.length > whole) {
      yield opened(own, place++, false, held.subarray(0, whole))
      held = held.subarray(whole)
    }
  }
  if (own === null) throw new ConfigError('This file is no backup of this program.')
  yield opened(own, place, true, held)
}

/** A nonce is a place, so each file has a key of its own. */
function ownKey(key: Buffer, salt: Uint8Array): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, 'tanya-dulu backup', 32))
}

function nonceOf(place: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeUIntBE(place, 4, 6)
  nonce[11] = last ? 1 : 0
  return nonce
}

function sealed(key: Buffer, place: number, last: boolean, plain: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(place, last))
  const text = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([cipher.getAuthTag(), text])
}

function opened(key: Buffer, place: number, last: boolean, piece: Buffer): Buffer {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(place, last), { authTagLength: tagBytes })
    decipher.setAuthTag(piece.subarray(0, tagBytes))
    return Buffer.concat([decipher.update(piece.subarray(tagBytes)), decipher.final()])
  } catch (cause) {
    throw new ConfigError(
      'The backup does not open: BACKUP_KEY is another, or the file is damaged or cut off.',
      { cause },
    )
  }
}
