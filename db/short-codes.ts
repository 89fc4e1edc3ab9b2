/** Codes that a person copies by hand: 80 bits, so that a plain hash is enough to keep them by. */
import { createHash, randomBytes } from 'node:crypto'

/** Without those that are taken for others. */
const letters = 'abcdefghijkmnpqrstuvwxyz23456789'
const length = 16

export function newCode(): string {
  return Array.from(randomBytes(length), (byte) => letters[byte & 31]).join('')
}

/** However it was typed. `whose`: what the code is good for, so that the same code elsewhere is another. */
export function codeHash(whose: string, code: string): string {
  const plain = code.toLowerCase().replace(/[^a-z0-9]/g, '')
  return createHash('sha256').update(`${whose} ${plain}`).digest('base64url')
}
