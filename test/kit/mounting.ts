/** A plain HTTP host for adapters under test: its address is known before anything is mounted. */
import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Mount } from '#engine'

export interface Mounting {
  readonly url: string
  readonly mount: Mount
  close(): Promise<void>
}

export async function openMounting(): Promise<Mounting> {
  const mounted: { readonly path: string; readonly answer: (request: Request) => Promise<Response> }[] = []
  const server = http.createServer((incoming, outgoing) => {
    const reply = async (): Promise<void> => {
      const chunks: Buffer[] = []
      for await (const chunk of incoming) chunks.push(chunk as Buffer)
      const url = new URL(incoming.url ?? '/', base())
      // The newest first: a test may start an adapter again on the same host.
      const place = mounted.findLast(
        ({ path }) => url.pathname === path || url.pathname.startsWith(`${path}/`),
      )
      const response =
        place === undefined
          ? new Response(null, { status: 404 })
          : await place.answer(asRequest(incoming, url, chunks))
      outgoing.writeHead(response.status, Object.fromEntries(response.headers))
      outgoing.end(Buffer.from(await response.arrayBuffer()))
    }
    reply().catch((error: unknown) => outgoing.writeHead(500).end(String(error)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const base = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: base(),
    mount: (path, answer) => void mounted.push({ path, answer }),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function asRequest(incoming: http.IncomingMessage, url: URL, chunks: readonly Buffer[]): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value))
  const body = chunks.length === 0 ? null : Buffer.concat(chunks)
  return new Request(url, { method: incoming.method ?? 'GET', headers, ...(body === null ? {} : { body }) })
}
