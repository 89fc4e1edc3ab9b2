/** Where the facts of a section come from: notes of the form `<!-- source: WHO; date: 2025-04-23 -->`. */
export interface Source {
  readonly from: string
  /** A day, or as much of one as the source gave. */
  readonly date: string
}

/** What the notes of a section say: its sources, and whether it is marked as advice of our own. */
export interface Grounds {
  readonly sources: readonly Source[]
  /** `<!-- advice -->`: it states no fact. */
  readonly isAdvice: boolean
}

/** The grounds of each section of a content file, by heading. */
export function sourcesOf(text: string): ReadonlyMap<string, Grounds> {
  const [, ...sections] = text.replace(/\r\n?/g, '\n').split(/^##\s+/m)
  return new Map(
    sections.map((section) => {
      const [heading = '', ...lines] = section.split('\n')
      return [heading.trim(), groundsOf(lines.join('\n'))]
    }),
  )
}

function groundsOf(section: string): Grounds {
  const notes = [...section.matchAll(/<!--([\s\S]*?)-->/g)].map(([, note = '']) => note.trim())
  return {
    sources: notes.flatMap((note) => {
      const [, from, date] =
        /^source:\s*(\S.*?)\s*;\s*date:\s*(\d{4}(?:-\d{2}(?:-\d{2})?)?)$/s.exec(note) ?? []
      return from === undefined || date === undefined ? [] : [{ from, date }]
    }),
    isAdvice: notes.some((note) => /^advice\b/.test(note)),
  }
}
