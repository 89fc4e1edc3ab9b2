/** What a campaign gives out beside its messages: a poster on paper and as pictures, a caption, and scripts to be read
 * aloud. All of it says the list's date and how to ask. */
import { type Day, type Locale, type Markup, plainText, type Topic } from '#engine'
import { type Poster, paintPoster } from './paint.ts'
import { type Script, scriptOf, sentencesOf } from './script.ts'
import type { Piece, SayPiece } from './words.ts'

export { asPicture } from './picture.ts'
export type { Script } from './script.ts'
export { loadPieces } from './words.ts'

/** How people reach the bot; null where it is not known. */
export interface BotWays {
  /** Name of the bot on Telegram, without @. */
  readonly telegram: string | null
  /** Digits of its number on WhatsApp, the country first. */
  readonly whatsapp: string | null
}

export interface Message {
  readonly topic: Topic
  readonly locale: Locale
  readonly text: Markup
}

export const pictures = ['poster', 'feed', 'story'] as const
export type Picture = (typeof pictures)[number]

export interface Handouts {
  /** PNG of a feed or a story; of a poster, PDF. */
  draw(message: Message, picture: Picture): Promise<Buffer>
  caption(message: Message): string
  script(message: Message, seconds: 30 | 60): Script
  /** All of it in one ZIP. */
  pack(message: Message): Promise<Buffer>
  readonly ways: BotWays
}

/** A4 at 200 dots an inch, which a print shop takes; what a feed and a story show whole. */
const sizes = {
  poster: { width: 1654, height: 2339 },
  feed: { width: 1080, height: 1080 },
  story: { width: 1080, height: 1920 },
} as const satisfies Record<Picture, unknown>

export function createHandouts({
  say,
  ways,
  asOf,
}: {
  readonly say: SayPiece
  readonly ways: BotWays
  /** Of the list that is in use. */
  readonly asOf: () => Day
}): Handouts {
  const spoken = (piece: Piece, locale: Locale, value = ''): string => plainText(say(piece, locale, value))
  const reached = [
    { at: ways.telegram, piece: 'telegram', address: `t.me/${ways.telegram}`, said: `@${ways.telegram}` },
    {
      at: ways.whatsapp,
      piece: 'whatsapp',
      address: `+${ways.whatsapp}`,
      said: grouped(ways.whatsapp ?? ''),
    },
  ] as const
  const known = reached.filter(({ at }) => at !== null)

  const handouts: Handouts = {
    ways,
    async draw(message, picture) {
      const { locale, topic } = message
      const poster: Poster = {
        title: say('title', locale),
        ...headAndBody(message.text),
        more: say('more', locale),
        scan: say('scan', locale),
        list: say('list', locale, asOf()),
        ways: known.map(({ at, piece, address }) => ({
          shown: onTwoLines(say(`on_${piece}`, locale, address)),
          url: piece === 'telegram' ? `https://t.me/${at}` : `https://wa.me/${at}`,
        })),
      }
      const png = await paintPoster(
        poster,
        sizes[picture],
        topic === 'scam-alerts' || topic === 'licence-changes',
      )
      if (picture !== 'poster') return png
      const { printPoster } = await import('./pdf.ts')
      return printPoster(png, { text: plainText(message.text), locale })
    },
    caption({ text, locale }) {
      return [
        plainText(text),
        [
          spoken('ask', locale),
          ...known.map(({ piece, address }) => spoken(`on_${piece}`, locale, address)),
        ].join('\n'),
        spoken('list', locale, asOf()),
        // Content has them bare: a line there that begins with # is a heading.
        spoken('hashtags', locale).replace(/\S+/g, '#$&'),
      ].join('\n\n')
    },
    script({ text, locale }, seconds) {
      const close = [
        spoken('ask', locale),
        ...known.map(({ piece, said }) => spoken(`say_${piece}`, locale, said)),
        spoken('say_list', locale, asOf()),
      ].join(' ')
      const around = { open: spoken('open', locale), again: spoken('again', locale), close }
      return scriptOf(text, around, seconds)
    },
    async pack(message) {
      const { strToU8, zipSync } = await import('fflate')
      const [poster, feed, story] = await Promise.all(pictures.map((each) => handouts.draw(message, each)))
      const files = {
        'poster.pdf': poster ?? Buffer.alloc(0),
        'feed.png': feed ?? Buffer.alloc(0),
        'story.png': story ?? Buffer.alloc(0),
        'caption.txt': strToU8(`${handouts.caption(message)}\n`),
        'script-30.txt': strToU8(`${handouts.script(message, 30).text}\n`),
        'script-60.txt': strToU8(`${handouts.script(message, 60).text}\n`),
      }
      // A ZIP holds the local time of a file: this one is the same in every zone.
      return Buffer.from(zipSync(files, { mtime: new Date(2020, 0, 1), level: 6 }))
    },
  }
  return handouts
}

/** The first paragraph stands large above the others; a single one is parted after its first sentence. */
function headAndBody(text: Markup): Pick<Poster, 'head' | 'body'> {
  const [first, ...rest] = text
  if (first === undefined) return { head: [], body: [] }
  const [sentence, ...others] = rest.length === 0 ? sentencesOf(plainText([first])) : []
  if (sentence !== undefined && others.length > 0)
    return { head: paragraph(sentence), body: paragraph(others.join(' ')) }
  return { head: [{ ...first, kind: 'paragraph' }], body: rest }
}

const paragraph = (text: string): Markup => [{ kind: 'paragraph', spans: [{ kind: 'plain', text }] }]

/** `Telegram: t.me/…` under its code: the name, and below it the address. */
const onTwoLines = (markup: Markup): Markup => paragraph(plainText(markup).replace(': ', '\n'))

/** `62 811 8080 141`: as a number is read aloud. */
function grouped(digits: string): string {
  return `+${digits.slice(0, 2)} ${digits.slice(2).replace(/(\d{3,4})(?=\d{3})/g, '$1 ')}`
}
