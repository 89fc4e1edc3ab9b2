/** The content of a message, whatever it is: text, a tap, something to fetch, or something we cannot open. */
import type { Body, ChannelName, Media } from '#engine'
import { array, type Json, object, objects, text } from '../json.ts'

/** Null for what nobody said: a reaction, an edit, a message taken back, a number that changed. */
export function readBody(message: Json, channel: ChannelName): Body | null {
  const type = text(message.type) ?? ''
  const content = object(message[type])
  switch (type) {
    case 'text': {
      const words = text(content?.body)
      return words === null ? { kind: 'unsupported', what: 'text' } : { kind: 'text', text: words }
    }
    case 'image':
    case 'audio':
    case 'video':
    case 'document':
      return readMedia(content, { type: type === 'document' ? 'file' : type, channel })
    case 'interactive':
      return readChoice(content)
    case 'button':
      return readQuickReply(content)
    case 'contacts':
      return readCards(objects(message.contacts))
    case 'location':
      return readPlace(content)
    case 'unsupported':
      return readUnsupported(content)
    case 'reaction':
    case 'edit':
    case 'revoke':
    case 'system':
    // The chat was opened for the first time; nothing was said yet.
    case 'request_welcome':
      return null
    default:
      return { kind: 'unsupported', what: nameOf(type) }
  }
}

function readMedia(
  content: Json | null,
  { type, channel }: { readonly type: Media['type']; readonly channel: ChannelName },
): Body {
  const key = text(content?.id)
  if (key === null || !mediaId.test(key)) return { kind: 'unsupported', what: type }
  const family = (text(content?.mime_type) ?? '').split('/')[0]
  const seen = type === 'file' && family === 'image' ? 'image' : type
  return {
    kind: 'media',
    media: { channel, key, type: seen, bytes: null },
    caption: text(content?.caption) ?? '',
  }
}

/** As Meta numbers media; also what keeps a key from being anything else within an address. */
export const mediaId = /^[\w-]{1,100}$/

function readChoice(content: Json | null): Body {
  const reply = object(content?.button_reply) ?? object(content?.list_reply)
  const token = text(reply?.id)
  if (token !== null && token !== '') return { kind: 'press', token }
  return { kind: 'unsupported', what: content?.nfm_reply === undefined ? 'interactive' : 'form' }
}

/** A button of a template. Without a payload of ours Meta sends the words on the button, which then are what was said. */
function readQuickReply(content: Json | null): Body {
  const words = text(content?.text)
  const payload = text(content?.payload)
  if (payload !== null && payload !== '' && payload !== words) return { kind: 'press', token: payload }
  return words === null ? { kind: 'unsupported', what: 'button' } : { kind: 'text', text: words }
}

function readCards(cards: readonly Json[]): Body {
  const phones = cards.flatMap((card) =>
    array(card.phones).flatMap((each) => text(object(each)?.phone) ?? text(object(each)?.wa_id) ?? []),
  )
  if (phones.length === 0) return { kind: 'unsupported', what: 'contacts' }
  const names = cards.flatMap((card) => text(object(card.name)?.formatted_name) ?? [])
  return { kind: 'card', name: names.join(', '), phones }
}

function readPlace(content: Json | null): Body {
  const { latitude, longitude } = content ?? {}
  if (typeof latitude !== 'number' || typeof longitude !== 'number')
    return { kind: 'unsupported', what: 'location' }
  return { kind: 'place', latitude, longitude, name: text(content?.name) ?? '' }
}

/** What WhatsApp itself could not hand over. Some of it are acts upon older messages, which say nothing to us. */
function readUnsupported(content: Json | null): Body | null {
  const what = nameOf(text(content?.type) ?? 'unsupported')
  return acts.has(what) ? null : { kind: 'unsupported', what }
}

const acts: ReadonlySet<string> = new Set([
  'pin',
  'keep_in_chat',
  'poll_update',
  'reaction',
  'edit',
  'revoke',
])

function nameOf(type: string): string {
  return /^[a-z_]{1,40}$/.test(type) ? type : 'message'
}
