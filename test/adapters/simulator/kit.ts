/** The simulator behind real HTTP, and a page that speaks to it as the browser's would. */
import type { Adapter, ChannelName, Fitted, Inbound, Markup, Media } from '#engine'
import { createSimulators, type SimulatorOptions } from '../../../adapters/simulator/index.ts'
import type { Line, Post } from '../../../adapters/simulator/wire.ts'
import { createWeb } from '../../../src/web.ts'

export const channels = {
  telegram: 'simulator' as ChannelName,
  'whatsapp-web': 'simulator-whatsapp' as ChannelName,
  'whatsapp-cloud': 'simulator-whatsapp-cloud' as ChannelName,
}

export const siti = 'p-siti-0001'
export const budi = 'p-budi-0001'
export const group = 'g-group-0001'

export interface Simulator {
  readonly url: URL
  readonly adapters: readonly Adapter[]
  readonly telegram: Adapter
  readonly whatsapp: Adapter
  readonly cloud: Adapter
  readonly heard: Inbound[]
  /** What each turn does; by default it is committed at once. */
  turn: (inbound: Inbound) => Promise<void>
  start(): Promise<void>
  /** A message as the page sends it; `headers` may say it came from elsewhere. */
  post(
    post: unknown,
    options?: Readonly<{ to?: string; headers?: Record<string, string> }>,
  ): Promise<Response>
  upload(post: Post, file: File): Promise<Response>
  watch(chat: string, options?: Readonly<{ costume?: string; seen?: string }>): Promise<Watch>
  close(): Promise<void>
}

export async function openSimulator(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  const web = createWeb({ onFault: (error) => faults.push(error) })
  const faults: unknown[] = []
  const adapters = createSimulators({ channels, patience: { firstMs: 1, mostMs: 4 }, ...options })
  const [telegram, whatsapp, cloud] = adapters
  if (telegram === undefined || whatsapp === undefined || cloud === undefined)
    throw new Error('three costumes')
  const heard: Inbound[] = []
  const watches: Watch[] = []
  const hear = async (inbound: Inbound): Promise<void> => {
    heard.push(inbound)
    await simulator.turn(inbound)
  }
  const start = async (): Promise<void> => {
    for (const adapter of adapters) await adapter.start(hear, web.mount)
  }
  await start()
  const host = await web.listen('127.0.0.1', 0)
  const url = new URL('/simulator/', host)
  const simulator: Simulator = {
    url,
    adapters,
    telegram,
    whatsapp,
    cloud,
    heard,
    turn: async () => {},
    start,
    post(post, { to = 'messages', headers = { origin: host.origin } } = {}) {
      return fetch(new URL(to, url), {
        method: 'POST',
        body: typeof post === 'string' ? post : JSON.stringify(post),
        headers: { 'content-type': 'application/json', ...headers },
      })
    },
    upload(post, file) {
      const body = new FormData()
      body.set('message', JSON.stringify(post))
      body.set('file', file)
      return fetch(new URL('uploads', url), { method: 'POST', body, headers: { origin: host.origin } })
    },
    async watch(chat, { costume = 'telegram', seen } = {}) {
      const address = new URL(`events?${new URLSearchParams({ costume, chat })}`, url)
      const watch = await openWatch(address, seen)
      watches.push(watch)
      return watch
    },
    async close() {
      for (const watch of watches) watch.close()
      for (const adapter of adapters) await adapter.stop()
      await web.close()
      if (faults.length > 0) throw new AggregateError(faults, 'the host saw a handler throw')
    },
  }
  return simulator
}

export interface Watch {
  /** Every line event so far, changes included. */
  readonly lines: Line[]
  readonly lastId: string
  readonly epoch: string
  /** Resolves when what came so far satisfies; the test's own time limit is the only clock. */
  until(enough: (lines: readonly Line[]) => boolean): Promise<readonly Line[]>
  /** Resolves once the lines that were kept have all come. */
  ready(): Promise<void>
  close(): void
}

/** Reads server-sent events as the HTML standard says a browser does. */
async function openWatch(address: URL, seen: string | undefined): Promise<Watch> {
  const leaving = new AbortController()
  const answer = await fetch(address, {
    signal: leaving.signal,
    headers: seen === undefined ? {} : { 'last-event-id': seen },
  })
  if (!answer.ok || answer.body === null) throw new Error(`events answered ${answer.status}`)
  const waiting = new Set<() => void>()
  const watch = {
    lines: [] as Line[],
    lastId: '',
    epoch: '',
    async until(enough: (lines: readonly Line[]) => boolean) {
      while (!enough(watch.lines)) await new Promise<void>((resolve) => waiting.add(resolve))
      return watch.lines
    },
    async ready() {
      while (watch.epoch === '') await new Promise<void>((resolve) => waiting.add(resolve))
    },
    close: () => leaving.abort(),
  }
  const take = (block: string): void => {
    const fields = new Map(
      block.split('\n').map((row) => {
        const at = row.indexOf(':')
        return [row.slice(0, at), row.slice(at + 2)] as const
      }),
    )
    const data = fields.get('data')
    if (data === undefined) return
    if (fields.get('event') === 'ready') watch.epoch = JSON.parse(data) as string
    else watch.lines.push(JSON.parse(data) as Line)
    watch.lastId = fields.get('id') ?? watch.lastId
  }
  const reading = async (body: ReadableStream<Uint8Array>): Promise<void> => {
    let rest = ''
    const decoder = new TextDecoder()
    for await (const bytes of body) {
      const blocks = (rest + decoder.decode(bytes, { stream: true })).split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) take(block)
      for (const resolve of waiting) resolve()
      waiting.clear()
    }
  }
  reading(answer.body).catch(() => {})
  return watch
}

let posts = 0
/** A post as the page makes it, from Siti in private unless said otherwise. */
export function aPost(part: Partial<Post> = {}): Post {
  posts += 1
  return {
    id: `post-${String(posts).padStart(6, '0')}`,
    costume: 'telegram',
    person: siti,
    group: null,
    hint: null,
    forwarded: 'no',
    addressed: false,
    quotes: null,
    said: { kind: 'text', text: 'apakah PT ini resmi?' },
    ...part,
  }
}

export function plain(text: string): Markup {
  return [{ kind: 'paragraph', spans: [{ kind: 'plain', text }] }]
}

/** A message that need not fit: to see that the phone is as strict as a platform. */
export function message(
  part: Readonly<{ text?: Markup; buttons?: Fitted['buttons']; image?: Media | null }>,
): Fitted {
  return { text: plain('halo'), buttons: [], image: null, ...part } as Partial<Fitted> as Fitted
}
