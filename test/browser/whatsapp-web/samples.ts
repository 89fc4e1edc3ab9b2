/** What people do on WhatsApp, in the words of its page, and what is heard of it. */
import type { Sample } from '../../contract/adapter.ts'
import { us, type Written } from '../../kit/whatsapp-web/index.ts'

const ani = '6281234567890@c.us'
const group = '120363000000000001@g.us'
const hidden = { phone: '6281234567891@c.us', lid: '111122223333444@lid' }
const t = 1_764_000_000
const at = '2025-11-24T16:00:00.000Z'

let next = 0
function sample(name: string, written: Partial<Written>, hears: Sample['hears']): Sample {
  const id = `3EB0AB${String(++next).padStart(14, '0')}`
  const raw: Written = { chat: ani, t, id, ...written }
  return { name, raw, hears: hears && { at, setting: 'private', addressed: true, forwarded: 'no', ...hears } }
}

/** The key of a message's media is the id of the message. */
const media = (chat: string, type: 'image' | 'audio' | 'video' | 'file', caption: string) => ({
  kind: 'media' as const,
  caption,
  media: {
    channel: 'whatsapp' as never,
    key: `false_${chat}_3EB0AB${String(next + 1).padStart(14, '0')}`,
    type,
    bytes: 3,
  },
})
const file = (mimetype: string) => ({ base64: 'AQID', mimetype })
const text = (words: string) => ({ kind: 'text' as const, text: words })

export const samples: readonly [Sample, ...Sample[]] = [
  sample(
    'a text',
    { body: 'PT Maju Jaya resmi?' },
    { chat: '6281234567890', person: '6281234567890', body: text('PT Maju Jaya resmi?'), quotes: null },
  ),
  sample(
    'from a hidden number, which the page knows',
    { chat: hidden.lid, people: [hidden], body: 'halo' },
    { chat: '6281234567891', person: '6281234567891', body: text('halo') },
  ),
  sample(
    'from a hidden number that nobody knows',
    { chat: '555566667777888@lid', body: 'halo' },
    { chat: '555566667777888@lid', person: '555566667777888@lid' },
  ),
  sample(
    'letters of every kind',
    { body: 'PT 𝓜aju\n🇮🇩 *resmi*?\u200b' },
    { body: text('PT 𝓜aju\n🇮🇩 *resmi*?\u200b') },
  ),
  sample(
    'a picture with words',
    { type: 'image', caption: 'ini resmi?', media: file('image/jpeg') },
    { body: media(ani, 'image', 'ini resmi?') },
  ),
  sample(
    'a picture without words',
    { type: 'image', media: file('image/jpeg') },
    { body: media(ani, 'image', '') },
  ),
  sample(
    'a voice message',
    { type: 'ptt', media: file('audio/ogg; codecs=opus') },
    { body: media(ani, 'audio', '') },
  ),
  sample('a video', { type: 'video', media: file('video/mp4') }, { body: media(ani, 'video', '') }),
  sample(
    'a document',
    { type: 'document', media: { ...file('application/pdf'), filename: 'kontrak.pdf' } },
    { body: media(ani, 'file', '') },
  ),
  sample(
    'a picture as a document',
    { type: 'document', media: file('image/png') },
    { body: media(ani, 'image', '') },
  ),
  sample(
    'a contact card',
    {
      type: 'vcard',
      body: 'BEGIN:VCARD\nVERSION:3.0\nFN:Pak Agus PT Maju\nTEL;type=CELL;waid=6281300000001:+62 813-0000-0001\nEND:VCARD',
    },
    { body: { kind: 'card', name: 'Pak Agus PT Maju', phones: ['+62 813-0000-0001'] } },
  ),
  sample(
    'several contact cards',
    {
      type: 'multi_vcard',
      vcardList: ['A', 'B'].map((name) => ({
        displayName: name,
        vcard: `BEGIN:VCARD\nFN:${name}\nTEL:0811-${name}\nEND:VCARD`,
      })),
    },
    { body: { kind: 'card', name: 'A, B', phones: ['0811-A', '0811-B'] } },
  ),
  sample(
    'a place',
    { type: 'location', lat: -6.2, lng: 106.8, loc: 'Kantor PT Maju\nJl. Sudirman 1' },
    { body: { kind: 'place', latitude: -6.2, longitude: 106.8, name: 'Kantor PT Maju' } },
  ),
  sample(
    'a forwarded text',
    { body: 'Lowongan Taiwan', isForwarded: true, forwardingScore: 1 },
    { forwarded: 'once' },
  ),
  sample(
    'a text forwarded many times',
    { body: 'Lowongan Taiwan', isForwarded: true, forwardingScore: 5 },
    { forwarded: 'often' },
  ),
  sample(
    'a reply to a text',
    {
      body: 'yang ini?',
      quotedMsg: { type: 'chat', body: 'PT Maju' },
      quotedStanzaID: '3EB0Q',
      quotedParticipant: ani,
    },
    { body: text('yang ini?'), quotes: text('PT Maju') },
  ),
  sample(
    'a reply to a picture',
    {
      body: 'resmi?',
      quotedMsg: { type: 'image', directPath: '/x', mimetype: 'image/jpeg', caption: 'iklan', size: 9 },
      quotedStanzaID: '3EB0Q',
      quotedParticipant: us.phone,
    },
    {
      quotes: {
        kind: 'media',
        caption: 'iklan',
        media: { channel: 'whatsapp' as never, key: `true_${ani}_3EB0Q`, type: 'image', bytes: 9 },
      },
    },
  ),
  sample(
    'a sticker',
    { type: 'sticker', media: file('image/webp') },
    { body: { kind: 'unsupported', what: 'sticker' } },
  ),
  sample(
    'a poll',
    { type: 'poll_creation', pollName: 'x' },
    { body: { kind: 'unsupported', what: 'poll_creation' } },
  ),
  sample(
    'in a group, to nobody',
    { chat: group, author: ani, body: 'pagi' },
    { chat: group, person: '6281234567890', setting: 'group', addressed: false, body: text('pagi') },
  ),
  sample(
    'in a group, by our number',
    {
      chat: group,
      author: ani,
      body: `@${us.phone.split('@')[0]} PT Maju resmi?`,
      mentionedJidList: [us.phone],
    },
    { setting: 'group', addressed: true, body: text('PT Maju resmi?') },
  ),
  sample(
    'in a group, by our hidden id',
    {
      chat: group,
      author: hidden.lid,
      people: [hidden],
      body: `tolong @${us.lid.split('@')[0]}, cek`,
      mentionedJidList: [us.lid],
    },
    { person: '6281234567891', setting: 'group', addressed: true, body: text('tolong cek') },
  ),
  sample(
    'in a group, about somebody else',
    { chat: group, author: ani, body: '@628999 halo', mentionedJidList: ['6289990000@c.us'] },
    { setting: 'group', addressed: false, body: text('@628999 halo') },
  ),
  sample(
    'in a group, a reply to us',
    {
      chat: group,
      author: ani,
      body: '2',
      quotedMsg: { type: 'chat', body: '1. ya' },
      quotedStanzaID: '3EB0Q',
      quotedParticipant: us.phone,
    },
    { setting: 'group', addressed: true, quotes: text('1. ya') },
  ),
]

export const raw = (written: Partial<Written>): Written => ({
  chat: ani,
  t,
  id: `3EB0CD${String(++next).padStart(14, '0')}`,
  ...written,
})
export { ani, group }
