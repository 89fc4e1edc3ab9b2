/** How long a check takes, beside Fuse.js with its defaults on the same queries, each timed in turn in one run. */
import Fuse from 'fuse.js'
import type { Bench, Figure } from './form.ts'
import { figure } from './form.ts'
import { createChance, createWorld, type World } from './names.ts'
import { makeQueries } from './queries.ts'

/** Names on the list, queries of each kind, queries put to Fuse (seconds each at 100,000), target in ms. */
const sizes = [
  { size: 524, perKind: 20, toFuse: 150, target: 5 },
  { size: 5_000, perKind: 20, toFuse: 40, target: 10 },
  { size: 100_000, perKind: 8, toFuse: 5, target: 50 },
] as const

/** Rounds over the queries: the median round is quoted. */
const rounds = 5
/** Longest message of any channel, in UTF-16 units: Telegram's. */
const longestMessage = 4096

export const bench: Bench = {
  name: 'match',
  async run() {
    return sizes.flatMap(({ size, perKind, toFuse, target }) => {
      const world = createWorld(size)
      const label = `${size.toLocaleString('en')} names`
      const check = timeChecks(world, { perKind, toFuse, target, label })
      return size === 5_000 ? [check, timeLongest(world, label)] : [check]
    })
  },
}

function timeChecks(
  world: World,
  plan: {
    readonly perKind: number
    readonly toFuse: number
    readonly target: number
    readonly label: string
  },
): Figure {
  const chance = createChance(7)
  const queries = makeQueries(world, plan.perKind, chance)
  const fuse = new Fuse(world.listed)
  const every = Math.max(1, Math.floor(queries.length / plan.toFuse))
  const fuseTimes: number[] = []
  const values = Array.from({ length: rounds + 1 }, (_, round) => {
    const times = queries.map(({ text }, at) => {
      if (round === 1 && at % every === 0) fuseTimes.push(time(() => fuse.search(text)))
      return time(() => world.knowledge.read(text))
    })
    return percentile(times, 0.95)
  }).slice(1)
  return figure({
    name: `one check, p95, ${plan.label}`,
    unit: 'ms',
    target: plan.target,
    better: 'lower',
    values,
    reference: {
      queries: queries.length,
      fuseDefaultP95: round(percentile(fuseTimes, 0.95)),
      fuseDefaultP50: round(percentile(fuseTimes, 0.5)),
      fuseQueries: fuseTimes.length,
    },
  })
}

/** The slowest message of the longest kind: each timed in every round, the slowest median counts. */
function timeLongest(world: World, label: string): Figure {
  const messages = Object.entries(longest(world))
  const fuse = new Fuse(world.listed)
  const times = messages.map(([what, text]) => {
    world.knowledge.read(text)
    return { what, times: Array.from({ length: rounds }, () => time(() => world.knowledge.read(text))) }
  })
  const slowest = times.reduce((worst, next) =>
    percentile(next.times, 0.5) > percentile(worst.times, 0.5) ? next : worst,
  )
  const ordinary = messages[0]?.[1] ?? ''
  return figure({
    name: `any ${longestMessage}-character message, ${label}`,
    unit: 'ms',
    target: 25,
    better: 'lower',
    values: slowest.times,
    reference: {
      messages: messages.length,
      slowest: slowest.what,
      fuseDefault: round(time(() => fuse.search(ordinary))),
    },
  })
}

function longest(world: World): Readonly<Record<string, string>> {
  const chance = createChance(4096)
  const fill = (part: () => string) => {
    let text = ''
    while (text.length < longestMessage) text += part()
    return text.slice(0, longestMessage)
  }
  const name = () => chance.pick(world.listed).toLowerCase()
  return {
    'talk with a few names': fill(() =>
      chance.next() < 0.03
        ? `pt ${name()} `
        : chance.pick(['saya ', 'mau ', 'kerja ', 'di ', 'taiwan ', 'tapi ', 'takut. ']),
    ),
    'one letter': fill(() => 'a'),
    'one letter, parted': fill(() => 'a '),
    'PT, PT, PT': fill(() => 'PT '),
    'PT and a misspelt name': fill(() => `pt ${name().replace(/a/g, 'e')} `),
    'PT and a listed name': fill(() => `PT ${name()} `),
    'names, nothing between': fill(() => `${name()} `),
    'names, misspelt': fill(() => `${name().replace(/[aiu]/, 'o')} resmi `),
    'words of names': fill(() => `${chance.pick(world.words).toLowerCase()} `),
    'unknown words': fill(
      () =>
        `${chance
          .pick(world.words)
          .toLowerCase()
          .replace(/[aiueo]/g, '')}xy `,
    ),
    digits: fill(() => '9120307772741 '),
    'digits, parted': fill(() => '9 1 2 0 '),
    'no spaces': fill(() => name().replaceAll(' ', '')),
    'combining marks': fill(() => 'a\u0301\u0302\u0303'),
    'look-alikes': fill(() => 'ѕаrсо '),
    emoji: fill(() => '🙏 pt '),
    addresses: fill(() => 'a@b.'),
    brackets: fill(() => '(pt '),
  }
}

/** The faster of two goes, in ms: what else runs on the machine is not measured. */
function time(work: () => unknown): number {
  const goes = [0, 1].map(() => {
    const start = performance.now()
    work()
    return performance.now() - start
  })
  return Math.min(...goes)
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

function round(value: number): number {
  return Number(value.toPrecision(3))
}
