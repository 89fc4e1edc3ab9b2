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

export function createSeal(keys: Keys): Seal {
  return {
    recognise(...parts) {
      const hmac = createHmac('sha256', keys.identity)
      // Lengths stand before the parts, so that ('a', 'bc') and ('ab', 'c') differ.
      for (const part of parts) hmac.update(`${Buffer.byteLength(part)}:${part}`)
      return hmac.digest()
    },
    close(value) {
      const nonce = randomBytes(nonceBytes)
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
