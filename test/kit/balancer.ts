/** A reverse proxy before several processes, as an operator has one: it asks each whether it is ready, sends a call to
 * those that are, and answers 503 when there is none. */
import { once } from 'node:events'
import http from 'node:http'

export interface Balancer {
  readonly root: string
  /** From now on these are behind it. */
  behind(addresses: readonly URL[]): void
  close(): Promise<void>
}

const askEveryMs = 200

export async function createBalancer(): Promise<Balancer> {
  let all: readonly URL[] = []
  let ready: readonly URL[] = []
  let next = 0
  const agent = new http.Agent({ keepAlive: true })
  const look = async (): Promise<void> => {
    const answers = await Promise.all(
      all.map((address) =>
        fetch(new URL('/readyz', address), { signal: AbortSignal.timeout(2_000) }).then(
          ({ status }) => status === 200,
          () => false,
        ),
      ),
    )
    ready = all.filter((_, place) => answers[place])
  }
  const timer = setInterval(() => void look(), askEveryMs)
  const server = http.createServer((request, response) => {
    const to = ready[next++ % Math.max(1, ready.length)]
    if (to === undefined) return void response.writeHead(503).end()
    const onward = http.request(
      new URL(request.url ?? '/', to),
      { method: request.method, headers: request.headers, agent },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
      },
    )
    onward.on('error', () => {
      if (response.headersSent) response.destroy()
      else response.writeHead(502).end()
    })
    request.pipe(onward)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    root: `http://127.0.0.1:${address.port}`,
    behind(addresses) {
      all = addresses
      void look()
    },
    async close() {
      clearInterval(timer)
      agent.destroy()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
