/** How much of what strangers send is opened at all. */

export interface Limits {
  readonly bytes: number
  /** Width times height as the header says it, before anything is unpacked. */
  readonly pixels: number
  /** A document of more pages is refused; of a shorter one the first few are read. */
  readonly pages: number
  readonly pagesRead: number
  /** Milliseconds from the hand-over to the reading process until it is ended. */
  readonly time: number
  /** Bytes of memory of the reading process, all told; where there is no /proc only its heap is held to something. */
  readonly memory: number
  /** Bytes with which the process is kept for the next file: some files leave more behind than they are worth. */
  readonly keep: number
  /** How many wait behind the one that is read, and bytes of all of them. */
  readonly waiting: number
  readonly waitingBytes: number
  /** Milliseconds without work after which the reading process is let go. */
  readonly idle: number
}

const MB = 1_000_000

export const usualLimits: Limits = {
  bytes: 20 * MB,
  pixels: 40 * MB,
  pages: 300,
  pagesRead: 5,
  time: 30_000,
  memory: 500 * MB,
  keep: 240 * MB,
  waiting: 20,
  waitingBytes: 60 * MB,
  idle: 60_000,
}
