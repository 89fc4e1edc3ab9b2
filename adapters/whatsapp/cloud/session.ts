/** From a start to its stop: the webhook is open, what comes in becomes turns, and what was heard is marked read. */
import type { Hear, Mount } from '#engine'
import { integer, object, parse } from '../json.ts'
import type { Client } from './client.ts'
import type { CloudEvent, CloudOptions } from './options.ts'
import { readConfigError } from './settings.ts'
import { createVerify } from './signature.ts'
import { createTally } from './tally.ts'
import { createTurns } from './turns.ts'
import { createDoor, webhookPath } from './webhook.ts'
import { writeReadMark } from './write.ts'

export interface Session {
  /** Hears nothing more; turns begun are finished. */
  stop(): Promise<void>
}

export interface SessionOptions
  extends Pick<CloudOptions, 'channel' | 'phoneId' | 'appSecret' | 'verifyToken' | 'onStatus' | 'log'> {
  readonly client: Pick<Client, 'get' | 'post'>
  readonly hear: Hear
  readonly mount: Mount
}

/** A read mark is a courtesy: when so many are on their way, the next is left out. */
export const mostMarks = 20
/** How often unsigned calls are told of. */
const strangersMs = 10_000

/** Throws ConfigError when Meta refuses us. A Meta that is away needs no waiting for: it calls us. */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { channel, phoneId, client, log } = options
  const mark = createMarker(client, phoneId, log)
  let stopped = false
  const turns = createTurns({
    self: { channel, phoneId },
    hear: options.hear,
    onStatus: options.onStatus,
    onTrouble: (code) => log({ kind: 'trouble', code }),
    onHeard: ({ messageId }) => mark(messageId),
    onNotCommitted: (error) =>
      log({ kind: 'not-committed', error: error instanceof Error ? error.name : typeof error }),
    closed: () => stopped,
  })
  const door = createDoor({
    take: (body) => (stopped ? Promise.reject(new Error('not open')) : turns.take(body)),
    verify: createVerify(options.appSecret),
    verifyToken: options.verifyToken,
    onStranger: createTally(strangersMs, (calls) => log({ kind: 'not-signed', calls })),
  })
  options.mount(webhookPath, door)
  await checkNumber(options)
  log({ kind: 'started' })
  return {
    async stop() {
      stopped = true
      await turns.settled()
      log({ kind: 'stopped' })
    },
  }
}

function createMarker(
  client: Pick<Client, 'post'>,
  phoneId: string,
  log: (event: CloudEvent) => void,
): (messageId: string) => void {
  let open = 0
  return (messageId) => {
    if (open >= mostMarks) return
    open++
    const failed = (code: number | null): void => log({ kind: 'call-failed', call: 'read mark', code })
    client
      .post(`${phoneId}/messages`, writeReadMark(messageId))
      .then(
        ({ status }) => (status === 200 ? undefined : failed(status)),
        () => failed(null),
      )
      .finally(() => open--)
  }
}

async function checkNumber({ client, phoneId, log }: SessionOptions): Promise<void> {
  const answer = await client.get(`${phoneId}?fields=id`).catch(() => null)
  if (answer?.status === 200) return
  const wrong = answer === null ? null : readConfigError(answer)
  if (wrong !== null) throw wrong
  const code = answer === null ? null : integer(object(object(parse(answer.body))?.error)?.code)
  log({ kind: 'call-failed', call: 'number', code: code ?? answer?.status ?? null })
}
