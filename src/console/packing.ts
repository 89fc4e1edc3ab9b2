/** Bytes as small as the browser can read them, for poor lines. */
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

export interface Packed {
  readonly encoding: 'br' | 'gzip' | null
  readonly bytes: Buffer
}

/** Below this many bytes packing saves no packet. */
const worthwhile = 1_024

/** `accepts`: the header Accept-Encoding. `hard`: packed once and served often, so that time does not matter. */
export function pack(bytes: Buffer, accepts: string | undefined, hard = false): Packed {
  const accepted = new Set((accepts ?? '').split(',').map((each) => each.split(';')[0]?.trim()))
  if (bytes.length < worthwhile) return { encoding: null, bytes }
  if (accepted.has('br')) return { encoding: 'br', bytes: brotli(bytes, hard) }
  if (accepted.has('gzip')) return { encoding: 'gzip', bytes: gzipSync(bytes, { level: hard ? 9 : 6 }) }
  return { encoding: null, bytes }
}

/** Quality 4 packs a page in about the time of gzip, and smaller. */
function brotli(bytes: Buffer, hard: boolean): Buffer {
  return brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: hard ? constants.BROTLI_MAX_QUALITY : 4,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  })
}
