import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { describe, expect, it } from 'vitest'

const home = join(import.meta.dirname, '..')

/** Who may import whom: rooms by their folder, packages by name; `node:` modules where they are listed. */
interface Law {
  readonly room: string
  /** Folders (or files) of ours that it may import, beside itself and the engine's public surface. */
  readonly may: readonly string[]
  readonly packages: readonly string[]
}
const anyNode = 'node:'
const laws: readonly Law[] = [
  { room: 'src/engine/agency/search.ts', may: ['src/engine'], packages: ['fuse.js'] },
  { room: 'src/engine/ad/phones.ts', may: ['src/engine'], packages: ['libphonenumber-js'] },
  { room: 'src/engine/ad/links.ts', may: ['src/engine'], packages: ['linkify-it', 'tldts'] },
  { room: 'src/engine', may: [], packages: [] },
  { room: 'src/words', may: [], packages: ['node:fs', 'node:path', 'node:crypto'] },
  {
    room: 'src/lists',
    may: [],
    packages: ['node:fs', 'node:path', 'node:crypto', 'node:stream', 'csv-parse'],
  },
  { room: 'src/delivery', may: [], packages: [] },
  { room: 'src/cards', may: [], packages: [anyNode, 'sharp'] },
  {
    room: 'src/api',
    may: ['db/open-data.ts', 'db/tokens.ts'],
    packages: ['fastify', 'preact', 'preact-render-to-string', 'zod'],
  },
  {
    room: 'src/console',
    // Of the stores it knows what they offer, never how.
    may: [
      'src/words',
      'src/lists',
      'db/appeals.ts',
      'db/audit.ts',
      'db/case-files.ts',
      'db/evidence.ts',
      'db/forgetting.ts',
      'db/inbox.ts',
      'db/list-changes.ts',
      'db/lists.ts',
      'db/numbers.ts',
      'db/organisations.ts',
      'db/own-addresses.ts',
      'db/pulse.ts',
      'db/queue.ts',
      'db/regroup.ts',
      'db/retention.ts',
      'db/reviewers.ts',
      'db/short-codes.ts',
      'db/tokens.ts',
      'db/views.ts',
      'src/dossier',
      'src/handouts',
      'db/audience.ts',
      'db/campaigns.ts',
      'db/campaign-tests.ts',
      'db/officer-chats.ts',
      'db/posts.ts',
      'db/subscriber-numbers.ts',
      'db/takedowns.ts',
      'db/captures.ts',
      'db/watch-sources.ts',
    ],
    packages: [
      anyNode,
      'fastify',
      '@fastify/cookie',
      '@fastify/formbody',
      '@fastify/multipart',
      'preact',
      'preact-render-to-string',
      '@node-rs/argon2',
      'otplib',
      'qrcode',
      'zod',
    ],
  },
  {
    room: 'src/intake',
    may: [],
    packages: [anyNode, 'sharp', 'tesseract.js', 'pdfjs-dist', '@napi-rs/canvas'],
  },
  // Goes to strangers' addresses; what is seen there is the next room's.
  { room: 'src/guard', may: [], packages: [anyNode, 'undici', 'ipaddr.js'] },
  {
    room: 'src/watch',
    may: ['src/guard', 'db/watch.ts'],
    packages: [
      anyNode,
      '@mozilla/readability',
      'linkedom',
      'feedsmith',
      'fast-xml-parser',
      'robots-parser',
      'tsx',
    ],
  },
  { room: 'src/capture', may: ['src/guard'], packages: [anyNode, 'puppeteer-core'] },
  {
    room: 'src/handouts',
    may: ['src/words', 'src/cards'],
    packages: [anyNode, 'sharp', 'pdfkit', 'qrcode', 'fflate'],
  },
  { room: 'src/dossier', may: [], packages: [anyNode, 'pdfkit', 'fflate', 'fontkit', 'zod'] },
  {
    room: 'src/tools',
    may: ['src', 'adapters', 'db', 'test/kit', 'test/console/kit.ts', 'test/watch'],
    packages: [
      anyNode,
      'pg',
      'fuse.js',
      'zod',
      'fastify',
      'drizzle-orm',
      '@electric-sql/pglite',
      'tesseract.js',
      'playwright-core',
      'esbuild',
      'undici',
    ],
  },
  { room: 'src/main.ts', may: ['src', 'db/embedded'], packages: [] },
  { room: 'src/rooms.ts', may: ['src', 'adapters', 'db'], packages: [anyNode] },
  { room: 'src/config.ts', may: [], packages: ['zod'] },
  { room: 'src/log.ts', may: ['src/config.ts'], packages: ['pino'] },
  {
    room: 'src/metrics.ts',
    may: ['src/delivery', 'src/standing.ts', 'db/gauges.ts'],
    packages: ['prom-client'],
  },
  { room: 'src/standing.ts', may: ['db/gauges.ts'], packages: ['prom-client'] },
  { room: 'src/health.ts', may: [], packages: [] },
  { room: 'src/web.ts', may: [], packages: [anyNode, 'fastify'] },
  {
    room: 'adapters/telegram',
    may: [],
    packages: [anyNode, 'grammy', '@grammyjs/runner', '@grammyjs/auto-retry', 'undici'],
  },
  {
    room: 'adapters/whatsapp/web',
    may: ['adapters/whatsapp/markup.ts', 'adapters/whatsapp/json.ts'],
    packages: [anyNode, 'whatsapp-web.js', 'qrcode', 'zod'],
  },
  {
    room: 'adapters/whatsapp/cloud',
    may: ['adapters/whatsapp/markup.ts', 'adapters/whatsapp/json.ts'],
    packages: [anyNode, 'undici', 'zod'],
  },
  { room: 'adapters/whatsapp', may: [], packages: [] },
  { room: 'adapters/simulator', may: [], packages: [anyNode, 'esbuild', 'zod'] },
  { room: 'db', may: [], packages: [anyNode, 'drizzle-orm', 'pg', '@electric-sql/pglite', 'zod', 'tsx'] },
  { room: 'test', may: ['src', 'adapters', 'db'], packages: ['*'] },
]

