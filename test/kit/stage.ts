/** An internet on one machine: names and addresses lead to a page of a test, everything else to a canary that must stay
 * alone. */
import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createTcp } from 'node:net'
import type { Network } from '../../src/guard/index.ts'

export interface Stage {
  readonly network: Network
  /** `name` has these addresses from now on; a function is asked anew each time. */
  name(name: string, addresses: readonly string[] | (() => readonly string[])): void
  /** Whoever connects to this address meets the pages; to any other, the canary. */
  host(address: string): void
  /** Connections that the canary has seen. */
  sung(): number
  /** Names that were asked for, in order. */
  readonly asked: readonly string[]
  close(): Promise<void>
}

export async function openStage(pages: RequestListener): Promise<Stage> {
  const names = new Map<string, () => readonly string[]>()
  const hosts = new Set<string>()
  const asked: string[] = []
  let sung = 0
  const server = createServer(pages)
  const canary = createTcp((socket) => {
    sung++
    socket.destroy()
  })
  const listen = async (each: typeof canary): Promise<number> => {
    await new Promise<void>((resolve) => each.listen(0, '127.0.0.1', resolve))
    return (each.address() as AddressInfo).port
  }
  const port = await listen(server)
  const canaryPort = await listen(canary)
  return {
    asked,
    network: {
      async resolve(name) {
        asked.push(name)
        const addresses = names.get(name)
        if (addresses === undefined) throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' })
        return addresses()
      },
      reach: (address) => ({ host: '127.0.0.1', port: hosts.has(address) ? port : canaryPort }),
      proxy: null,
    },
    name: (name, addresses) =>
      void names.set(name, typeof addresses === 'function' ? addresses : () => addresses),
    host: (address) => void hosts.add(address),
    sung: () => sung,
    async close() {
      server.closeAllConnections()
      await Promise.all([server, canary].map((each) => new Promise((resolve) => each.close(resolve))))
    },
  }
}
