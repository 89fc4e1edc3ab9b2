/** Who a group message speaks to: our @name and commands, as Telegram's entities mark them. */
import { array, integer, type Json, object, text } from './json.ts'

export interface Named {
  readonly id: number
  readonly username: string
}

export interface Spoken {
  /** Text or caption with our own @name taken off. */
  readonly text: string
  /** Our name was called, or a command was given that is not somebody else's. */
  readonly toUs: boolean
}

/** Reads text and entities, or caption and caption entities. Offsets are in UTF-16 units, as JavaScript's. */
export function readSpoken(message: Json, self: Named): Spoken {
  const isText = typeof message.text === 'string'
  const source = text(isText ? message.text : message.caption) ?? ''
  const marks = array(isText ? message.entities : message.caption_entities)
    .flatMap((entity) => markOf(object(entity), source, self))
    .sort((a, b) => a.from - b.from)
  return { text: without(source, marks), toUs: marks.length > 0 }
}

/** A place that speaks to us; what stands between `from` and `to` is our name. */
interface Mark {
  readonly from: number
  readonly to: number
}

function markOf(entity: Json | null, source: string, self: Named): readonly Mark[] {
  const from = integer(entity?.offset)
  const length = integer(entity?.length)
  if (entity === null || from === null || length === null || from < 0 || length < 1) return []
  const to = from + length
  if (to > source.length) return []
  const words = source.slice(from, to)
  switch (entity.type) {
    case 'mention':
      return isOurs(words, self) ? [{ from, to }] : []
    case 'text_mention':
      return integer(object(entity.user)?.id) === self.id ? [{ from, to }] : []
    case 'bot_command': {
      const at = words.indexOf('@')
      if (at >= 0) return isOurs(words.slice(at), self) ? [{ from: from + at, to }] : []
      // A slash in the middle of a sentence commands nobody.
      return source.slice(0, from).trim() === '' ? [{ from: to, to }] : []
    }
    default:
      return []
  }
}

function isOurs(name: string, self: Named): boolean {
  return name.toLowerCase() === `@${self.username.toLowerCase()}`
}

/** The text without the marked places, and without the gaps they leave. */
function without(source: string, marks: readonly Mark[]): string {
  const cut = marks.filter((mark) => mark.to > mark.from)
  if (cut.length === 0) return source
  let kept = ''
  let at = 0
  for (const mark of cut) {
    if (mark.from < at) continue
    kept += source.slice(at, mark.from)
    at = mark.to
    if (/(^|\s)$/.test(kept)) at += /^[,:]?[ \t]*/.exec(source.slice(at))?.[0].length ?? 0
  }
  return (kept + source.slice(at)).trim()
}
