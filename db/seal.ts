/** Who somebody is, kept so that a stolen database names nobody: HMAC keys to recognise, AES-256-GCM to read back.
 * A plain hash would protect no phone number: all of them can be tried (Hagen et al. 2021). */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import type { Keys } from './keys.ts'

export interface Seal {
  /** Recognises the same parts again; 32 bytes. */
  recognise(...parts: readonly string[]): Buffer
  /** Ciphertext of a JSON value: key id, nonce, ciphertext, tag. */
  close(value: unknown): Buffer
  /** The JSON value again. Throws when the key is not ours or a byte was changed. */
  open(sealed: Uint8Array): unknown
}

const nonceBytes = 12
const tagBytes = 16

/** Nonces are drawn from a pool: a call to the system for each would cost more than the sealing. */
const noncesAtOnce = 256

export function createSeal(keys: Keys): Seal {
  let pool = randomBytes(0)
  const nextNonce = (): Buffer => {
    if (pool.length === 0) pool = randomBytes(nonceBytes * noncesAtOnce)
    const nonce = pool.subarray(0, nonceBytes)
    pool = pool.subarray(nonceBytes)
    return nonce
  }
  return {
    recognise(...parts) {
      // Lengths stand before the parts, so that ('a', 'bc') and ('ab', 'c') differ.
      const whole = parts.map((part) => `${part.length}:${part}`).join('')
      return createHmac('sha256', keys.identity).update(whole).digest()
    },
    close(value) {
      const nonce = nextNonce()
      const cipher = createCipheriv('aes-256-gcm', keys.sealing.key, nonce)
      const text = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()])
      return Buffer.concat([Buffer.of(keys.sealing.id), nonce, text, cipher.getAuthTag()])
    },
    open(sealed) {
      const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength)
      const id = bytes[0]
      const key = id === undefined ? undefined : keys.opening.get(id)
      if (key === undefined) throw new Error(`sealed with key ${id ?? 'none'}, which is not among SEAL_KEYS`)
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(1, 1 + nonceBytes))
      decipher.setAuthTag(bytes.subarray(bytes.length - tagBytes))
      const text = decipher.update(bytes.subarray(1 + nonceBytes, bytes.length - tagBytes))
      return JSON.parse(Buffer.concat([text, decipher.final()]).toString('utf8'))
    },
  }
}
