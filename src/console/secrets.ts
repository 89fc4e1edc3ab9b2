/** Passwords (Argon2id) and one-time codes (TOTP, RFC 6238): loaded when they are needed first. */
import * as z from 'zod'

/** Letters of a password: NIST SP 800-63B asks for length, and for no mixture. */
export const shortestPassword = 12
export const longestPassword = 256

/** What OWASP's password storage page asks of Argon2id: 19 MiB, 2 passes, 1 lane. They are the library's own. */
export async function hashPassword(password: string): Promise<string> {
  const { hash } = await import('@node-rs/argon2')
  return hash(plain(password))
}

let nobody: Promise<string> | null = null

/** Whether it is theirs. With null, nobody's, it takes as long: the time tells no stranger who has an account. */
export async function isPassword(password: string, hashed: string | null): Promise<boolean> {
  const { verify } = await import('@node-rs/argon2')
  nobody ??= hashPassword('nobody has this one')
  const right = await verify(hashed ?? (await nobody), plain(password))
  return hashed !== null && right
}

/** The same letters typed on another keyboard are the same password. */
function plain(password: string): string {
  return password.normalize('NFKC').slice(0, longestPassword)
}

/** In seconds: how long a code lasts, and how far two clocks may differ. */
const period = 30
const tolerance = 30

export async function newSecret(): Promise<string> {
  const { generateSecret } = await import('otplib')
  return generateSecret()
}

/** What an authenticator app reads: dark squares as the path of an SVG of `size` by `size`. */
export interface QrCode {
  readonly size: number
  readonly path: string
}

export async function pictureOf(secret: string, email: string): Promise<QrCode> {
  const [{ generateURI }, { create }] = await Promise.all([import('otplib'), import('qrcode')])
  const { modules } = create(generateURI({ issuer: 'Tanya Dulu', label: email, secret }))
  const dark = Array.from(modules.data, (bit, at) =>
    bit === 0 ? '' : `M${at % modules.size} ${Math.floor(at / modules.size)}h1v1h-1z`,
  )
  return { size: modules.size, path: dark.join('') }
}

const verified = z.union([
  z.object({ valid: z.literal(false) }),
  z.object({ valid: z.literal(true), delta: z.number() }),
])

/** The time step a code belongs to; null when it is not one of this secret's, or not of now. */
export async function stepOf(code: string, secret: string, now: Date): Promise<number | null> {
  const digits = code.replace(/\s/g, '')
  if (!/^\d{6}$/.test(digits)) return null
  const { verify } = await import('otplib')
  const epoch = Math.floor(now.getTime() / 1_000)
  const result = verified.parse(
    await verify({ secret, token: digits, period, epoch, epochTolerance: tolerance }),
  )
  return result.valid ? Math.floor(epoch / period) + result.delta : null
}
