/** Composed words within a channel's limits: long texts are split, buttons a channel lacks become a numbered
 * menu. Nothing is lost. This is the only place that makes a `Fitted`. */
import {
  type Abilities,
  type Block,
  type Button,
  type Fitted,
  gapBefore,
  type Markup,
  type Span,
} from '#engine'
import type { Composed, LabelledChoice } from './compose.ts'

/** One or more messages, in order. Buttons stand under the last, a picture over the first. */
export function fit(composed: Omit<Composed, 'card'>, abilities: Abilities): readonly [Fitted, ...Fitted[]] {
  const asButtons = buttonsFor(composed.choices, abilities)
  const text = asButtons === null ? [...composed.text, ...menuOf(composed.choices, abilities)] : composed.text
  const image = abilities.images ? (composed.image ?? null) : null
  const overButtons = asButtons === null || asButtons.length === 0 ? undefined : abilities.buttons?.textLimit
  const parts =
    overButtons === undefined
      ? split(text, abilities.textLimit)
      : splitOverButtons(text, { limit: abilities.textLimit, last: overButtons })
  // A text too long to stand beside a picture follows it as a message of its own.
  const captioned =
    overButtons === undefined &&
    image !== null &&
    parts.length === 1 &&
    lengthOf(parts[0] ?? []) <= abilities.captionLimit
  const texts: readonly Markup[] = image !== null && !captioned ? [[], ...parts] : parts
  const messages = texts.map((part, index) =>
    made({
      text: part,
      buttons: index === texts.length - 1 ? (asButtons ?? []) : [],
      opener: composed.opener,
      image: index === 0 ? image : null,
    }),
  )
  const [first, ...rest] = messages
  if (first === undefined) throw new Error('fit made no message')
  return [first, ...rest]
}

/** Length as a platform counts it, in UTF-16 units: blocks stand on lines of their own. */
export function lengthOf(markup: Markup): number {
  return markup.reduce((sum, block, index) => sum + blockLength(block) + gapBefore(markup, index).length, 0)
}

/** An item is written with a mark of two characters before it; a link without markup shows its address too. */
function blockLength(block: Block): number {
  return (block.kind === 'item' ? 2 : 0) + block.spans.reduce((sum, span) => sum + spanLength(span), 0)
}

function spanLength(span: Span): number {
  switch (span.kind) {
    case 'plain':
      return span.text.length
    // Two marks of one character where a channel writes them as letters.
    case 'bold':
    case 'italic':
      return span.text.length + 2
    case 'link':
      return span.text.length + span.url.length + 3
  }
}

function made(message: {
  readonly text: Markup
  readonly buttons: readonly Button[]
  readonly opener: string
  readonly image: Fitted['image']
}): Fitted {
  return message as Fitted
}

/** The choices as buttons, or null when this channel must show them as a menu. */
function buttonsFor(choices: readonly LabelledChoice[], abilities: Abilities): readonly Button[] | null {
  const { buttons } = abilities
  if (choices.length === 0) return []
  if (buttons === null || choices.length > buttons.most) return null
  const fits = choices.every(
    (choice) => choice.label.length <= buttons.labelLimit && ('token' in choice || buttons.links),
  )
  return fits ? choices : null
}

/** `1. label` on a line each; a link shows its address. The numbers are those `understand` counts by. */
function menuOf(choices: readonly LabelledChoice[], abilities: Abilities): Markup {
  if (choices.length === 0) return []
  const lines = choices.map((choice, index) => {
    const target = 'url' in choice ? `: ${choice.url}` : ''
    return `${index + 1}. ${clip(choice.label, Math.floor(abilities.textLimit / 4))}${target}`
  })
  return [{ kind: 'paragraph', spans: [{ kind: 'plain', text: lines.join('\n') }] }]
}

/** Blocks packed into as few messages as they need; a block that is too long alone is cut between words. */
function split(text: Markup, limit: number): readonly Markup[] {
  const parts: Block[][] = [[]]
  for (const block of text.flatMap((each) => cut(each, limit))) {
    const part = parts.at(-1) ?? []
    if (part.length > 0 && lengthOf([...part, block]) > limit) parts.push([block])
    else part.push(block)
  }
  return parts
}

/** As `split`, but the last part, which stands over the buttons, has a limit of its own: it takes as many whole blocks
 * as it can, from the end, for what is asked stands there. */
function splitOverButtons(
  text: Markup,
  { limit, last }: { readonly limit: number; readonly last: number },
): readonly Markup[] {
  if (lengthOf(text) <= last) return [text]
  const blocks = [...text.slice(0, -1), ...text.slice(-1).flatMap((block) => cut(block, last))]
  let from = blocks.length - 1
  while (from > 1 && lengthOf(blocks.slice(from - 1)) <= last) from--
  return [...split(blocks.slice(0, from), limit), blocks.slice(from)]
}

function cut(block: Block, limit: number): readonly Block[] {
  if (blockLength(block) <= limit) return [block]
  const blocks: Block[] = []
  let spans: Span[] = []
  const flush = (): void => {
    if (spans.length > 0) blocks.push({ kind: block.kind, spans })
    spans = []
  }
  for (const span of block.spans) {
    let rest = span
    for (;;) {
      const room = limit - blockLength({ kind: block.kind, spans })
      if (spanLength(rest) <= room) {
        spans.push(rest)
        break
      }
      const overhead = spanLength(rest) - rest.text.length
      const at = breakAt(rest.text, room - overhead)
      if (at === 0) {
        // No room left here: begin a new message. A link whose address alone is too long becomes plain text.
        if (spans.length === 0)
          rest = { kind: 'plain', text: 'url' in rest ? `${rest.text}: ${rest.url}` : rest.text }
        flush()
        continue
      }
      spans.push({ ...rest, text: rest.text.slice(0, at).trimEnd() })
      rest = { ...rest, text: rest.text.slice(at).trimStart() }
      flush()
    }
  }
  flush()
  return blocks
}

/** Where to cut within `room`: after the last space, else between two whole characters; 0 when nothing fits. */
function breakAt(text: string, room: number): number {
  if (room <= 0) return 0
  const space = text.lastIndexOf(' ', room)
  if (space > room / 2) return space
  return clip(text, room).length
}

/** At most `most` units, never through the middle of a character written in two units. */
function clip(text: string, most: number): string {
  const code = text.charCodeAt(most - 1)
  const split = text.length > most && code >= 0xd800 && code <= 0xdbff
  return text.slice(0, split ? most - 1 : most)
}
