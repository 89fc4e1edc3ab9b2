/** Listens to one chat, and comes back by itself after an interruption, from where it was. */
import type { Costume, Line } from '../wire.ts'

export interface Feed {
  close(): void
}

/** `onReady` comes after the lines that were missed, with the name of the server's run; `onLost` on each interruption. */
export function openFeed(
  chat: Readonly<{ costume: Costume; chat: string }>,
  told: Readonly<{ onLine: (line: Line) => void; onReady: (epoch: string) => void; onLost: () => void }>,
): Feed {
  let seen = ''
  let wait = 500
  let timer = 0
  let source = open()

  function open(): EventSource {
    const opened = new EventSource(`events?${new URLSearchParams({ ...chat, seen })}`)
    opened.onmessage = ({ data, lastEventId }: MessageEvent<string>) => {
      seen = lastEventId
      told.onLine(JSON.parse(data) as Line)
    }
    opened.addEventListener('ready', (event) => {
      wait = 500
      told.onReady(JSON.parse((event as MessageEvent<string>).data) as string)
    })
    opened.onerror = () => {
      told.onLost()
      // A browser gives up when the answer is an error, as from a proxy; a person would not.
      if (opened.readyState === EventSource.CLOSED) timer = setTimeout(() => (source = open()), wait)
      wait = Math.min(wait * 2, 5000)
    }
    return opened
  }

  return {
    close() {
      clearTimeout(timer)
      source.close()
    },
  }
}
