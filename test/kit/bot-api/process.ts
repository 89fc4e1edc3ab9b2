/** Starts the stand-in, or the echo bot, as a process of its own: for benches, and for tests that kill. */
import http from 'node:http'
import { fileURLToPath } from 'node:url'
import { end, firstLine, post, startNode } from '../node-process.ts'
import type { BotApiOptions, Entry, Said } from './index.ts'
import type { LoadPlan, LoadResult } from './load.ts'
import type { Acts } from './main.ts'

export interface State {
  readonly pending: number
  readonly confirmed: number
  readonly calls: number
  readonly entries: number
  /** Calls that were answered with 429. */
  readonly throttled: number
}

export interface BotApiProcess {
  readonly root: string
  readonly token: string
  readonly pid: number
  says(asked: Acts['says']): Promise<Said>
  presses(asked: Acts['presses']): Promise<{ readonly updateId: number; readonly tapId: string }>
  again(updateId: number): Promise<void>
  failNext(asked: Acts['failNext']): Promise<void>
  load(plan: LoadPlan): Promise<LoadResult>
  meet(asked: Acts['meet']): Promise<void>
  sent(from?: number): Promise<readonly (readonly [chat: number, at: number])[]>
  /** What was accepted, from entry `from` on. */
  journal(from?: number): Promise<readonly Entry[]>
  state(): Promise<State>
  stop(): Promise<void>
}

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url))

/** `options` travel as JSON, so no functions. */
export async function spawnBotApi(
  options: Omit<BotApiOptions, 'now' | 'other'> = {},
): Promise<BotApiProcess> {
  const child = startNode([here('./main.ts'), JSON.stringify(options)])
  const { root, token } = JSON.parse(await firstLine(child)) as { root: string; token: string }
  const agent = new http.Agent({ keepAlive: true })
  const ask = async <T>(act: keyof Acts, body: unknown): Promise<T> =>
    (await post(`${root}/stand-in/${act}`, body, agent)) as T
  return {
    root,
    token,
    pid: child.pid ?? 0,
    says: (asked) => ask('says', asked),
    presses: (asked) => ask('presses', asked),
    again: (updateId) => ask('again', { updateId }),
    failNext: (asked) => ask('failNext', asked),
    load: (plan) => ask('load', plan),
    meet: (asked) => ask('meet', asked),
    sent: (from = 0) => ask('sent', { from }),
    journal: (from = 0) => ask('journal', { from }),
    state: () => ask('state', {}),
    async stop() {
      agent.destroy()
      await end(child)
    },
  }
}

/** The bare reference bot, ready when this resolves. */
export async function spawnEcho(
  token: string,
  apiRoot: string,
  how: 'bare' | 'runner' = 'bare',
): Promise<{ readonly pid: number; stop(): Promise<void> }> {
  const child = startNode([here('./echo.ts'), token, apiRoot, how])
  await firstLine(child)
  return { pid: child.pid ?? 0, stop: () => end(child) }
}
