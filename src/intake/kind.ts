/** What a file is, by its first bytes alone: its name and what the sender says of it prove nothing. */

export type FileKind = 'jpeg' | 'png' | 'gif' | 'webp' | 'pdf'

/** How far into a file readers of PDF look for its mark (ISO 32000, implementation notes). */
const pdfWithin = 1024

export function kindOf(bytes: Uint8Array): FileKind | null {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, pdfWithin)).toString(
    'latin1',
  )
  if (start.startsWith('\xff\xd8\xff')) return 'jpeg'
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'png'
  if (start.startsWith('GIF87a') || start.startsWith('GIF89a')) return 'gif'
  if (start.startsWith('RIFF') && start.slice(8, 12) === 'WEBP') return 'webp'
  return start.includes('%PDF-') ? 'pdf' : null
}
