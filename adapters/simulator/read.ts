/** Post → Inbound: checks what the page sent, and says it in our words. Pure. */

import * as z from 'zod'
import { type Body, type ChannelName, type Inbound, type InboundId, locales, type Media } from '#engine'
import { costumes, type Post, type Said } from './wire.ts'

const letters = (most: number) => z.string().max(most)
const person = z.string().regex(/^p-[A-Za-z0-9-]{8,48}$/, 'must be p- and 8 to 48 letters, digits or -')
const group = z.string().regex(/^g-[A-Za-z0-9-]{8,48}$/, 'must be g- and 8 to 48 letters, digits or -')

const said = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string().min(1) }),
  z.object({ kind: z.literal('press'), token: letters(256).min(1), label: letters(256) }),
  z.object({ kind: z.literal('media'), caption: letters(4096) }),
  z.object({ kind: z.literal('card'), name: letters(200), phones: z.array(letters(40)).min(1).max(10) }),
  z.object({
    kind: z.literal('place'),
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    name: letters(200),
  }),
  z.object({ kind: z.literal('membership'), change: z.enum(['joined', 'left', 'blocked']) }),
  z.object({ kind: z.literal('other'), what: z.string().regex(/^[a-z][a-z-]{0,39}$/) }),
])
const kinds: ReadonlySet<unknown> = new Set([
  'text',
  'press',
  'media',
  'card',
  'place',
  'membership',
  'other',
])

/** What a newer page may send and we do not know is heard as something we cannot open, not refused. */
function knownKind(value: unknown): unknown {
  const named = z.object({ kind: z.string() }).safeParse(value)
  if (!named.success || kinds.has(named.data.kind)) return value
  return { kind: 'other', what: named.data.kind }
}

/** One message of the page. The limits of length are those of the request, see `door.ts`. */
export const postSchema: z.ZodType<Post> = z.object({
  id: z.string().regex(/^[A-Za-z0-9-]{8,48}$/, 'must be 8 to 48 letters, digits or -'),
  costume: z.enum(costumes),
  person,
  group: group.nullable(),
  hint: z.enum(locales).nullable(),
  forwarded: z.enum(['no', 'once', 'often']),
  addressed: z.boolean(),
  quotes: letters(200).nullable(),
  said: z.preprocess(knownKind, said),
})

/** Which line of which chat is to be delivered again. */
export const againSchema = z.object({
  costume: z.enum(costumes),
  chat: z.union([person, group]),
  line: letters(200),
})

/** Which chat a page wants to watch. */
export const watchSchema = z.object({ costume: z.enum(costumes), chat: z.union([person, group]) })

/** The chat a post belongs to: the group, or the person alone. */
export function chatOf(post: Pick<Post, 'group' | 'person'>): string {
  return post.group ?? post.person
}

/** What a post replies to, as the hub remembers it. */
export interface Quoted {
  readonly body: Body
  readonly byBot: boolean
}

/** `media` is what was stored of the file beside the post; `quoted` the line it replies to, when the hub still has it. */
export function read(
  post: Post,
  kit: Readonly<{ channel: ChannelName; at: Date; media: Media | null; quoted: Quoted | null }>,
): Inbound {
  const chat = chatOf(post)
  return {
    // The page's id alone could meet that of another person: with chat and person it is one of a kind.
    id: `${kit.channel}/${chat}/${post.person}/${post.id}` as InboundId,
    at: kit.at,
    from: { channel: kit.channel, chat },
    person: post.person,
    hint: post.hint,
    setting: post.group === null ? 'private' : 'group',
    addressed: isAddressed(post, kit.quoted),
    forwarded: post.forwarded,
    body: readBody(post.said, kit.media),
    quotes: kit.quoted?.body ?? null,
  }
}

function isAddressed(post: Post, quoted: Quoted | null): boolean {
  if (post.group === null || post.addressed || quoted?.byBot === true) return true
  return post.said.kind === 'press' || (post.said.kind === 'text' && post.said.text.startsWith('/'))
}

function readBody(said: Said, media: Media | null): Body {
  switch (said.kind) {
    case 'text':
      return { kind: 'text', text: said.text }
    case 'press':
      return { kind: 'press', token: said.token }
    case 'media':
      if (media === null) return { kind: 'unsupported', what: 'empty' }
      return { kind: 'media', media, caption: said.caption }
    case 'membership':
      return { kind: 'membership', change: said.change }
    case 'card':
    case 'place':
      return said
    case 'other':
      return { kind: 'unsupported', what: said.what }
  }
}
