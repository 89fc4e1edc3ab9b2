/** Telegram's HTML as its server reads it (tdlib, `MessageEntity.cpp`, `parse_html`): same tags, same complaints. */
import { badRequest } from './refusal.ts'

export interface Entity {
  readonly type: string
  readonly offset: number
  readonly length: number
  readonly url?: string
}

export interface FormattedText {
  readonly text: string
  readonly entities: readonly Entity[]
}

const kinds: Readonly<Record<string, string>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  u: 'underline',
  ins: 'underline',
  'tg-spoiler': 'spoiler',
  'tg-emoji': 'custom_emoji',
  'tg-time': 'date_time',
  span: 'spoiler',
  a: 'text_link',
  pre: 'pre',
  code: 'code',
  blockquote: 'blockquote',
}

interface OpenTag {
  readonly tag: string
  readonly url: string | undefined
  readonly at: number
}

/** Throws Refusal 400 "can't parse entities: …". Offsets of the result are in UTF-16 units. */
export function readHtml(source: string): FormattedText {
  const open: OpenTag[] = []
  const entities: Entity[] = []
  let text = ''
  let at = 0
  while (at < source.length) {
    const char = source[at]
    if (char === '&') {
      const [decoded, length] = decodeAt(source, at)
      text += decoded
      at += length
    } else if (char !== '<') {
      const next = source.slice(at).search(/[&<]/)
      const end = next < 0 ? source.length : at + next
      text += source.slice(at, end)
      at = end
    } else if (source[at + 1] === '/') {
      const [tag, end] = readEndTag(source, at)
      const last = open.pop()
      if (last === undefined) throw wrong(`Unexpected end tag at byte offset ${bytes(source, at)}`)
      if (tag !== '' && tag !== last.tag) {
        throw wrong(
          `Unmatched end tag at byte offset ${bytes(source, at)}, expected "</${last.tag}>", found "</${tag}>"`,
        )
      }
      close(last, text, entities)
      at = end
    } else {
      const [tag, end] = readStartTag(source, at, text.length)
      open.push(tag)
      at = end
    }
  }
  const unclosed = open.pop()
  if (unclosed !== undefined) throw wrong(`Can't find end tag corresponding to start tag "${unclosed.tag}"`)
  return { text, entities: entities.sort((a, b) => a.offset - b.offset || b.length - a.length) }
}

function close(tag: OpenTag, text: string, entities: Entity[]): void {
  const length = text.length - tag.at
  if (length === 0) return
  // A link without a usable address is text, as Telegram treats it.
  if (tag.tag === 'a' && !isAddress(tag.url ?? text.slice(tag.at))) return
  entities.push({
    type: kinds[tag.tag] ?? tag.tag,
    offset: tag.at,
    length,
    ...(tag.tag === 'a' ? { url: tag.url ?? text.slice(tag.at) } : {}),
  })
}

function isAddress(url: string): boolean {
  return /^(https?:\/\/[^\s/]+|tg:\/\/\S|mailto:\S|tel:\S|[\w-]+\.[a-z]{2,})/i.test(url)
}

function readEndTag(source: string, from: number): [tag: string, end: number] {
  const match = /^<\/([^\s>]*)\s*>/.exec(source.slice(from, from + 200))
  if (match === null) throw wrong(`Unclosed end tag at byte offset ${bytes(source, from)}`)
  return [(match[1] ?? '').toLowerCase(), from + match[0].length]
}

function readStartTag(source: string, from: number, textAt: number): [tag: OpenTag, end: number] {
  let at = from + 1
  while (at < source.length && !/[\s>]/.test(source[at] ?? '')) at++
  const unclosed = (): Error => wrong(`Unclosed start tag at byte offset ${bytes(source, from)}`)
  if (at >= source.length) throw unclosed()
  const tag = source.slice(from + 1, at).toLowerCase()
  if (!(tag in kinds)) throw wrong(`Unsupported start tag "${tag}" at byte offset ${bytes(source, from)}`)
  let url: string | undefined
  for (;;) {
    while (/\s/.test(source[at] ?? '')) at++
    if (at >= source.length) throw unclosed()
    if (source[at] === '>') return [{ tag, url, at: textAt }, at + 1]
    const attribute = readAttribute({ source, from: at, begin: from, tag })
    if (tag === 'a' && attribute.name === 'href') url = attribute.value
    at = attribute.end
  }
}

interface Place {
  readonly source: string
  /** Where the attribute begins, and where its tag does: complaints name the tag's place. */
  readonly from: number
  readonly begin: number
  readonly tag: string
}

function readAttribute({ source, from, begin, tag }: Place): { name: string; value: string; end: number } {
  const place = `in the tag "${tag}" at byte offset ${bytes(source, begin)}`
  const name = /^[^\s=>]+/.exec(source.slice(from))?.[0]
  if (name === undefined) throw wrong(`Empty attribute name ${place}`)
  const equals = /^\s*=\s*/.exec(source.slice(from + name.length))?.[0]
  // `<blockquote expandable>` is the one attribute without a value.
  if (equals === undefined) {
    if (tag === 'blockquote') return { name, value: '', end: from + name.length }
    throw wrong(`Expected equal sign in declaration of an attribute of the tag "${tag}"`)
  }
  const at = from + name.length + equals.length
  const quote = source[at]
  if (quote !== '"' && quote !== "'") {
    const bare = /^[\w.-]+(?=[\s>])/.exec(source.slice(at))?.[0]
    if (bare === undefined) throw wrong(`Unexpected end of name token at byte offset ${bytes(source, at)}`)
    return { name: name.toLowerCase(), value: bare, end: at + bare.length }
  }
  const closing = source.indexOf(quote, at + 1)
  if (closing < 0) throw wrong(`Unclosed start tag at byte offset ${bytes(source, begin)}`)
  return { name: name.toLowerCase(), value: decodeAll(source.slice(at + 1, closing)), end: closing + 1 }
}

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' }

/** What stands at an ampersand; an unknown name is shown as it is. */
function decodeAt(source: string, at: number): [decoded: string, length: number] {
  const match = /^&(?:#x([0-9a-f]+)|#([0-9]+)|([a-z]+));?/i.exec(source.slice(at, at + 16))
  if (match === null) return ['&', 1]
  const [whole, hex, decimal, name] = match
  if (name !== undefined) {
    const char = named[name]
    return char === undefined ? ['&', 1] : [char, whole.length]
  }
  const code = hex === undefined ? Number.parseInt(decimal ?? '', 10) : Number.parseInt(hex, 16)
  return code > 0 && code < 0x10ffff ? [String.fromCodePoint(code), whole.length] : ['&', 1]
}

function decodeAll(source: string): string {
  let text = ''
  for (let at = 0; at < source.length; ) {
    if (source[at] !== '&') {
      text += source[at]
      at++
      continue
    }
    const [decoded, length] = decodeAt(source, at)
    text += decoded
    at += length
  }
  return text
}

const bytes = (source: string, at: number): number => Buffer.byteLength(source.slice(0, at))
const wrong = (words: string): Error => badRequest(`can't parse entities: ${words}`)
