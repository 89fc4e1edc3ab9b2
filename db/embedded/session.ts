/** Serves PGlite, which is one session, to several `pg` connections without letting them mix.
 *
 * `pg` sends a query as several messages that end in a Sync. They run here as one piece, and while one connection is
 * inside a transaction the others wait. (The published socket server queues single messages: the unnamed statement
 * that one connection has parsed can be bound by another.) */
import type { Server, Socket } from 'node:net'
import { createServer } from 'node:net'
import type { PGlite } from '@electric-sql/pglite'

// PostgreSQL, "Message Formats": requests that come before any other message of a connection.
const sslRequest = 80877103
const cancelRequest = 80877102
/** Messages after which the server must answer: Query, Sync, FunctionCall, CopyDone, CopyFail, password, Terminate. */
const endsGroup = new Set(['Q', 'S', 'F', 'c', 'f', 'p', 'X'])

export function serveSession(db: PGlite): Server {
  const waiting: { readonly socket: Socket; readonly bytes: Uint8Array }[] = []
  /** The connection that is inside a transaction. */
  let owner: Socket | null = null
  let busy = false

  async function run(): Promise<void> {
    if (busy) return
    busy = true
    for (;;) {
      const at = owner === null ? 0 : waiting.findIndex((each) => each.socket === owner)
      const [next] = at < 0 ? [] : waiting.splice(at, 1)
      if (next === undefined) break
      let tail: Uint8Array = new Uint8Array()
      try {
        await db.execProtocolRawStream(next.bytes, {
          onRawData: (data) => {
            tail = data
            if (next.socket.writable) next.socket.write(Buffer.from(data))
          },
        })
        owner = inTransaction(tail) ? next.socket : owner === next.socket ? null : owner
      } catch (cause) {
        next.socket.destroy(new Error('embedded database failed', { cause }))
      }
      if (owner?.destroyed) await rollBack()
    }
    busy = false
  }

  async function rollBack(): Promise<void> {
    owner = null
    await db.exec('ROLLBACK')
  }

  async function gone(socket: Socket): Promise<void> {
    for (let at = waiting.length - 1; at >= 0; at--) if (waiting[at]?.socket === socket) waiting.splice(at, 1)
    if (owner === socket && !busy) {
      await rollBack()
      await run()
    }
  }

  return createServer((socket) => {
    socket.setNoDelay(true)
    const groups = groupMessages((bytes) => {
      waiting.push({ socket, bytes })
      void run()
    }, socket)
    socket.on('data', groups)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => void gone(socket))
  })
}

/** Cuts a connection's bytes into groups that must run as one piece. */
function groupMessages(hand: (bytes: Uint8Array) => void, socket: Socket): (data: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0)
  let group: Buffer[] = []
  let greeted = false
  return (data) => {
    rest = rest.length === 0 ? data : Buffer.concat([rest, data])
    for (;;) {
      const length = greeted
        ? rest.length < 5
          ? Number.POSITIVE_INFINITY
          : 1 + rest.readInt32BE(1)
        : rest.length < 8
          ? Number.POSITIVE_INFINITY
          : rest.readInt32BE(0)
      if (rest.length < length) return
      const message = rest.subarray(0, length)
      rest = rest.subarray(length)
      if (!greeted) {
        const code = message.readInt32BE(4)
        if (code === sslRequest) socket.write('N')
        else if (code === cancelRequest) socket.end()
        else {
          greeted = true
          hand(new Uint8Array(message))
        }
        continue
      }
      const type = String.fromCharCode(message[0] ?? 0)
      if (type === 'X') return void socket.end()
      group.push(message)
      if (endsGroup.has(type)) {
        hand(new Uint8Array(Buffer.concat(group)))
        group = []
      }
    }
  }
}

/** Whether the answer ends in a ReadyForQuery that says "in a transaction" (T) or "in a failed one" (E). */
function inTransaction(answer: Uint8Array): boolean {
  const end = answer.length
  if (end < 6 || answer[end - 6] !== 0x5a) return false
  return answer[end - 1] === 0x54 || answer[end - 1] === 0x45
}
