/** Media in two steps: Meta names an address that lives for five minutes, and the bytes are fetched there. Sending is
 * the other way round: the bytes are given first, then the message names them. */
import { createHash } from 'node:crypto'
import type { Drawing, SendOutcome } from '#engine'
import { integer, object, parse, text } from '../json.ts'
import { downloadLimit } from './abilities.ts'
import { mediaId } from './body.ts'
import type { Client } from './client.ts'
import { broken, readAnswer } from './failures.ts'

export interface Shelf {
  /** Throws when there is no such file, or it is too large. */
  fetch(key: string): Promise<Uint8Array>
  /** Hands a picture we were sent over to Meta again; its id for a message, or why there is none. */
  offer(key: string): Promise<{ readonly id: string } | SendOutcome>
  /** The same for a picture drawn here. */
  give(drawing: Drawing): Promise<{ readonly id: string } | SendOutcome>
}

/** "Media": an uploaded file is kept for 30 days. */
const keptMs = 29 * 24 * 3_600_000
const mostKept = 200
/** "Supported media types": what may be sent as a picture. */
const pictures = /^image\/(jpeg|png)$/

export function createShelf(client: Client, phoneId: string): Shelf {
  const offered = new Map<string, { readonly id: string; readonly until: number }>()

  const locate = async (key: string): Promise<{ readonly url: string; readonly mime: string }> => {
    // Only its own number may ask for it; checked by Meta.
    if (!mediaId.test(key)) throw new Error('this is no media of WhatsApp')
    const { status, body } = await client.get(`${key}?phone_number_id=${phoneId}`)
    const file = object(parse(body))
    const url = text(file?.url)
    if (status !== 200 || url === null || !URL.canParse(url))
      throw new Error(`WhatsApp would not name this file (${status})`)
    if ((integer(file?.file_size) ?? 0) > downloadLimit) throw new Error('files above 20 MB are not fetched')
    return { url, mime: text(file?.mime_type) ?? '' }
  }

  /** Uploaded once for all messages of the next weeks. `open` gives null for what is no picture. */
  const handOver = async (
    key: string,
    open: () => Promise<{ readonly bytes: Uint8Array; readonly mime: string } | null>,
  ): Promise<{ readonly id: string } | SendOutcome> => {
    const known = offered.get(key)
    if (known !== undefined && known.until > Date.now()) return { id: known.id }
    try {
      const file = await open()
      if (file === null) return { kind: 'refused', why: 'malformed', detail: 'not a picture' }
      const answer = await client.upload(`${phoneId}/media`, file)
      const id = text(object(parse(answer.body))?.id)
      if (answer.status !== 200 || id === null) return readAnswer(answer).outcome
      if (offered.size >= mostKept) offered.clear()
      offered.set(key, { id, until: Date.now() + keptMs })
      return { id }
    } catch {
      return broken
    }
  }

  return {
    async fetch(key) {
      return client.download((await locate(key)).url)
    },
    offer(key) {
      return handOver(key, async () => {
        const { url, mime } = await locate(key)
        return pictures.test(mime) ? { bytes: await client.download(url), mime } : null
      })
    },
    give(drawing) {
      const digest = createHash('sha256').update(drawing.bytes).digest('hex')
      return handOver(digest, () => Promise.resolve(drawing))
    },
  }
}
