/** Loads content/platforms.md: which addresses lead to the same place. */
import { readFileSync } from 'node:fs'
import { type AddressBook, type AddressForm, ContentError, type Platform } from '#engine'
import { partsOf, readSections, type Section } from './read-sections.ts'

/** Sections that are no platform. */
const others = ['shared sites', 'shorteners', 'wrappers', 'tracking', 'suffixes', 'state'] as const

/** Throws ContentError: file and line. */
export function loadPlatforms(file: string): AddressBook {
  return readPlatforms(readFile(file), file)
}

export function readPlatforms(text: string, file: string): AddressBook {
  const sections = readSections(text, file)
  const named = (name: (typeof others)[number]): Section => {
    const found = sections.find((section) => section.name === name)
    if (!found) throw new ContentError(`${file}: the section "${name}" is missing; put it back.`)
    return found
  }
  const valuesOf = (section: Section, field: string) => (section.fields.get(field) ?? []).flatMap(partsOf)
  return {
    platforms: sections
      .filter(({ name }) => !others.some((other) => other === name))
      .map((section) => readPlatform(section, file)),
    shared: valuesOf(named('shared sites'), 'hosts'),
    shorteners: valuesOf(named('shorteners'), 'hosts'),
    wrappers: named('wrappers').items.map(({ text: item, line }) => {
      const [, host, path, key] = /^([^/?]+)(\/[^?]*)\?(\w+)$/.exec(item) ?? []
      if (!host || !path || !key) throw new ContentError(`${file}:${line}: write it as host/path?key.`)
      return { host, path, key }
    }),
    tracking: named('tracking').items.flatMap((item) => partsOf(item.text)),
    suffixes: named('suffixes').items.flatMap(({ text: item, line }) => {
      const [to, from] = item.split(' = ')
      if (!to || !from) throw new ContentError(`${file}:${line}: write it as ending = ending, ending.`)
      return partsOf(from).map((each) => ({ from: each, to }))
    }),
    state: { domains: valuesOf(named('state'), 'hosts'), names: valuesOf(named('state'), 'called') },
  }
}

function readPlatform(section: Section, file: string): Platform {
  return {
    name: section.name,
    called: (section.fields.get('called') ?? []).flatMap(partsOf),
    sites: (section.fields.get('hosts') ?? []).flatMap((value) => {
      const [first, ...more] = partsOf(value)
      return first === undefined ? [] : [[first, ...more] as const]
    }),
    notNames: (section.fields.get('not names') ?? []).flatMap(partsOf),
    forms: section.items.map(({ text, line }) => readForm(text, `${file}:${line}`)),
  }
}

const kinds: readonly AddressForm['kind'][] = ['account', 'invite', 'post', 'form', 'page', 'short']

function readForm(text: string, at: string): AddressForm {
  const [, named, one, ways] = /^(\w+) (https:\/\/\S+)(?: = (.+))?$/.exec(text) ?? []
  const kind = kinds.find((each) => each === named)
  if (kind === undefined || one === undefined)
    throw new ContentError(
      `${at}: write it as "- KIND https://address = way, way"; KIND is ${kinds.join(', ')}.`,
    )
  const all = ways === undefined ? [] : partsOf(ways)
  const holes = [...one.matchAll(/\{\w+\}/g)].map(([hole]) => hole)
  const lacking = all.find((way) => holes.some((hole) => !way.includes(hole)))
  if (lacking !== undefined) throw new ContentError(`${at}: "${lacking}" lacks one of ${holes.join(', ')}.`)
  return { kind, one, ways: all }
}

function readFile(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new ContentError(`${file} cannot be read; put it back.`, { cause })
  }
}
