/** A content file → templates: markup with holes. What people who do not program may write is all here: `## key`
 * sections, paragraphs, `- ` items, **bold**, _italic_, [text](url), {holes} and <!-- notes -->. */
import { ContentError } from '#engine'

/** A piece of text, or the place of a value. */
export type Part = { readonly text: string } | { readonly hole: string }

export interface TemplateSpan {
  readonly kind: 'plain' | 'bold' | 'italic' | 'link'
  readonly parts: readonly Part[]
  /** Only of a link. A value can never become an address. */
  readonly url: string | null
}

export interface TemplateBlock {
  readonly kind: 'paragraph' | 'item'
  readonly spans: readonly TemplateSpan[]
}

export interface Template {
  readonly blocks: readonly TemplateBlock[]
  /** The holes it has, each once, in order of appearance. */
  readonly holes: readonly string[]
  /** Where its heading stands. */
  readonly line: number
}

/** The sections of one file by heading. Throws ContentError with file, line and section. */
export function parseSections(text: string, file: string): ReadonlyMap<string, Template> {
  const sections = new Map<string, Template>()
  let open: { readonly key: string; readonly line: number; readonly lines: string[] } | null = null
  const close = (): void => {
    if (open === null) return
    const { key, line, lines } = open
    if (sections.has(key)) throw new ContentError(`${file}:${line}: section "${key}" stands twice; keep one.`)
    sections.set(key, parseTemplate(lines, { file, line, key }))
  }
  for (const [index, line] of withoutNotes(text, file).split('\n').entries()) {
    const heading = /^##\s+(\S.*?)\s*$/.exec(line)?.[1]
    if (heading !== undefined) {
      close()
      if (!/^[a-z][a-z0-9_]*$/.test(heading))
        throw new ContentError(
          `${file}:${index + 1}: heading "${heading}" must be a key: small letters, digits and _ (the words go below it).`,
        )
      open = { key: heading, line: index + 1, lines: [] }
    } else if (open !== null) open.lines.push(line)
    else if (line.trim() !== '' && !/^#\s/.test(line))
      throw new ContentError(`${file}:${index + 1}: this text stands before the first "## key" heading.`)
  }
  close()
  return sections
}

interface Place {
  readonly file: string
  /** Of the section's heading. */
  readonly line: number
  readonly key: string
}

/** Notes to the translator, taken out without moving the lines. */
function withoutNotes(text: string, file: string): string {
  const bare = text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .replace(/<!--[\s\S]*?-->/g, (note) => note.replace(/[^\n]/g, ''))
  const open = bare.indexOf('<!--')
  if (open !== -1)
    throw new ContentError(`${file}:${lineAt(bare, open)}: this note is never closed; end it with -->.`)
  return bare
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}

function parseTemplate(lines: readonly string[], place: Place): Template {
  const blocks: TemplateBlock[] = []
  let paragraph: { readonly from: number; readonly text: string[] } | null = null
  const close = (): void => {
    if (paragraph !== null)
      blocks.push(parseBlock('paragraph', paragraph.text.join(' '), place, paragraph.from))
    paragraph = null
  }
  for (const [index, raw] of lines.entries()) {
    const line = raw.trim()
    const at = place.line + 1 + index
    if (line === '') close()
    else if (/^[-*]\s/.test(line)) {
      close()
      blocks.push(parseBlock('item', line.slice(2).trim(), place, at))
    } else if (/^#/.test(line)) {
      throw new ContentError(`${place.file}:${at}: a heading is "## key"; this line begins with "#".`)
    } else if (paragraph === null) paragraph = { from: at, text: [line] }
    else paragraph.text.push(line)
  }
  close()
  if (blocks.length === 0)
    throw new ContentError(`${place.file}:${place.line}: section "${place.key}" is empty; write its words.`)
  const holes = blocks.flatMap(({ spans }) =>
    spans.flatMap(({ parts }) => parts.flatMap((part) => ('hole' in part ? [part.hole] : []))),
  )
  return { blocks, holes: [...new Set(holes)], line: place.line }
}

/** One mark at a time, none inside another: what a person can see is what is sent. */
const marks =
  /\*\*(?<bold>[^*]+)\*\*|(?<![\p{L}\p{N}])_(?<italic>[^_]+)_(?![\p{L}\p{N}])|\[(?<label>[^\]]+)\]\((?<url>[^()\s]+)\)/gu

function parseBlock(kind: TemplateBlock['kind'], text: string, place: Place, line: number): TemplateBlock {
  const spans: TemplateSpan[] = []
  const plain = (piece: string): void => {
    if (piece === '') return
    refuseUnclosed(piece, place, line)
    spans.push({ kind: 'plain', parts: parseParts(piece, place, line), url: null })
  }
  let from = 0
  for (const match of text.matchAll(marks)) {
    plain(text.slice(from, match.index))
    const { bold, italic, label, url } = match.groups ?? {}
    if (url !== undefined && !/^(https:\/\/|tel:|mailto:)/.test(url))
      throw fault(place, line, `the link to "${url}" must begin with https://, tel: or mailto:.`)
    const inner = bold ?? italic ?? label ?? ''
    if (url === undefined) refuseUnclosed(inner, place, line)
    spans.push({
      kind: bold !== undefined ? 'bold' : italic !== undefined ? 'italic' : 'link',
      parts: parseParts(inner, place, line),
      url: url ?? null,
    })
    from = match.index + match[0].length
  }
  plain(text.slice(from))
  return { kind, spans }
}

function parseParts(text: string, place: Place, line: number): readonly Part[] {
  const parts: Part[] = []
  for (const piece of text.split(/(\{[^{}]*\})/)) {
    if (piece === '') continue
    const hole = /^\{(.*)\}$/.exec(piece)?.[1]
    if (hole === undefined) {
      if (/[{}]/.test(piece))
        throw fault(place, line, 'a brace { or } is not closed; a hole is written {name}.')
      parts.push({ text: piece })
    } else if (/^[a-zA-Z]\w*$/.test(hole)) parts.push({ hole })
    else throw fault(place, line, `"{${hole}}" is not a hole; a hole is written {name}.`)
  }
  return parts
}

function refuseUnclosed(text: string, place: Place, line: number): void {
  if (text.includes('**')) throw fault(place, line, 'a bold mark ** is not closed.')
  if (/(?<![\p{L}\p{N}_])_[\p{L}\p{N}]|[\p{L}\p{N}]_(?![\p{L}\p{N}_])/u.test(text))
    throw fault(place, line, 'an italic mark _ is not closed.')
  if (/\]\(|\[[^\]]*$/.test(text))
    throw fault(place, line, 'a link is not closed; it is written [text](https://…).')
}

function fault(place: Place, line: number, what: string): ContentError {
  return new ContentError(`${place.file}:${line}: in section "${place.key}", ${what}`)
}
