/**
 * Whether the licence check is right: false reassurance, slander, the right firm first, names in unforeseen sentences,
 * messages that name nobody; on the shipped list, on 5,000 and on 100,000 names.
 */
import type { Verdict } from '#engine'
import type { Bench, Figure } from './form.ts'
import { figure } from './form.ts'
import { makeGone, makeLookalikes } from './lookalikes.ts'
import { type Chance, createChance, createWorld, keyOf, type World } from './names.ts'
import { exactKinds, makeQueries, type Query } from './queries.ts'
import { frames } from './verdict.frames.ts'
import { nameless } from './verdict.nameless.ts'

/** Names on the list, fakes tried, queries of each kind. */
const sizes = [
  { size: 524, fakes: 8_000, perKind: 120 },
  { size: 5_000, fakes: 4_000, perKind: 80 },
  { size: 100_000, fakes: 2_000, perKind: 0 },
] as const

export const bench: Bench = {
  name: 'verdict',
  async run() {
    return sizes.flatMap(({ size, fakes, perKind }) => {
      const chance = createChance(size)
      const world = createWorld(size)
      const label = `${size.toLocaleString('en')} names`
      return [
        falseReassurance(world, fakes, chance, label),
        ...(size === 524 ? [falselyRevived(world, chance)] : []),
        ...(perKind > 0 ? listedNames(world, makeQueries(world, perKind, chance), label) : []),
        ...(size < 100_000 ? [atOnce(world, chance, label), ...nobodyNamed(world, label)] : []),
      ]
    })
  },
}

function falseReassurance(world: World, many: number, chance: Chance, label: string): Figure {
  const fakes = makeLookalikes(world, many, chance)
  const fooled = fakes.filter(({ text }) => saysLicensed(world, text))
  return figure({
    name: `false reassurance, look-alikes, ${label}`,
    unit: `of ${fakes.length}`,
    target: 0,
    better: 'lower',
    values: [fooled.length],
    reference: {
      kinds: new Set(fakes.map(({ kind }) => kind)).size,
      upperBound95: bound(fooled.length, fakes.length),
      fooledBy: [...new Set(fooled.map(({ kind }) => kind))],
      examples: fooled.slice(0, 5).map(({ text }) => text),
    },
  })
}

function falselyRevived(world: World, chance: Chance): Figure {
  const gone = makeGone(world, 8, chance)
  const fooled = gone.filter(({ text }) => saysLicensed(world, text))
  return figure({
    name: `false reassurance, revoked and old names`,
    unit: `of ${gone.length}`,
    target: 0,
    better: 'lower',
    values: [fooled.length],
    reference: {
      names: world.gone.length,
      upperBound95: bound(fooled.length, gone.length),
      examples: fooled.slice(0, 5).map(({ text }) => text),
    },
  })
}

function listedNames(world: World, queries: readonly Query[], label: string): readonly Figure[] {
  const answers = queries.map((query) => ({ query, verdict: answer(world, query.text) }))
  const unlisted = answers.filter(({ verdict }) => verdict.kind === 'unlisted')
  const first = answers.filter(({ query, verdict }) => firstOf(verdict) === query.name)
  const others = answers.filter(
    ({ query, verdict }) => verdict.kind === 'licensed' && verdict.agency.name !== query.name,
  )
  const missed = answers.filter(({ query, verdict }) => firstOf(verdict) !== query.name)
  return [
    figure({
      name: `listed firm called unlisted, ${label}`,
      unit: '%',
      target: world.listed.length > 1000 ? 0.3 : 0.1,
      better: 'lower',
      values: [(100 * unlisted.length) / queries.length],
      reference: {
        count: `${unlisted.length} of ${queries.length}`,
        upperBound95: bound(unlisted.length, queries.length),
        kinds: new Set(queries.map(({ kind }) => kind)).size,
        examples: unlisted.slice(0, 5).map(({ query }) => query.text),
      },
    }),
    figure({
      name: `right firm first, ${label}`,
      unit: '%',
      target: 99.5,
      better: 'higher',
      values: [(100 * first.length) / queries.length],
      reference: {
        count: `${first.length} of ${queries.length}`,
        missedByKind: countBy(missed.map(({ query }) => query.kind)),
        examples: missed.slice(0, 5).map(({ query }) => `${query.text} → ${query.name}`),
      },
    }),
    figure({
      name: `another firm shown as licensed, ${label}`,
      unit: `of ${queries.length}`,
      target: 0,
      better: 'lower',
      values: [others.length],
      reference: {
        upperBound95: bound(others.length, queries.length),
        exactlyTyped: queries.filter(({ kind }) => exactKinds.has(kind)).length,
        examples: others.slice(0, 5).map(({ query }) => query.text),
      },
    }),
  ]
}

/** Exactly typed names in sentences the lexicon was not made for. */
function atOnce(world: World, chance: Chance, label: string): Figure {
  const asked = frames.flatMap((frame) =>
    Array.from({ length: 20 }, () => {
      const name = chance.pick(world.listed)
      const form = chance.pick(['PT ', 'PT. ', 'pt ', ''])
      return { name, text: frame.replace('{}', `${form}${chance.next() < 0.5 ? name : name.toLowerCase()}`) }
    }),
  )
  const answered = asked.filter(({ name, text }) =>
    world.knowledge
      .read(text)
      .some(({ verdict }) => verdict.kind === 'licensed' && keyOf(verdict.agency.name) === keyOf(name)),
  )
  return figure({
    name: `exact name in an unforeseen sentence answered at once, ${label}`,
    unit: '%',
    target: 90,
    better: 'higher',
    values: [(100 * answered.length) / asked.length],
    reference: { count: `${answered.length} of ${asked.length}`, sentences: frames.length },
  })
}

function nobodyNamed(world: World, label: string): readonly Figure[] {
  const read = nameless.map((text) => world.knowledge.read(text))
  const mentioned = read.filter((mentions) => mentions.length > 0)
  const licensed = read.filter((mentions) => mentions.some(({ verdict }) => verdict.kind === 'licensed'))
  return [
    figure({
      name: `message naming no agency, called licensed, ${label}`,
      unit: `of ${nameless.length}`,
      target: 0,
      better: 'lower',
      values: [licensed.length],
      reference: { upperBound95: bound(licensed.length, nameless.length) },
    }),
    figure({
      name: `message naming no agency, asked about one, ${label}`,
      unit: '%',
      target: 2,
      better: 'lower',
      values: [(100 * mentioned.length) / nameless.length],
      reference: { count: `${mentioned.length} of ${nameless.length}` },
    }),
  ]
}

/** The first verdict a person would get. */
function answer(world: World, text: string): Verdict {
  return world.knowledge.read(text)[0]?.verdict ?? world.knowledge.judge(text)
}

function saysLicensed(world: World, text: string): boolean {
  const verdicts = [...world.knowledge.read(text).map(({ verdict }) => verdict), world.knowledge.judge(text)]
  return verdicts.some(({ kind }) => kind === 'licensed')
}

function firstOf(verdict: Verdict): string | null {
  if (verdict.kind === 'which') return verdict.candidates[0].agency.name
  return 'agency' in verdict ? verdict.agency.name : null
}

/** Upper end of the 95 % interval in %, by the rule of three when nothing was found. */
function bound(found: number, tried: number): number {
  const events = found === 0 ? 3 : found + 1.96 * Math.sqrt(found + 1) + 1
  return Number(((100 * events) / tried).toPrecision(2))
}

function countBy(items: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const item of items) counts[item] = (counts[item] ?? 0) + 1
  return counts
}
