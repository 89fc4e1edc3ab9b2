/** What content/signs.md says, as plain values. */
import type { Locale } from '../ids.ts'

/** One piece of a way to say something. */
export type SayingPiece =
  /** A word, or its beginning. */
  | { readonly kind: 'word'; readonly word: string; readonly open: boolean }
  | { readonly kind: 'number' }
  /** Up to three words, whatever they are. */
  | { readonly kind: 'gap' }
  | {
      readonly kind: 'choice'
      readonly sayings: readonly (readonly SayingPiece[])[]
      readonly optional: boolean
    }
export type Saying = readonly SayingPiece[]

/** `a + !b`: all of these, none of those. */
export interface SignNeed {
  readonly all: readonly string[]
  readonly none: readonly string[]
}

interface Group {
  readonly name: string
  readonly sayings: readonly Saying[]
  readonly needs: readonly SignNeed[]
}

/** A group that only helps others, or tells who speaks. */
export interface MarkGroup extends Group {
  readonly is: 'mark' | 'voice'
}

export interface SignGroup extends Group {
  readonly is: 'sign'
  /** 1 weak … 4 and more: enough for danger. */
  readonly weight: number
  /** `deed`: what is asked or done; `who`: who recruits; `lure`: what is promised. */
  readonly kind: 'deed' | 'who' | 'lure'
  /** What explains it, in whole sentences. */
  readonly sentence: Readonly<{ id: string } & Partial<Record<Locale, string>>>
  readonly source: string
  /** Day, month or year of the source. */
  readonly on: string
}

export interface SignTable {
  readonly groups: readonly (MarkGroup | SignGroup)[]
  /** A way to write a word → how it is written in the sayings. */
  readonly spelling: ReadonlyMap<string, string>
}
