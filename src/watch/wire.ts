/** What the watch and its reading thread say to each other. They are one release and start together. */

/** One thing that a feed lists. Addresses are whole; what a stranger's feed says is taken as letters alone. */
export interface Entry {
  /** By which the feed knows it again. */
  readonly id: string
  readonly url: string | null
  readonly title: string
  readonly text: string
  readonly links: readonly string[]
  readonly pictures: readonly string[]
  /** ISO 8601; null: not told, or not understood. */
  readonly publishedAt: string | null
}

export type Job =
  | {
      readonly want: 'feed' | 'page'
      readonly bytes: Uint8Array
      readonly type: string
      readonly url: string
    }
  | { readonly want: 'sitemap'; readonly bytes: Uint8Array; readonly url: string }
  /** May `agent` read these addresses? `url`: that of the robots.txt. */
  | {
      readonly want: 'robots'
      readonly text: string
      readonly url: string
      readonly agent: string
      readonly asked: readonly string[]
    }

export interface Page extends Omit<Entry, 'id' | 'url'> {
  /** Where it says that it stands by itself; null: not said. */
  readonly canonical: string | null
}

export type Parsed =
  | { readonly kind: 'feed'; readonly entries: readonly Entry[] }
  | {
      readonly kind: 'sitemap'
      /** `changed`: as it was told; empty when it was not. */
      readonly pages: readonly { readonly url: string; readonly changed: string }[]
      readonly maps: readonly string[]
    }
  | { readonly kind: 'page'; readonly page: Page }
  | {
      readonly kind: 'robots'
      readonly allowed: readonly boolean[]
      /** Between two requests, in ms; 0: not said. */
      readonly delayMs: number
    }
  /** `wrong-type`: nothing that has words. */
  | { readonly kind: 'refused'; readonly why: 'unreadable' | 'wrong-type' }

export interface ToThread {
  readonly job: Job
}

/** Bounds of what is taken out of one file. */
export const most = {
  entries: 500,
  addresses: 5_000,
  /** Letters of one text. */
  letters: 20_000,
  title: 500,
  links: 40,
  pictures: 6,
  /** Elements of a page. */
  elements: 60_000,
} as const
