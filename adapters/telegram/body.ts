/** The content of a message, whatever it is: text, something to fetch, or something we cannot open. */
import type { Message } from 'grammy/types'
import type { Body, ChannelName, Media } from '#engine'
import { array, integer, type Json, object, text } from './json.ts'
import { type Named, readSpoken } from './mentions.ts'

/** Null for what nobody said: notices that somebody joined, a title changed, a message was pinned. */
export function readBody(message: Json, self: Named & { readonly channel: ChannelName }): Body | null {
  if (text(message.text) !== null) return { kind: 'text', text: readSpoken(message, self).text }
  const media = readMedia(message, self.channel)
  if (media !== null) return { kind: 'media', media, caption: readSpoken(message, self).text }
  const told = readCard(message) ?? readPlace(message)
  if (told !== null) return told
  const what = closed.find((name) => message[name] !== undefined)
  if (what !== undefined) return { kind: 'unsupported', what }
  if (notices.some((name) => message[name] !== undefined)) return null
  return { kind: 'unsupported', what: 'message' }
}

function readCard(message: Json): Body | null {
  const card = object(message.contact)
  const phone = text(card?.phone_number)
  if (phone === null) return null
  const name = [card?.first_name, card?.last_name].map(text).filter((part) => part !== null)
  return { kind: 'card', name: name.join(' '), phones: [phone] }
}

/** A venue carries its place too, and a name beside it. */
function readPlace(message: Json): Body | null {
  const place = object(message.location)
  const { latitude, longitude } = place ?? {}
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return null
  return { kind: 'place', latitude, longitude, name: text(object(message.venue)?.title) ?? '' }
}

function readMedia(message: Json, channel: ChannelName): Media | null {
  const photo = largest(array(message.photo))
  if (photo !== null) return mediaOf(photo, 'image', channel)
  for (const [name, type] of fetched) {
    const file = object(message[name])
    if (file !== null) return mediaOf(file, type ?? typeOf(text(file.mime_type)), channel)
  }
  return null
}

/** A GIF carries both `animation` and `document`; the first that is there wins. */
const fetched: readonly (readonly [name: keyof Message, type: Media['type'] | null])[] = [
  ['animation', 'video'],
  ['video', 'video'],
  ['video_note', 'video'],
  ['voice', 'audio'],
  ['audio', 'audio'],
  ['document', null],
]

function mediaOf(file: Json, type: Media['type'], channel: ChannelName): Media | null {
  const key = text(file.file_id)
  return key === null || key === '' ? null : { channel, key, type, bytes: integer(file.file_size) }
}

function typeOf(mime: string | null): Media['type'] {
  const family = mime?.split('/')[0]
  return family === 'image' || family === 'audio' || family === 'video' ? family : 'file'
}

/** Telegram sends a picture in several sizes. */
function largest(sizes: readonly unknown[]): Json | null {
  let best: Json | null = null
  let most = -1
  for (const size of sizes) {
    const fields = object(size)
    const area = (integer(fields?.width) ?? 0) * (integer(fields?.height) ?? 0)
    if (fields !== null && area > most) {
      best = fields
      most = area
    }
  }
  return best
}

/** Said by a person, but nothing we can open. */
const closed = [
  'sticker',
  'poll',
  'venue',
  'location',
  'contact',
  'dice',
  'game',
  'story',
  'checklist',
  'invoice',
  'paid_media',
  'live_photo',
  'rich_message',
  'giveaway',
  'gift',
  'unique_gift',
  'web_app_data',
  'users_shared',
  'chat_shared',
] as const satisfies readonly (keyof Message)[]

/** Written by Telegram itself. */
const notices = [
  'new_chat_members',
  'left_chat_member',
  'new_chat_title',
  'new_chat_photo',
  'delete_chat_photo',
  'group_chat_created',
  'supergroup_chat_created',
  'channel_chat_created',
  'message_auto_delete_timer_changed',
  'migrate_to_chat_id',
  'migrate_from_chat_id',
  'pinned_message',
  'successful_payment',
  'refunded_payment',
  'connected_website',
  'write_access_allowed',
  'passport_data',
  'proximity_alert_triggered',
  'boost_added',
  'chat_background_set',
  'chat_owner_left',
  'chat_owner_changed',
  'checklist_tasks_done',
  'checklist_tasks_added',
  'community_chat_added',
  'community_chat_joined',
  'community_chat_removed',
  'managed_bot_created',
  'poll_option_added',
  'poll_option_deleted',
  'suggested_post_approved',
  'suggested_post_approval_failed',
  'suggested_post_declined',
  'suggested_post_paid',
  'suggested_post_refunded',
  'forum_topic_created',
  'forum_topic_edited',
  'forum_topic_closed',
  'forum_topic_reopened',
  'general_forum_topic_hidden',
  'general_forum_topic_unhidden',
  'giveaway_created',
  'giveaway_winners',
  'giveaway_completed',
  'gift_upgrade_sent',
  'paid_message_price_changed',
  'direct_message_price_changed',
  'video_chat_scheduled',
  'video_chat_started',
  'video_chat_ended',
  'video_chat_participants_invited',
] as const satisfies readonly (keyof Message)[]
