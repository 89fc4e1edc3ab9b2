/** One line of the scripted door → what was heard. Fields that later issues add are read, not refused. */
import * as z from 'zod'
import type { Body, ChannelName, Inbound, InboundId, Media } from '#engine'

export const channels = ['simulator', 'telegram', 'whatsapp'] as const
export type SayChannel = (typeof channels)[number]

const fields = z.looseObject({
  from: z.string().min(1),
  /** The same id twice is the same message delivered twice. */
  id: z.string().min(1).optional(),
  text: z.string().optional(),
  press: z.string().optional(),
  forwarded: z.enum(['once', 'often']).optional(),
  image: z.string().optional(),
  file: z.string().optional(),
  voice: z.string().optional(),
  sticker: z.boolean().optional(),
  group: z.boolean().optional(),
  addressed: z.boolean().optional(),
  quotes: z.string().optional(),
  channel: z.enum(channels).optional(),
})

const spoken = fields.refine(hasWords, {
  error: 'needs "text", "press", "image", "file", "voice" or "sticker"',
})

export type SpokenLine = z.infer<typeof fields>

export type ReadLine =
  | { readonly kind: 'heard'; readonly from: string; readonly channel: SayChannel; readonly inbound: Inbound }
  | { readonly kind: 'error'; readonly error: string }

/** Reads a line. `id` is used for a line that brings none. */
export function readLine(
  line: string,
  given: { readonly at: Date; readonly id: string; readonly channel: SayChannel },
): ReadLine {
  let json: unknown
  try {
    json = JSON.parse(line)
  } catch {
    return {
      kind: 'error',
      error: 'this line is not JSON; write one object such as {"from":"a","text":"halo"}',
    }
  }
  const read = spoken.safeParse(json)
  if (!read.success) return { kind: 'error', error: whatIsWrong(read.error) }
  const { data } = read
  const channel = data.channel ?? given.channel
  return {
    kind: 'heard',
    from: data.from,
    channel,
    inbound: inboundOf(data, { ...given, channel }),
  }
}

function whatIsWrong(error: z.ZodError): string {
  return error.issues
    .map((issue) => (issue.path.length === 0 ? issue.message : `"${issue.path.join('.')}": ${issue.message}`))
    .join('; ')
}

function hasWords(line: SpokenLine): boolean {
  return [line.text, line.press, line.image, line.file, line.voice, line.sticker].some(
    (each) => each !== undefined,
  )
}

function inboundOf(
  line: SpokenLine,
  given: { readonly at: Date; readonly id: string; readonly channel: SayChannel },
): Inbound {
  const channel = given.channel as string as ChannelName
  const inGroup = line.group === true
  return {
    id: (line.id ?? given.id) as InboundId,
    at: given.at,
    from: { channel, chat: inGroup ? 'the group' : line.from },
    person: line.from,
    hint: null,
    setting: inGroup ? 'group' : 'private',
    addressed: !inGroup || line.addressed === true,
    forwarded: line.forwarded ?? 'no',
    body: bodyOf(line, channel),
    quotes: line.quotes === undefined ? null : { kind: 'text', text: line.quotes },
  }
}

function bodyOf(line: SpokenLine, channel: ChannelName): Body {
  if (line.press !== undefined) return { kind: 'press', token: line.press }
  if (line.sticker === true) return { kind: 'unsupported', what: 'sticker' }
  const caption = line.text ?? ''
  const media = (key: string, type: Media['type']): Body => ({
    kind: 'media',
    media: { channel, key, type, bytes: null },
    caption,
  })
  if (line.image !== undefined) return media(line.image, 'image')
  if (line.file !== undefined) return media(line.file, 'file')
  if (line.voice !== undefined) return media(line.voice, 'audio')
  return { kind: 'text', text: caption }
}
