/** What the bot and the reading process say to each other. They are one release and start together. */
import type { Limits } from './limits.ts'
import type { Reading, Stripped } from './reading.ts'

export interface Job {
  readonly want: 'read' | 'strip'
  readonly bytes: Uint8Array
  /** The page of a PDF that is to be shown, from 1. */
  readonly page: number
  readonly limits: Limits
}

export type FromRoom =
  /** Stands and can be given files. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly result: Reading | Stripped }
  /** Something of ours is wrong, not the file. Holds no word of the file. */
  | { readonly kind: 'fault'; readonly what: string }
