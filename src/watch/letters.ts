/** Bytes as letters, whatever the server says of them: a byte order mark wins, then what is really UTF-8, then what the
 * server or the file claims, then the table that most old pages have. */

const nameOf = (label: string): string | null => {
  try {
    return new TextDecoder(label).encoding
  } catch {
    return null
  }
}

/** Never throws; what cannot be read becomes U+FFFD, and NUL is taken out. */
export function lettersOf(bytes: Uint8Array, type: string): string {
  return decode(bytes, type).replaceAll('\0', '')
}

function decode(bytes: Uint8Array, type: string): string {
  const [a, b, c] = bytes
  if (a === 0xff && b === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (a === 0xfe && b === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  if (a === 0xef && b === 0xbb && c === 0xbf) return new TextDecoder().decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    const head = new TextDecoder('latin1').decode(bytes.subarray(0, 2_048))
    const claimed =
      /charset\s*=\s*["']?([\w:-]{1,40})/i.exec(type)?.[1] ??
      /<meta[^>]{0,200}charset\s*=\s*["']?([\w:-]{1,40})/i.exec(head)?.[1] ??
      /^<\?xml[^>]{0,200}encoding\s*=\s*["']([\w:-]{1,40})/i.exec(head)?.[1]
    const encoding = claimed === undefined || isLie(claimed, bytes) ? null : nameOf(claimed)
    // A page cut in the middle of a letter is still UTF-8.
    const own = encoding === null || encoding === 'utf-8' ? guess(bytes) : encoding
    return new TextDecoder(own).decode(bytes)
  }
}

/** A page has marks and spaces, and in UTF-16 half of each of them is a zero. */
function isLie(claimed: string, bytes: Uint8Array): boolean {
  return /^utf-?16/i.test(claimed) && !bytes.subarray(0, 2_048).includes(0)
}

/** UTF-8 with a few broken letters, or a table of one byte a letter. */
function guess(bytes: Uint8Array): string {
  const sample = new TextDecoder().decode(bytes.subarray(0, 65_536))
  const broken = sample.split('\u{fffd}').length - 1
  return broken * 50 < sample.length ? 'utf-8' : 'windows-1252'
}
