/** The media type of a file by its first bytes, for what is kept and not opened: voices, videos, office documents. Nothing
 * is unpacked here, so that a table is enough. */
import { type FileKind, kindOf } from './kind.ts'

const opened: Readonly<Record<FileKind, string>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  pdf: 'application/pdf',
}

/** Marks of the formats that phones send, at their place (RFC 3533, ISO 14496-12, RFC 9559, RFC 4867, ID3v2, APPNOTE 4.3.7,
 * MS-CFB 2.2). */
const marks: readonly { readonly at: number; readonly mark: string; readonly type: string }[] = [
  { at: 0, mark: 'OggS', type: 'audio/ogg' },
  { at: 4, mark: 'ftypM4A', type: 'audio/mp4' },
  { at: 4, mark: 'ftypqt', type: 'video/quicktime' },
  { at: 4, mark: 'ftyp', type: 'video/mp4' },
  { at: 0, mark: '\x1aE\xdf\xa3', type: 'video/webm' },
  { at: 0, mark: '#!AMR', type: 'audio/amr' },
  { at: 0, mark: 'ID3', type: 'audio/mpeg' },
  { at: 0, mark: '\xff\xfb', type: 'audio/mpeg' },
  { at: 0, mark: 'PK\x03\x04', type: 'application/zip' },
  { at: 0, mark: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', type: 'application/x-ole-storage' },
]

export function mediaTypeOf(bytes: Uint8Array): string {
  const kind = kindOf(bytes)
  if (kind !== null) return opened[kind]
  const start = Buffer.from(bytes.subarray(0, 16)).toString('latin1')
  return marks.find(({ at, mark }) => start.startsWith(mark, at))?.type ?? 'application/octet-stream'
}
