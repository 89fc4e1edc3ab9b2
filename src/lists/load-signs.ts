/** Loads content/signs.md: what makes an advertisement suspicious. */
import { readFileSync } from 'node:fs'
import {
  ContentError,
  locales,
  type MarkGroup,
  type Saying,
  type SayingPiece,
  type SignGroup,
  type SignNeed,
  type SignTable,
} from '#engine'
import { partsOf, readSections, type Section } from './read-sections.ts'

/** Throws ContentError: file and line. */
export function loadSigns(file: string): SignTable {
  try {
    return readSigns(readFileSync(file, 'utf8'), file)
  } catch (cause) {
    if (cause instanceof ContentError) throw cause
    throw new ContentError(`${file} cannot be read; put it back.`, { cause })
  }
}

export function readSigns(text: string, file: string): SignTable {
  const sections = readSections(text, file)
  const spelling = new Map<string, string>()
  for (const { text: item, line } of sections.find(({ name }) => name === 'spelling')?.items ?? []) {
    const [to, from] = item.split(' = ')
    if (!to || !from) throw new ContentError(`${file}:${line}: write it as "word = way, way".`)
    for (const way of partsOf(from)) spelling.set(way, to)
  }
  const groups = sections.filter(({ name }) => name !== 'spelling').map((section) => readGroup(section, file))
  const names = new Set(groups.map(({ name }) => name))
  for (const group of groups) {
    const stray = group.needs
      .flatMap(({ all, none }) => [...all, ...none])
      .find((name) => !name.includes('.') && !names.has(name))
    if (stray !== undefined)
      throw new ContentError(`${file}: group "${group.name}" needs "${stray}", which does not exist.`)
  }
  return { groups, spelling }
}

function readGroup(section: Section, file: string): MarkGroup | SignGroup {
  const at = `${file}:${section.line}`
  const value = (field: string): string | null => section.fields.get(field)?.[0] ?? null
  const wanted = (field: string): string => {
    const found = value(field)
    if (found === null)
      throw new ContentError(`${at}: the sign "${section.name}" lacks "${field}:"; write it.`)
    return found
  }
  const group = {
    name: section.name,
    sayings: section.items.map(({ text, line }) => readSaying(text, `${file}:${line}`)),
    needs: (section.fields.get('needs') ?? []).flatMap(partsOf).map(readNeed),
  }
  if (group.sayings.length + group.needs.length === 0)
    throw new ContentError(`${at}: group "${section.name}" has neither sayings nor needs.`)
  const is = value('is')
  if (is === 'mark' || is === 'voice') return { ...group, is }
  if (is !== 'sign') throw new ContentError(`${at}: "is:" must be sign, mark or voice.`)
  const weight = Number(wanted('weight'))
  if (!Number.isInteger(weight) || weight < 1 || weight > 9)
    throw new ContentError(`${at}: weight must be a number from 1 to 9.`)
  const kind = value('kind') ?? 'deed'
  if (kind !== 'deed' && kind !== 'who' && kind !== 'lure')
    throw new ContentError(`${at}: kind must be who or lure, or be left out.`)
  const others = locales.flatMap((locale) => {
    const sentence = value(locale)
    return sentence === null ? [] : [[locale, sentence] as const]
  })
  const sentence = { ...Object.fromEntries(others), id: wanted('id'), en: wanted('en') }
  return { ...group, is, weight, kind, sentence, source: wanted('source'), on: wanted('on') }
}

function readNeed(text: string): SignNeed {
  const terms = text.split('+').map((term) => term.trim())
  return {
    all: terms.filter((term) => !term.startsWith('!')),
    none: terms.filter((term) => term.startsWith('!')).map((term) => term.slice(1)),
  }
}

/** `visa (turis|wisata) ... kerja*`. */
function readSaying(text: string, at: string): Saying {
  const tokens = text.match(/\.\.\.|[()|?#]|[a-z0-9]+\*?|\S/g) ?? []
  let next = 0
  const fail = (problem: string): never => {
    throw new ContentError(`${at}: ${problem} in "${text}".`)
  }
  function sequence(): readonly SayingPiece[] {
    const pieces: SayingPiece[] = []
    for (;;) {
      const token = tokens[next]
      if (token === undefined || token === ')' || token === '|') return pieces
      next++
      if (token === '?') {
        const last = pieces.pop()
        if (last === undefined) return fail('a "?" has nothing before it')
        pieces.push(
          last.kind === 'choice'
            ? { ...last, optional: true }
            : { kind: 'choice', sayings: [[last]], optional: true },
        )
      } else if (token === '(') pieces.push(choice())
      else if (token === '...') pieces.push({ kind: 'gap' })
      else if (token === '#') pieces.push({ kind: 'number' })
      else if (/^[a-z0-9]+\*?$/.test(token))
        pieces.push({ kind: 'word', word: token.replace('*', ''), open: token.endsWith('*') })
      else return fail(`"${token}" is neither a word nor a sign`)
    }
  }
  function choice(): SayingPiece {
    const sayings = [sequence()]
    while (tokens[next] === '|') {
      next++
      sayings.push(sequence())
    }
    if (tokens[next] !== ')') return fail('a bracket is not closed')
    next++
    if (sayings.some((saying) => saying.length === 0)) return fail('something is missing beside a "|"')
    return { kind: 'choice', sayings, optional: false }
  }
  const saying = sequence()
  if (next < tokens.length) return fail('a bracket is closed that was not opened')
  if (saying.length === 0) return fail('nothing is said')
  return saying
}
