/** A line to a Postgres server that understands what goes over it: at a named moment of a turn, which is a statement
 * asked or answered, it does what a test ordered. So a process dies, or a connection breaks, exactly there, and the
 * program itself knows nothing of it.
 *
 * PostgreSQL, "Message Formats": a client's query ends in a Sync or is one Query; the answer ends in a ReadyForQuery. */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** `asked`: on its way to the server, which has not seen it. `answered`: done, and the client not told. */
export interface Moment {
  /** A prepared statement's name, or the words of a plain one: `commit`. */
  readonly statement: string
  readonly when: 'asked' | 'answered'
}

export type Trouble =
  /** Something else happens, such as the end of the client; nothing more passes on this connection. */
  | { readonly kind: 'stop'; readonly act?: () => void }
  | { readonly kind: 'cut' }
  /** Nothing passes for so long, in ms. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** No protocol that anybody knows, instead of the answer. */
  | { readonly kind: 'garbage' }
  /** Half of the answer, and the end of the connection. */
  | { readonly kind: 'half' }

export interface PostgresLine {
  readonly port: number
  /** The next time this moment comes, this happens. */
  order(moment: Moment, trouble: Trouble): void
  /** Orders that were not met yet. */
  readonly waiting: number
  /** Every answer is so much later, in ms. */
  delay(ms: number): void
  /** New connections are refused with this SQLSTATE, and open ones end; null: as before. */
  refuse(code: string | null): void
  cut(): void
  mend(): void
  close(): Promise<void>
}

interface Pair {
  readonly near: Socket
  readonly far: Socket
  /** What was asked last. */
  asked: string
  dead: boolean
}

const sslRequest = 80877103

export async function createPostgresLine(target: {
  readonly host: string
  readonly port: number
}): Promise<PostgresLine> {
  const orders: { readonly moment: Moment; readonly trouble: Trouble }[] = []
  const pairs = new Set<Pair>()
  let delayMs = 0
  let refusal: string | null = null
  let isCut = false

  const take = (statement: string, when: Moment['when']): Trouble | null => {
    const at = orders.findIndex(({ moment }) => moment.when === when && moment.statement === statement)
    return at < 0 ? null : (orders.splice(at, 1)[0]?.trouble ?? null)
  }
  const end = (pair: Pair): void => {
    pair.dead = true
    pair.near.destroy()
    pair.far.destroy()
    pairs.delete(pair)
  }
  /** Passes these bytes on, or not. */
  const pass = (pair: Pair, to: Socket, bytes: Buffer, trouble: Trouble | null): void => {
    if (pair.dead) return
    switch (trouble?.kind) {
      case 'stop':
        pair.dead = true
        trouble.act?.()
        return
      case 'cut':
        end(pair)
        return
      case 'garbage':
        pair.dead = true
        pair.near.write('HTTP/1.1 502 Bad Gateway\r\n\r\n<html>')
        setTimeout(() => end(pair), 200)
        return
      case 'half':
        pair.dead = true
        pair.near.end(bytes.subarray(0, Math.floor(bytes.length / 2)))
        setTimeout(() => end(pair), 50)
        return
      default: {
        const ms = (trouble?.ms ?? 0) + delayMs
        if (ms === 0) to.write(bytes)
        else setTimeout(() => void (pair.dead || to.write(bytes)), ms)
      }
    }
  }

  const server = createServer((near) => {
    near.on('error', () => {})
    if (isCut) return void near.destroy()
    if (refusal !== null) {
      near.once('data', () => near.end(errorResponse(refusal ?? '53300')))
      return
    }
    const pair: Pair = { near, far: connect(target), asked: '', dead: false }
    pairs.add(pair)
    near.setNoDelay(true)
    pair.far.setNoDelay(true)
    for (const each of [near, pair.far]) {
      each.on('error', () => end(pair))
      each.on('close', () => end(pair))
    }
    const own = asking((bytes, statement) => {
      if (statement !== null) pair.asked = statement
      pass(pair, pair.far, bytes, statement === null ? null : take(statement, 'asked'))
    })
    near.on('data', (bytes: Buffer) => own(bytes))
    const answers = answering((bytes, last) => {
      const trouble = last ? take(pair.asked, 'answered') : null
      pass(pair, near, bytes, trouble)
    })
    pair.far.on('data', (bytes: Buffer) => answers(bytes))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const cut = (): void => {
    isCut = true
    for (const pair of pairs) end(pair)
  }
  return {
    port: address.port,
    order: (moment, trouble) => void orders.push({ moment, trouble }),
    get waiting() {
      return orders.length
    },
    delay(ms) {
      delayMs = ms
    },
    refuse(code) {
      refusal = code
      if (code !== null) for (const pair of pairs) end(pair)
    },
    cut,
    mend() {
      isCut = false
    },
    async close() {
      cut()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Cuts what a client says into whole questions; a question is handed on with its name, null for a greeting. */
function asking(hand: (bytes: Buffer, statement: string | null) => void): (data: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0)
  let group: Buffer[] = []
  let name = ''
  let greeted = false
  return (data) => {
    rest = Buffer.concat([rest, data])
    for (;;) {
      const length = greeted
        ? rest.length < 5
          ? null
          : 1 + rest.readInt32BE(1)
        : rest.length < 8
          ? null
          : rest.readInt32BE(0)
      if (length === null || rest.length < length) return
      const message = rest.subarray(0, length)
      rest = rest.subarray(length)
      if (!greeted) {
        greeted = message.readInt32BE(4) !== sslRequest
        hand(message, null)
        continue
      }
      const type = String.fromCharCode(message[0] ?? 0)
      group.push(message)
      if (type === 'B') name = nameIn(message)
      if (type === 'Q') name = textIn(message, 5).trim().toLowerCase()
      if (!['Q', 'S', 'X', 'p', 'f', 'c'].includes(type)) continue
      hand(Buffer.concat(group), name)
      group = []
      name = ''
    }
  }
}

/** Bind: portal, then the statement. Ours carry the connection's own mark behind their name (`db/statements.ts`). */
function nameIn(bind: Buffer): string {
  const portal = bind.indexOf(0, 5)
  return textIn(bind, portal + 1).replace(/_[0-9a-f]{12}$/, '')
}

function textIn(message: Buffer, from: number): string {
  return message.subarray(from, message.indexOf(0, from)).toString()
}

/** Cuts what a server says into answers; `last`: it ends in a ReadyForQuery. */
function answering(hand: (bytes: Buffer, last: boolean) => void): (data: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0)
  let group: Buffer[] = []
  return (data) => {
    // Before anything else a server may say one letter: no TLS here.
    if (group.length === 0 && rest.length === 0 && data.length === 1) return hand(data, false)
    rest = Buffer.concat([rest, data])
    for (;;) {
      const length = rest.length < 5 ? null : 1 + rest.readInt32BE(1)
      if (length === null || rest.length < length) return
      const message = rest.subarray(0, length)
      rest = rest.subarray(length)
      group.push(message)
      // Authentication, too, waits for the client.
      const type = String.fromCharCode(message[0] ?? 0)
      if (type !== 'Z' && type !== 'R' && type !== 'E') continue
      if (type === 'E' && rest.length > 0) continue
      hand(Buffer.concat(group), type === 'Z')
      group = []
    }
  }
}

function errorResponse(code: string): Buffer {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0Mrefused\0\0`)
  const head = Buffer.alloc(5)
  head.write('E')
  head.writeInt32BE(4 + fields.length, 1)
  return Buffer.concat([head, fields])
}
