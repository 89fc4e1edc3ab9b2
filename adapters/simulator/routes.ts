/** The page and its few addresses, as one web-standard handler. */

import type { ZodError } from 'zod'
import { type ChannelName, type Media, plainText } from '#engine'
import { createAssets } from './assets.ts'
import { isOwnPage, knowsHost, readBody, textBodyLimit, uploadBodyLimit } from './door.ts'
import type { Hearing } from './hearing.ts'
import type { Hub, Kept } from './hub.ts'
import type { MediaStore } from './media.ts'
import { againSchema, chatOf, postSchema, type Quoted, read, watchSchema } from './read.ts'
import { streamChat } from './stream.ts'
import { type Costume, costumes, type Post } from './wire.ts'

/** One costume that can be worn: its channel, and who hears what is said on it. */
export interface Phone {
  readonly channel: ChannelName
  readonly hearing: Hearing
}

interface Kit {
  readonly hub: Hub
  readonly media: MediaStore
  readonly phones: ReadonlyMap<Costume, Phone>
  readonly now: () => Date
  readonly path: string
  readonly hosts: readonly string[]
  /** Folder of the page's own files. */
  readonly page: string
}

interface File {
  readonly bytes: Uint8Array
  readonly mime: string
  readonly name: string
}

export function createRoutes(kit: Kit): (request: Request) => Promise<Response> {
  const assets = createAssets(kit.page)

  async function get(name: string, request: Request): Promise<Response> {
    if (name === 'events') return watch(kit, request)
    if (name === 'costumes') return Response.json(costumes.filter((costume) => kit.phones.has(costume)))
    if (name.startsWith('media/')) return showMedia(kit.media, name.slice('media/'.length))
    return (await assets.answer(name, request)) ?? refuse(404, 'There is nothing at this address.')
  }

  async function post(name: string, request: Request): Promise<Response> {
    if (!isOwnPage(request)) return refuse(403, 'Only the simulator page itself may send messages.')
    if (name === 'messages') return takeMessage(kit, request)
    if (name === 'uploads') return takeUpload(kit, request)
    if (name === 'again') return deliverAgain(kit, request)
    return refuse(404, 'There is nothing at this address.')
  }

  return async (request) => {
    const url = new URL(request.url)
    if (!knowsHost(request, kit.hosts)) {
      return refuse(421, `The simulator does not answer to the name ${url.hostname}. Open it as localhost.`)
    }
    // Without the slash the page's own relative addresses would miss.
    if (url.pathname === kit.path)
      return new Response(null, { status: 308, headers: { location: `${kit.path}/` } })
    const name = url.pathname.slice(kit.path.length + 1)
    if (request.method === 'GET') return harden(await get(name, request))
    if (request.method === 'POST') return harden(await post(name, request))
    return refuse(405, 'Only GET and POST are answered.')
  }
}

function watch(kit: Kit, request: Request): Response {
  const { searchParams } = new URL(request.url)
  const asked = watchSchema.safeParse({
    costume: searchParams.get('costume'),
    chat: searchParams.get('chat'),
  })
  if (!asked.success) return refuse(400, explain(asked.error))
  const phone = kit.phones.get(asked.data.costume)
  if (phone === undefined) return refuse(404, 'costume: this one is not offered here.')
  const seen = request.headers.get('last-event-id') ?? searchParams.get('seen')
  return streamChat(
    kit.hub,
    { channel: phone.channel, chat: asked.data.chat },
    { seen, signal: request.signal },
  )
}

async function takeMessage(kit: Kit, request: Request): Promise<Response> {
  const body = await readBody(request, textBodyLimit)
  if (body === null) return refuse(413, 'A message may have at most 64 KB.')
  const post = postSchema.safeParse(parseJson(body))
  return post.success ? accept(kit, post.data, null) : refuse(400, explain(post.error))
}

async function takeUpload(kit: Kit, request: Request): Promise<Response> {
  const body = await readBody(request, uploadBodyLimit)
  if (body === null) return refuse(413, 'A file may have at most 20 MB.')
  const form = await readForm(body, request.headers.get('content-type') ?? '')
  const file = form?.get('file')
  const message = form?.get('message')
  if (typeof file !== 'object' || file === null || typeof message !== 'string') {
    return refuse(400, 'form: must have the parts message (JSON) and file.')
  }
  const post = postSchema.safeParse(parseJson(new TextEncoder().encode(message)))
  if (!post.success) return refuse(400, explain(post.error))
  const bytes = new Uint8Array(await file.arrayBuffer())
  const [mime = ''] = file.type.split(';')
  return accept(kit, post.data, { bytes, mime: mime.trim().toLowerCase(), name: file.name.slice(0, 200) })
}

