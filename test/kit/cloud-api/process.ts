/** Starts the stand-in, or the bare handler, as a process of its own: for benches, and for tests that kill. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import http from 'node:http'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { CloudApiOptions, Entry, Said } from './index.ts'
import type { LoadPlan, LoadResult } from './load.ts'
import type { Acts } from './main.ts'

export interface CloudState {
  readonly pending: number
  readonly lost: number
  readonly deliveries: number
  readonly calls: number
  readonly entries: number
}

export interface CloudApiProcess {
  readonly root: string
  readonly token: string
  readonly appSecret: string
  readonly verifyToken: string
  readonly phoneId: string
  readonly businessId: string
  readonly pid: number
  subscribe(url: string): Promise<void>
  says(asked: Acts['says']): Promise<Said>
  failNext(asked: Acts['failNext']): Promise<void>
  advance(ms: number): Promise<void>
  load(plan: LoadPlan): Promise<LoadResult>
  /** What was accepted, from entry `from` on. */
  journal(from?: number): Promise<readonly Entry[]>
  state(): Promise<CloudState>
  stop(): Promise<void>
}

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url))

/** `options` travel as JSON, so no functions. */
export async function spawnCloudApi(options: Omit<CloudApiOptions, 'other'> = {}): Promise<CloudApiProcess> {
  const child = startNode([here('./main.ts'), JSON.stringify(options)])
  const told = JSON.parse(await firstLine(child)) as Omit<CloudApiProcess, 'pid'>
  const agent = new http.Agent({ keepAlive: true })
  const ask = async <T>(act: keyof Acts, body: unknown): Promise<T> =>
    (await post(`${told.root}/stand-in/${act}`, body, agent)) as T
  return {
    ...told,
    pid: child.pid ?? 0,
    subscribe: (url) => ask('subscribe', { url }),
    says: (asked) => ask('says', asked),
    failNext: (asked) => ask('failNext', asked),
    advance: (ms) => ask('advance', { ms }),
    load: (plan) => ask('load', plan),
    journal: (from = 0) => ask('journal', { from }),
    state: () => ask('state', {}),
    async stop() {
      agent.destroy()
      await end(child)
    },
  }
}

/** The bare handler of `bare.ts`, ready when this resolves. */
export async function spawnBare(options: {
  readonly databaseUrl: string
  readonly appSecret: string
}): Promise<{ readonly url: string; readonly pid: number; stop(): Promise<void> }> {
  const child = startNode([here('./bare.ts'), JSON.stringify(options)])
  const { url } = JSON.parse(await firstLine(child)) as { url: string }
  return { url, pid: child.pid ?? 0, stop: () => end(child) }
}

function startNode(argv: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', ...argv], { stdio: ['pipe', 'pipe', 'inherit'] })
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the process has no output')
  const died = once(child, 'exit').then(([code]) => {
    throw new Error(`the process ended with ${String(code)} before it was ready`)
  })
  const [line] = (await Promise.race([once(createInterface(child.stdout), 'line'), died])) as [string]
  died.catch(() => undefined)
  return line
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  await gone
}

function post(url: string, body: unknown, agent: http.Agent): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, {
      method: 'POST',
      agent,
      headers: { 'content-type': 'application/json' },
    })
    request.on('error', reject)
    request.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString()
        if (response.statusCode === 200) resolve(JSON.parse(text))
        else reject(new Error(`the stand-in answered ${response.statusCode}: ${text.slice(0, 300)}`))
      })
    })
    request.end(JSON.stringify(body))
  })
}
