/** A chat as server-sent events: what changed since the page last listened, then all that comes. */
import type { Hub, Place } from './hub.ts'
import type { Line } from './wire.ts'

/** A comment now and then, in ms, so that no proxy takes silence for the end. */
const beatMs = 20_000

/** `seen` is the id of the last event the page got, `epoch-change`, or null. */
export function streamChat(
  hub: Hub,
  place: Place,
  options: Readonly<{ seen: string | null; signal: AbortSignal }>,
): Response {
  const encoder = new TextEncoder()
  let leave = (): void => {}
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const put = (text: string): void => controller.enqueue(encoder.encode(text))
      put('retry: 1000\n\n')
      const unwatch = hub.watch(place, changeSeen(hub, options.seen), (line, change) =>
        put(event(line, `${hub.epoch}-${change}`)),
      )
      put(`event: ready\ndata: ${JSON.stringify(hub.epoch)}\n\n`)
      const beat = setInterval(() => put(': \n\n'), beatMs)
      const end = (): void => {
        leave()
        controller.close()
      }
      options.signal.addEventListener('abort', end)
      leave = () => {
        clearInterval(beat)
        unwatch()
        options.signal.removeEventListener('abort', end)
      }
    },
    // The reader went first: the stream is closed already.
    cancel: () => leave(),
  })
  return new Response(body, {
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' },
  })
}

/** JSON has no line breaks of its own, so one `data:` line holds it. */
function event(line: Line, id: string): string {
  return `id: ${id}\ndata: ${JSON.stringify(line)}\n\n`
}

/** Of another process, or nothing: everything kept is new to the page. */
function changeSeen(hub: Hub, seen: string | null): number {
  const [epoch, change] = seen?.split('-') ?? []
  return epoch === hub.epoch && change !== undefined && /^\d+$/.test(change) ? Number(change) : 0
}
