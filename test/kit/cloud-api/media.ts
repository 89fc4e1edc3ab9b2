/** Media in two steps: uploaded under an id; named with an address that lives for five minutes; fetched there, with the
 * token. */
import { createHash, randomBytes } from 'node:crypto'
import type { Clock } from './clock.ts'
import { invalid, noObject } from './refusal.ts'

export interface Stored {
  readonly id: string
  readonly mime: string
  readonly bytes: Uint8Array
  /** What a person sent can be fetched, but no message may name it. */
  readonly from: 'us' | 'a person'
}

export interface MediaStore {
  add(bytes: Uint8Array, mime: string, from: Stored['from']): Stored
  /** Throws Refusal when there is none. */
  get(id: string): Stored
  /** What `GET /{id}` answers. */
  describe(id: string, root: string): Readonly<Record<string, unknown>>
  /** The bytes behind an address; null when it has expired or never was. */
  open(path: string): Stored | null
}

/** "Media": download addresses live for five minutes. Uploads are kept for 30 days, what people send for 7. */
const addressMs = 5 * 60_000
const keptMs = { us: 30 * 24 * 3_600_000, 'a person': 7 * 24 * 3_600_000 }
/** "Supported media types". */
const uploadable =
  /^(image\/(jpeg|png)|audio\/(aac|amr|mpeg|mp4|ogg)|video\/(mp4|3gpp)|application\/pdf|text\/plain)/

export function createMedia(clock: Clock): MediaStore {
  const stored = new Map<string, Stored & { readonly until: number }>()
  const addresses = new Map<string, { readonly id: string; readonly until: number }>()
  let next = 1_906_385_232_743_451
  const get = (id: string): Stored => {
    const found = stored.get(id)
    if (found === undefined || found.until < clock.now()) throw noObject(id)
    return found
  }
  return {
    get,
    add(bytes, mime, from) {
      if (from === 'us' && !uploadable.test(mime))
        throw invalid(`Param file must be a file with one of the supported types - got ${mime}.`)
      const item = { id: String(next++), mime, bytes, from }
      stored.set(item.id, { ...item, until: clock.now() + keptMs[from] })
      return item
    },
    describe(id, root) {
      const { mime, bytes } = get(id)
      const path = `/whatsapp_business/attachments/${randomBytes(12).toString('hex')}`
      addresses.set(path, { id, until: clock.now() + addressMs })
      return {
        messaging_product: 'whatsapp',
        url: `${root}${path}?mid=${id}&ext=1`,
        mime_type: mime,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        file_size: bytes.byteLength,
        id,
      }
    },
    open(path) {
      const address = addresses.get(path)
      return address === undefined || address.until < clock.now() ? null : get(address.id)
    },
  }
}
