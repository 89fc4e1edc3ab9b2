/** Who may knock, and with how much: nobody from another site, and no body without an end. */

/** Largest message without a file, in bytes: 64 KB, more than any platform's text. */
export const textBodyLimit = 64 * 1024
/** Largest message with a file, in bytes: 20 MB, as the Bot API's `getFile`, and what a form adds around it. */
export const uploadBodyLimit = 20 * 1024 * 1024 + textBodyLimit

/**
 * Whether this request may be answered at all. A name that somebody else's DNS can point at this machine is refused;
 * an address, localhost and the hosts we were told of are not.
 */
export function knowsHost(request: Request, hosts: readonly string[]): boolean {
  const { hostname } = new URL(request.url)
  const isAddress = /^[\d.]+$/.test(hostname) || hostname.startsWith('[')
  return isAddress || hostname === 'localhost' || hostname.endsWith('.localhost') || hosts.includes(hostname)
}

/** Whether our own page sent this, and not another site that is open in the same browser. */
export function isOwnPage(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin') return false
  const origin = request.headers.get('origin')
  if (origin === null) return site !== null
  // Only the host: behind a proxy the page may be https where we see http.
  return URL.canParse(origin) && new URL(origin).host === new URL(request.url).host
}

/** The body, or null when it is larger than `most` bytes. No more than that is ever held. */
export async function readBody(request: Request, most: number): Promise<Uint8Array<ArrayBuffer> | null> {
  if (Number(request.headers.get('content-length') ?? 0) > most) return null
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of request.body ?? []) {
    size += part.length
    if (size > most) return null
    parts.push(part)
  }
  const whole = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
