/** A line to a server that a test can cut and mend: the server is away, and comes back. */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export interface Line {
  readonly port: number
  /** Ends every connection and takes no new one. */
  cut(): void
  /** The same, and whoever calls finds nobody there: certainly nothing arrives. */
  takeAway(): void
  mend(): void
  close(): Promise<void>
}

export async function createLine(target: { readonly host: string; readonly port: number }): Promise<Line> {
  const open = new Set<Socket>()
  let isCut = false
  const server = createServer((near) => {
    if (isCut) return void near.destroy()
    const far = connect(target)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from)
      from.on('error', () => to.destroy())
      from.on('close', () => {
        open.delete(from)
        to.destroy()
      })
      from.pipe(to)
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const { port } = address
  const cut = (): void => {
    isCut = true
    for (const socket of open) socket.destroy()
  }
  return {
    port,
    cut,
    takeAway() {
      cut()
      server.close()
    },
    mend() {
      isCut = false
      if (!server.listening) server.listen(port, '127.0.0.1')
    },
    async close() {
      for (const socket of open) socket.destroy()
      server.close()
    },
  }
}