/** 202: taken. 200: taken before; the same post twice is one line and one turn. */
function accept(kit: Kit, post: Post, file: File | null): Response {
  const phone = kit.phones.get(post.costume)
  if (phone === undefined) return refuse(404, 'costume: this one is not offered here.')
  if (!phone.hearing.listening) return refuse(503, 'The bot is not listening just now.')
  const place = { channel: phone.channel, chat: chatOf(post) }
  const quoted = post.quotes === null ? null : kit.hub.find(place, post.quotes)
  const heard = (media: Media | null) =>
    read(post, {
      channel: phone.channel,
      at: kit.now(),
      media,
      quoted: quoted === null ? null : quotedOf(quoted),
    })
  const { id } = heard(null)
  if (kit.hub.find(place, id) !== null) return Response.json({ line: id })

  const media = file === null ? null : kit.media.store(phone.channel, file)
  const inbound = heard(media)
  const { person, forwarded, said } = post
  kit.hub.setBlocked(place, said.kind === 'membership' && said.change !== 'joined')
  kit.hub.hear(
    {
      by: 'person',
      person,
      post: post.id,
      state: 'hearing',
      deliveries: 1,
      forwarded,
      addressed: inbound.addressed,
      quotes: post.quotes,
      said,
      attached: media === null ? null : kit.media.describe(media),
    },
    inbound,
  )
  phone.hearing.add(inbound)
  return Response.json({ line: id }, { status: 202 })
}

async function deliverAgain(kit: Kit, request: Request): Promise<Response> {
  const body = await readBody(request, textBodyLimit)
  const asked = againSchema.safeParse(body === null ? null : parseJson(body))
  if (!asked.success) return refuse(400, explain(asked.error))
  const { costume, chat, line: id } = asked.data
  const phone = kit.phones.get(costume)
  const place = phone === undefined ? null : { channel: phone.channel, chat }
  const kept = place === null ? null : kit.hub.find(place, id)
  if (phone === undefined || place === null || kept?.line.by !== 'person' || kept.inbound === null) {
    return refuse(404, 'line: is not known here any more.')
  }
  if (!phone.hearing.listening) return refuse(503, 'The bot is not listening just now.')
  kit.hub.update(place, id, { state: 'hearing', deliveries: kept.line.deliveries + 1 })
  phone.hearing.add(kept.inbound)
  return Response.json({ line: id }, { status: 202 })
}

function showMedia(media: MediaStore, key: string): Response {
  const stored = media.get(key)
  if (stored === null) return refuse(404, 'This file is no longer kept.')
  const isOpaque = stored.mime === 'application/octet-stream'
  return new Response(new Uint8Array(stored.bytes), {
    headers: {
      'content-type': stored.mime,
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, max-age=3600',
      ...(isOpaque ? { 'content-disposition': 'attachment' } : {}),
    },
  })
}

function quotedOf(kept: Kept): Quoted {
  if (kept.line.by === 'bot') return { byBot: true, body: { kind: 'text', text: plainText(kept.line.text) } }
  return { byBot: false, body: kept.inbound?.body ?? { kind: 'unsupported', what: 'unknown' } }
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return null
  }
}

async function readForm(body: Uint8Array<ArrayBuffer>, type: string): Promise<FormData | null> {
  try {
    return await new Response(body, { headers: { 'content-type': type } }).formData()
  } catch {
    return null
  }
}

/** The first thing that is wrong, by the name of its field; never what the field held. */
function explain(error: ZodError): string {
  const [issue] = error.issues
  return `${issue?.path.join('.') || 'message'}: ${issue?.message ?? 'cannot be read'}`
}

function refuse(status: number, error: string): Response {
  return Response.json({ error }, { status })
}

/** No other site may frame, embed or read any of it. */
function harden(response: Response): Response {
  response.headers.set('x-content-type-options', 'nosniff')
  response.headers.set('cross-origin-resource-policy', 'same-origin')
  response.headers.set('cross-origin-opener-policy', 'same-origin')
  return response
}
