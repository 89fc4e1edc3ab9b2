/** What a person sees of a text with WhatsApp's marks, as WhatsApp's FAQ tells it ("How to format your messages") and as
 * it was tried out by others (mautrix-whatsapp `formatting.go`; devlikeapro/waha #1643): a mark opens after the beginning,
 * a space, punctuation or another mark, and before something that is no space; it closes after something that is no
 * space, and before the end, a space, punctuation or another mark; both on one line. */

export interface Seen {
  readonly text: string
  readonly bold: readonly string[]
  readonly italic: readonly string[]
  /** Struck out or as code: what we never write. */
  readonly other: readonly string[]
}

const guard = '\u2060'
const kinds = { '*': 'bold', _: 'italic', '~': 'other', '`': 'other' } as const
type Mark = keyof typeof kinds

/** Punctuation as far as WhatsApp looks at it; a joiner, being invisible, is none. */
const beside = /^[\s\p{P}\p{S}]$/u

export function readMarks(source: string): Seen {
  const found = { bold: [] as string[], italic: [] as string[], other: [] as string[] }
  const read = (line: string): string => {
    for (let at = 0; at < line.length; at++) {
      const mark = line[at] as Mark
      if (!(mark in kinds) || !opens(line, at)) continue
      const end = closing(line, at, mark)
      if (end < 0) continue
      const inner = line.slice(at + 1, end)
      const shown = mark === '`' ? inner : read(inner)
      found[kinds[mark]].push(unguarded(shown))
      return line.slice(0, at) + shown + read(line.slice(end + 1))
    }
    return line
  }
  const lines = source.split('\n').map((line) => {
    if (/^> /.test(line)) found.other.push(line)
    if (/^- /.test(line)) found.other.push(line)
    return read(line.replace(/^- /, '• '))
  })
  return { text: unguarded(lines.join('\n')), ...found }
}

const isEdge = (char: string | undefined): boolean => char === undefined || beside.test(char)

function opens(line: string, at: number): boolean {
  const next = line[at + 1]
  return isEdge(line[at - 1]) && next !== undefined && !/\s/.test(next)
}

function closing(line: string, open: number, mark: Mark): number {
  for (let at = open + 2; at < line.length; at++) {
    if (line[at] === mark && !/\s/.test(line[at - 1] ?? ' ') && isEdge(line[at + 1])) return at
  }
  return -1
}

/** Joiners beside a mark are ours and cannot be seen; others a person wrote. */
function unguarded(text: string): string {
  return text
    .replace(new RegExp(`${guard}?([*_~\`])${guard}?`, 'gu'), '$1')
    .replace(new RegExp(`^${guard}(?=[>-])`, 'gmu'), '')
}
