/** Watches where this process connects to, so that a test can swear it called nobody but this machine. */
import net from 'node:net'

export interface NetworkWatch {
  /** Every host connected to since the watch began, other than this machine. */
  strangers(): readonly string[]
  end(): void
}

const atHome = new Set(['127.0.0.1', '::1', 'localhost', ''])

export function watchNetwork(): NetworkWatch {
  const hosts = new Set<string>()
  const connect = net.Socket.prototype.connect
  net.Socket.prototype.connect = function watched(this: net.Socket, ...args: unknown[]) {
    hosts.add(hostOf(args))
    return Reflect.apply(connect, this, args)
  }
  return {
    strangers: () => [...hosts].filter((host) => !atHome.has(host)),
    end() {
      net.Socket.prototype.connect = connect
    },
  }
}

/** `connect` is called with options, with a port and a host, with a path, or with Node's own normalised array. */
function hostOf(args: readonly unknown[]): string {
  const [first, second] = args
  if (Array.isArray(first)) return hostOf(first)
  if (typeof first === 'object' && first !== null) {
    return 'host' in first && typeof first.host === 'string' ? first.host : ''
  }
  return typeof first === 'number' && typeof second === 'string' ? second : ''
}
