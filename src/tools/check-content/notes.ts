/** What the notes of a content file must say: where each fact of a lesson comes from, and that a draft is one. */
import { type Source, sourcesOf } from '../../words/index.ts'

/** Each section of a lesson has a source with its date, or is marked as advice. Elsewhere a source is welcome, but if
 * one is begun it must be whole. */
export function problemsOfSources(file: string, text: string, required: boolean): readonly string[] {
  const broken = [...text.matchAll(/<!--\s*source:[\s\S]*?-->/g)].filter(
    ([note]) => !/;\s*date:\s*\d{4}(-\d{2}(-\d{2})?)?\s*-->$/.test(note),
  )
  const malformed = broken.map(
    ({ index }) =>
      `${file}:${lineAt(text, index)}: write the note as <!-- source: WHO; date: 2025-04-23 -->.`,
  )
  if (!required) return malformed
  const lacking = [...sourcesOf(text)].flatMap(([section, { sources, isAdvice }]) =>
    sources.length > 0 || isAdvice
      ? []
      : [
          `${file}: section "${section}" has no source; add <!-- source: WHO; date: 2025-04-23 -->, or <!-- advice --> when it states no fact.`,
        ],
  )
  return [...malformed, ...lacking]
}

/** A translation states the same facts: its sections have the sources of the Indonesian ones. */
export function otherSources(file: string, text: string, source: string): readonly string[] {
  const known = sourcesOf(source)
  return [...sourcesOf(text)].flatMap(([section, { sources }]) => {
    const own = datesOf(sources)
    const theirs = datesOf(known.get(section)?.sources ?? [])
    return own === theirs
      ? []
      : [
          `${file}: section "${section}" has sources of ${own || 'no date'}, the Indonesian one of ${theirs || 'no date'}; make them the same.`,
        ]
  })
}

function datesOf(sources: readonly Source[]): string {
  return sources
    .map(({ date }) => date)
    .sort()
    .join(', ')
}

/** The first lines of a draft, and of a text that a native reader has checked. */
const marked = /<!--\s*(DRAFT for a native reader|Read by \S[^;]*; \d{4}-\d{2}-\d{2})[\s\S]*?-->/

/** A draft says so in its first lines, until a native reader puts their name there. */
export function problemsOfDraft(file: string, text: string): readonly string[] {
  return marked.test(text.slice(0, 400))
    ? []
    : [
        `${file}: begin it with <!-- DRAFT for a native reader -->, or <!-- Read by NAME; 2026-11-24 --> once it was read.`,
      ]
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}
