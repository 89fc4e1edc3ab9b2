/** Brings posts to the server, in order, and again until it has them: the same post twice is one message. */
import type { Post } from '../wire.ts'

export interface Parcel {
  readonly post: Post
  readonly file: File | null
}

export interface Sender {
  send(parcel: Parcel): void
  /** The server has committed it: it needs no bringing any more. */
  settled(post: string): void
  /** The server began anew and may not know what it had not committed. */
  resend(): void
  close(): void
}

/** `onRefused`: the server will never take this post, and says why. */
export function createSender(
  told: Readonly<{ onDelayed: (post: string) => void; onRefused: (post: string, why: string) => void }>,
): Sender {
  const unsettled = new Map<string, Parcel>()
  let line = Promise.resolve()
  let closed = false

  async function bring(parcel: Parcel): Promise<void> {
    const { id } = parcel.post
    for (let wait = 500; !closed && unsettled.has(id); wait = Math.min(wait * 2, 5000)) {
      const why = await attempt(parcel)
      if (why === null) return
      if (why !== 'later') {
        unsettled.delete(id)
        told.onRefused(id, why)
        return
      }
      told.onDelayed(id)
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
  }

  function enqueue(parcel: Parcel): void {
    line = line.then(() => bring(parcel))
  }

  return {
    send(parcel) {
      unsettled.set(parcel.post.id, parcel)
      enqueue(parcel)
    },
    settled: (post) => unsettled.delete(post),
    resend() {
      for (const parcel of unsettled.values()) enqueue(parcel)
    },
    close() {
      closed = true
    },
  }
}

/** Asks for one more delivery of a line the server already has. */
export async function deliverAgain(
  line: Readonly<{ costume: string; chat: string; line: string }>,
): Promise<void> {
  await fetch('again', json(line)).catch(() => null)
}

/** null: taken. `later`: not reached, or not ready. Else the reason it can never be taken. */
async function attempt({ post, file }: Parcel): Promise<string | null> {
  try {
    const answer =
      file === null ? await fetch('messages', json(post)) : await fetch('uploads', form(post, file))
    if (answer.ok) return null
    if (answer.status >= 500 || answer.status === 429) return 'later'
    const { error } = (await answer.json()) as { readonly error?: string }
    return error ?? answer.statusText
  } catch {
    return 'later'
  }
}

function json(value: unknown): RequestInit {
  return { method: 'POST', body: JSON.stringify(value), headers: { 'content-type': 'application/json' } }
}

function form(post: Post, file: File): RequestInit {
  const body = new FormData()
  body.set('message', JSON.stringify(post))
  body.set('file', file)
  return { method: 'POST', body }
}
