/** Who somebody is, kept so that a stolen database names nobody: HMAC keys to recognise, AES-256-GCM to read back.
 * A plain hash would protect no phone number: all of them can be tried (Hagen et al. 2021).
 *
 * Both are letters and not bytes: strings live where JavaScript lives, while each small Buffer is memory outside that
 * has to be fetched and given back (a tenth of a turn's time). */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import type { Keys } from './keys.ts'

export interface Seal {
  /** Recognises the same parts again: 43 letters. */
  recognise(...parts: readonly string[]): string
  /** Ciphertext of a JSON value: `key id.nonce tag ciphertext`, in base64url. */
  close(value: unknown): string
  /** The JSON value again. Throws when the key is not ours or a letter was changed. */
  open(sealed: string): unknown
  /** Ciphertext of bytes: key id (1), nonce (12), tag (16), ciphertext. It opens only as what it is `about`, so that a
   * piece cannot be put in the place of another. */
  closeBytes(bytes: Uint8Array, about: string): Buffer
  /** The bytes again. Throws like `open`, and when they are about something else. */
  openBytes(sealed: Uint8Array, about: string): Buffer
}

const nonceBytes = 12
const tagBytes = 16
/** Their lengths in letters of base64url. */
const nonceLetters = 16
const tagLetters = 22
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
  const keyFor = (id: string | number | undefined): Buffer => {
    const key = keys.opening.get(Number(id))
    if (key === undefined) throw new Error(`sealed with key ${id ?? 'none'}, which is not among SEAL_KEYS`)
    return key
  }
  return {
    recognise(...parts) {
      // Lengths stand before the parts, so that ('a', 'bc') and ('ab', 'c') differ.
      const whole = parts.map((part) => `${part.length}:${part}`).join('')
      return createHmac('sha256', keys.identity).update(whole).digest('base64url')
    },
    close(value) {
      const nonce = nextNonce()
      const cipher = createCipheriv('aes-256-gcm', keys.sealing.key, nonce)
      const text = cipher.update(JSON.stringify(value), 'utf8', 'base64url') + cipher.final('base64url')
      const tag = cipher.getAuthTag().toString('base64url')
      return `${keys.sealing.id}.${nonce.toString('base64url')}${tag}${text}`
    },
    open(sealed) {
      const [, id, nonce, tag, text] = sealedForm.exec(sealed) ?? []
      const decipher = createDecipheriv('aes-256-gcm', keyFor(id), Buffer.from(nonce ?? '', 'base64url'))
      decipher.setAuthTag(Buffer.from(tag ?? '', 'base64url'))
      return JSON.parse(decipher.update(text ?? '', 'base64url', 'utf8') + decipher.final('utf8'))
    },
    closeBytes(bytes, about) {
      const nonce = nextNonce()
      const cipher = createCipheriv('aes-256-gcm', keys.sealing.key, nonce).setAAD(Buffer.from(about))
      const sealed = [cipher.update(bytes), cipher.final()]
      return Buffer.concat([Buffer.of(keys.sealing.id), nonce, cipher.getAuthTag(), ...sealed])
    },
    openBytes(sealed, about) {
      const [nonceEnd, tagEnd] = [1 + nonceBytes, 1 + nonceBytes + tagBytes]
      const decipher = createDecipheriv('aes-256-gcm', keyFor(sealed[0]), sealed.subarray(1, nonceEnd))
      decipher.setAAD(Buffer.from(about)).setAuthTag(sealed.subarray(nonceEnd, tagEnd))
      return Buffer.concat([decipher.update(sealed.subarray(tagEnd)), decipher.final()])
    },
  }
}

const sealedForm = new RegExp(`^(\\d{1,3})\\.([\\w-]{${nonceLetters}})([\\w-]{${tagLetters}})([\\w-]*)$`)
