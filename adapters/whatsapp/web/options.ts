/** What the adapter is given, and what it tells. */
import type { Begin } from './process.ts'
import type { End, Settings } from './wire.ts'

export interface WhatsAppWebOptions {
  /** Folder of the session; made with mode 700. */
  readonly folder: string
  /** Path of the browser; looked for on PATH when absent. */
  readonly chromium?: string
  /** More arguments for the browser. */
  readonly browserArgs?: readonly string[]
  /** Digits of the phone to link by a code; by QR when absent. */
  readonly phone?: string
  /** Hours of local time in which the browser may be restarted, [from, to); 2 to 4 when absent. */
  readonly quietHours?: readonly [number, number]
  /** MiB of all processes of the browser above which it is restarted; 1,200 when absent. */
  readonly memoryLimit?: number
  /** The address of a path that was mounted, for the person at the terminal. */
  readonly address: (path: string) => string
  /** For the person at the terminal: secret for as long as it is valid, so never for a log. */
  readonly tell: (words: string) => void
  readonly log: (event: WhatsAppWebEvent) => void
  /** A phone was linked: the age of the session begins. */
  readonly onLinked?: (at: Date) => void
  readonly timing?: Partial<Settings['timing']>
  /** First wait before a browser is begun again, in ms; 500 when absent. */
  readonly againMs?: number
  /** Begins the process with the browser; tests bring their own. */
  readonly begin?: Begin
}

/** What an operator may want to know; no text, no person, no QR in any of them. */
export type WhatsAppWebEvent =
  /** The browser process begins, for the nth time since this one started. */
  | { readonly kind: 'starting'; readonly nth: number }
  | { readonly kind: 'pairing'; readonly how: 'qr' | 'code' }
  | { readonly kind: 'linked' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'unready'; readonly why: string }
  | { readonly kind: 'mended'; readonly what: string }
  /** The browser process is over; `againMs`: begins again after so long, null: only when somebody links it. */
  | {
      readonly kind: 'ended'
      readonly why: End | 'died'
      readonly detail: string
      readonly againMs: number | null
    }
  /** A turn was not committed; the message is heard again. */
  | { readonly kind: 'not-committed'; readonly attempt: number; readonly error: string }
  | { readonly kind: 'stopped' }
