/** All we use of WhatsApp Web, as a port: `client.ts` is the real one, tests of the session bring their own. */
import type { Person } from '../ids.ts'
import type { Order } from '../order.ts'

/** The page's own model of a message. */
export type Message = Readonly<Record<string, unknown>>

export type PhoneEvent =
  | { readonly kind: 'qr'; readonly qr: string }
  | { readonly kind: 'code'; readonly code: string }
  /** Comes again after each loading of the page. */
  | { readonly kind: 'authenticated' }
  | { readonly kind: 'ready' }
  /** Loading goes on. */
  | { readonly kind: 'progress' }
  /** The page began anew. */
  | { readonly kind: 'navigated' }
  /** One of WhatsApp's own words: CONNECTED, TIMEOUT, OPENING … */
  | { readonly kind: 'state'; readonly state: string }
  | { readonly kind: 'message'; readonly message: Message }
  /** -1 failed, 0 on its way, 1 taken by WhatsApp, 2 arrived, 3 read. */
  | { readonly kind: 'ack'; readonly id: string; readonly ack: number }
  | { readonly kind: 'disconnected'; readonly reason: string }
  | { readonly kind: 'lost' }

/** How the page stands at this moment. */
export interface Look {
  readonly state: string | null
  /** The session has all it needs. */
  readonly synced: boolean
  /** The library listens in this page, and said so. */
  readonly attached: boolean
}

export interface Posted {
  readonly id: string
  readonly ack: number
}

export interface Phone {
  /** Starts the browser and opens the page. Rejects when either cannot be had. */
  open(): Promise<void>
  /** Ends the browser, kindly if it lets us. */
  close(): Promise<void>
  onEvent(hear: (event: PhoneEvent) => void): void
  look(): Promise<Look>
  /** Ready was missed: says it now. */
  attach(): Promise<void>
  reload(): Promise<void>
  refreshQr(): Promise<void>
  me(): Promise<Person>
  /** Both ids of each, as far as the page knows them; asks nobody. */
  people(ids: readonly string[]): Promise<Readonly<Record<string, Person>>>
  /** Messages of others in chats that were not read to their end, oldest first. */
  unread(): Promise<readonly Message[]>
  /** The chat was read to its end. */
  seen(chat: string): Promise<void>
  typing(chat: string): Promise<void>
  /** Resolves once the page has it; null: there is no such chat. Throws NoPicture when there is no such picture. */
  send(order: Order): Promise<Posted | null>
  /** null: the page has no such message. */
  ackOf(id: string): Promise<number | null>
  /** null: gone, or larger than `most` bytes. */
  download(key: string, most: number): Promise<Uint8Array | null>
  /** MiB of all processes of the browser; null where that cannot be known. */
  memory(): number | null
}

export class NoPicture extends Error {
  override readonly name = 'NoPicture'
}