interface Import {
  readonly file: string
  readonly target: string
  readonly typeOnly: boolean
}

const filesUnder = (folder: string): readonly string[] =>
  readdirSync(join(home, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(home, join(entry.parentPath, entry.name)).split(sep).join('/'))
const files = ['src', 'adapters', 'db', 'test']
  .flatMap(filesUnder)
  .filter((file) => /\.(ts|tsx|mjs)$/.test(file))
const source = (file: string): string => readFileSync(join(home, file), 'utf8')

/** Import lines of a file; a path of ours is given from the top of the house. */
function importsOf(file: string): readonly Import[] {
  const found = source(file).matchAll(
    /^\s*(?:import|export)\s+(type\s)?(?:[^'"]*?\sfrom\s+)?'([^']+)'|\bimport\('([^']+)'\)/gm,
  )
  return [...found].map(([, typeOnly, named, dynamic]) => {
    const name = named ?? dynamic ?? ''
    const target = name.startsWith('.')
      ? relative(home, join(home, dirname(file), name))
          .split(sep)
          .join('/')
      : name
    return { file, target, typeOnly: typeOnly !== undefined }
  })
}
const imports = files.flatMap(importsOf)

const isIn = (path: string, room: string): boolean => path === room || path.startsWith(`${room}/`)
const lawOf = (file: string): Law => {
  const law = laws.find(({ room }) => isIn(file, room))
  if (law === undefined)
    throw new Error(`${file} stands in no room: write its law into test/architecture.test.ts`)
  return law
}

function allows({ room, may, packages }: Law, target: string): boolean {
  if (target === '#engine') return room !== 'src/engine'
  if (/^(src|adapters|db|test|content)\//.test(target))
    return isIn(target, room) || may.some((each) => isIn(target, each))
  return (
    packages.includes('*') ||
    packages.some((each) => target === each || target.startsWith(each === anyNode ? each : `${each}/`))
  )
}

describe('architecture', () => {
  it('keeps every import within the law of its room', () => {
    expect(files.length).toBeGreaterThan(100)
    const forbidden = imports
      .filter(({ file, target }) => !allows(lawOf(file), target))
      .map(({ file, target }) => `${file} -> ${target}`)
    expect(forbidden).toEqual([])
  })

  it('goes into the engine through its front door', () => {
    const through = imports
      .filter(
        ({ file, target }) =>
          !isIn(file, 'src/engine') && !isIn(file, 'test/engine') && isIn(target, 'src/engine'),
      )
      .map(({ file, target }) => `${file} -> ${target}`)
    expect(through).toEqual([])
  })

  it('lets no adapter know another', () => {
    const known = imports
      .filter(
        ({ file, target }) =>
          isIn(file, 'adapters') && isIn(target, 'adapters') && file.split('/')[1] !== target.split('/')[1],
      )
      .map(({ file, target }) => `${file} -> ${target}`)
    expect(known).toEqual([])
  })

  it('has no circle of imports at run time', () => {
    const arrows = new Map<string, string[]>()
    for (const { file, target, typeOnly } of imports) {
      const to = target === '#engine' ? 'src/engine/index.ts' : target
      if (!typeOnly) arrows.set(file, [...(arrows.get(file) ?? []), to])
    }
    const done = new Set<string>()
    const circles: string[] = []
    const walk = (file: string, path: readonly string[]): void => {
      if (path.includes(file))
        return void circles.push([...path.slice(path.indexOf(file)), file].join(' -> '))
      if (done.has(file)) return
      for (const next of arrows.get(file) ?? []) walk(next, [...path, file])
      done.add(file)
    }
    for (const file of files) walk(file, [])
    expect(circles).toEqual([])
  })

  it('names no channel in the engine', () => {
    const naming = files.filter((file) => isIn(file, 'src/engine') && /telegram|whatsapp/i.test(source(file)))
    expect(naming).toEqual([])
  })

  it('lets only decide() say "licensed"', () => {
    const saying = files
      .filter((file) => isIn(file, 'src') || isIn(file, 'adapters') || isIn(file, 'db'))
      .filter((file) => {
        // A verdict is made where an object is given this kind; a comparison or a type is no saying.
        const made = source(file).matchAll(/(readonly )?\bkind: 'licensed'/g)
        return [...made].some(([, readonly]) => readonly === undefined)
      })
    expect(saying).toEqual(['src/engine/agency/verdict.ts'])
  })

  it('makes a Fitted only in fit()', () => {
    const making = files.filter(
      (file) => !isIn(file, 'test') && /\bas (unknown as )?Fitted\b/.test(source(file)),
    )
    expect(making).toEqual(['src/delivery/fit.ts'])
  })

  it('speaks SQL only in db', () => {
    const speaking = imports
      .filter(
        ({ file, target }) =>
          !isIn(file, 'test') &&
          !isIn(file, 'src/tools') &&
          !isIn(file, 'db') &&
          /^(pg|drizzle-orm)/.test(target),
      )
      .map(({ file }) => file)
    expect(speaking).toEqual([])
  })

  it('inside a transaction asks the database only through it: the embedded database has one session', () => {
    const asking = files
      .filter((file) => isIn(file, 'db'))
      .flatMap((file) =>
        [...source(file).matchAll(/\.transaction\(async \(tx\) => \{([\s\S]*?)\n( {4}| {6}| {8})\}\)/g)]
          .filter(([, body]) =>
            /\bdatabase\.(execute|select|insert|update|delete|transaction)\b/.test(body ?? ''),
          )
          .map(() => file),
      )
    expect(asking).toEqual([])
  })

  it('has no code in content', () => {
    const code = filesUnder('content').filter((file) => /\.(ts|tsx|js|mjs|cjs|json)$/.test(file))
    expect(code).toEqual([])
  })

  it('keeps its top level to what was agreed', () => {
    const rooms = ['src', 'adapters', 'content', 'db', 'test', 'docs']
    // Not part of the house: what tools bring, and what git does not keep.
    const passing = /^(\..*|node_modules|dist|data|test-artefacts)$/
    const strays = readdirSync(home, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !rooms.includes(entry.name) && !passing.test(entry.name))
      .map((entry) => entry.name)
    expect(strays).toEqual([])
  })

  it('has files with a short word on what each is for', () => {
    const mute = files.filter((file) => !isIn(file, 'test') && !/^(\/\*\*|\/\/|#!)/.test(source(file)))
    expect(mute).toEqual([])
  })
})
