/** Data files of content/ that people write by hand: `## name`, `field: value`, `- item`, `<!-- notes -->`. */
import { ContentError } from '#engine'

export interface Section {
  readonly name: string
  /** Where its heading stands. */
  readonly line: number
  /** Values of each field, in order; a field may stand several times. */
  readonly fields: ReadonlyMap<string, readonly string[]>
  readonly items: readonly { readonly text: string; readonly line: number }[]
}

/** The sections of one file, in order. What stands before the first heading, and lines that begin with one `#`, are
 * remarks. Throws ContentError with file and line. */
export function readSections(text: string, file: string): readonly Section[] {
  const sections: {
    name: string
    line: number
    fields: Map<string, string[]>
    items: { text: string; line: number }[]
  }[] = []
  for (const [at, raw] of withoutNotes(text).split('\n').entries()) {
    const line = raw.trim()
    const heading = /^##\s+(\S.*)$/.exec(line)?.[1]
    const open = sections.at(-1)
    if (heading !== undefined) {
      if (sections.some(({ name }) => name === heading))
        throw new ContentError(`${file}:${at + 1}: section "${heading}" stands twice; keep one.`)
      sections.push({ name: heading, line: at + 1, fields: new Map(), items: [] })
    } else if (open === undefined || line === '' || /^#\s/.test(line)) continue
    else if (line.startsWith('- ')) open.items.push({ text: line.slice(2).trim(), line: at + 1 })
    else {
      const [, field = '', value = ''] = /^([a-z][a-z ]*):\s*(\S.*)$/.exec(line) ?? []
      if (field === '')
        throw new ContentError(
          `${file}:${at + 1}: write "field: value" or "- item"; this line in section "${open.name}" is neither.`,
        )
      open.fields.set(field, [...(open.fields.get(field) ?? []), value])
    }
  }
  return sections
}

/** Notes are taken out without moving the lines. */
function withoutNotes(text: string): string {
  return text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .replace(/<!--[\s\S]*?-->/g, (note) => note.replace(/[^\n]/g, ''))
}

/** A comma-separated value as its parts. */
export function partsOf(value: string): readonly string[] {
  return value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
