/** Whether a call is Meta's: HMAC-SHA256 over the very bytes, with the app's secret, compared in constant time. */
import { createHmac, timingSafeEqual } from 'node:crypto'

/** `header` is `X-Hub-Signature-256`. What cannot be a signature is refused without reading the body. */
export type Verify = (body: Uint8Array, header: string | null) => boolean

export function createVerify(appSecret: string): Verify {
  return (body, header) => {
    const [, hex] = /^sha256=([0-9a-f]{64})$/.exec(header ?? '') ?? []
    if (hex === undefined) return false
    return timingSafeEqual(createHmac('sha256', appSecret).update(body).digest(), Buffer.from(hex, 'hex'))
  }
}

/** Takes as long for a token that is nearly right as for one that is all wrong. */
export function sameToken(given: string, expected: string): boolean {
  const digest = (value: string): Buffer => createHmac('sha256', 'compare').update(value).digest()
  return timingSafeEqual(digest(given), digest(expected))
}
