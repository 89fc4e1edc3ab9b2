/** Starts the stand-in, or the bare handler, as a process of its own: for benches, and for tests that kill. */
import http from 'node:http'
import { fileURLToPath } from 'node:url'
import { end, firstLine, post, startNode } from '../node-process.ts'
import type { CloudApiOptions, Entry, Said } from './index.ts'
import type { LoadPlan, LoadResult } from './load.ts'
import type { Acts } from './main.ts'

export interface CloudState {
  readonly pending: number
  readonly lost: number
  readonly deliveries: number
  readonly calls: number
  readonly entries: number
  /** Calls that were not accepted. */
  readonly refused: number
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
