/** The content of a message, whatever it is: text, something to fetch, or something we cannot open. */
import type { Body, ChannelName, Media } from '#engine'
import { array, type Json, number, object, text } from '../json.ts'
import { readCard } from './vcard.ts'

/** `key` fetches what the message holds. Null for what nobody said: notices, calls, changes of a message. */
export function readBody(message: Json, key: string, channel: ChannelName): Body | null {
  const type = text(message.type) ?? 'unknown'
  if (notices.has(type)) return null
  if (spoken.has(type)) {
    const said = text(message.body)
    return said === null ? { kind: 'unsupported', what: type } : { kind: 'text', text: said }
  }
  return (
    readMedia(message, type, key, channel) ?? readTold(message, type) ?? { kind: 'unsupported', what: type }
  )
}

/** A press of a button from another time arrives with the words that stood on it. */
const spoken: ReadonlySet<string> = new Set([
  'chat',
  'buttons_response',
  'list_response',
  'template_button_reply',
])

const fetched: Readonly<Record<string, Media['type']>> = {
  image: 'image',
  video: 'video',
  ptv: 'video',
  audio: 'audio',
  ptt: 'audio',
  document: 'file',
}

/** Media without a path has expired, or was never whole. */
function readMedia(message: Json, type: string, key: string, channel: ChannelName): Body | null {
  const kind = Object.hasOwn(fetched, type) ? fetched[type] : undefined
  if (kind === undefined || text(message.directPath) === null) return null
  const family = text(message.mimetype)?.split('/')[0]
  // A picture sent as a document is still a picture.
  const shown =
    kind === 'file' && (family === 'image' || family === 'video' || family === 'audio') ? family : kind
  return {
    kind: 'media',
    media: { channel, key, type: shown, bytes: number(message.size) },
    caption: text(message.caption) ?? '',
  }
}

function readTold(message: Json, type: string): Body | null {
  if (type === 'vcard') return readCard([text(message.body) ?? ''])
  if (type === 'multi_vcard') {
    return readCard(array(message.vcardList).map((card) => text(object(card)?.vcard) ?? ''))
  }
  const latitude = number(message.lat)
  const longitude = number(message.lng)
  if (type !== 'location' || latitude === null || longitude === null) return null
  return { kind: 'place', latitude, longitude, name: text(message.loc)?.split('\n')[0] ?? '' }
}

/** Written by WhatsApp itself, or a change of something said before. An album only announces the pictures that follow. */
const notices: ReadonlySet<string> = new Set([
  'album',
  'biz_content_placeholder',
  'broadcast_notification',
  'call_log',
  'ciphertext',
  'debug',
  'e2e_notification',
  'gp2',
  'group_notification',
  'keep_in_chat',
  'newsletter_notification',
  'notification',
  'notification_template',
  'pinned_message',
  'poll_update',
  'protocol',
  'reaction',
  'reaction_enc',
  'revoked',
])
