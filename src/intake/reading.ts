/** What comes of a file that somebody sent. */

export type Reading =
  | {
      readonly kind: 'text'
      readonly type: 'picture' | 'pdf'
      /** What is written in it, a line of the file a line; empty when nothing could be made out. */
      readonly text: string
      /** Likeness of the picture (`fingerprint.ts`); null for a document that has its text as text. */
      readonly fingerprint: string | null
      /** Pages it has; of many only the first are read (`limits.ts`). */
      readonly pages: number
    }
  | Refused

/** The file as it may be shown: a new picture, with nothing of the camera, the place or the maker in it. */
export type Stripped =
  | {
      readonly kind: 'shown'
      /** JPEG. */
      readonly bytes: Uint8Array
      readonly width: number
      readonly height: number
      /** Pages of the document; 1 for a picture. */
      readonly pages: number
    }
  | Refused

export interface Refused {
  readonly kind: 'refused'
  readonly why: Why
}

export type Why =
  | 'too-big'
  | 'too-many-pixels'
  | 'too-many-pages'
  /** By its first bytes neither a picture of a kind we open nor a PDF, whatever its name says. */
  | 'not-a-picture'
  /** Begins like one, and is broken or cut short. */
  | 'unreadable'
  /** A PDF that asks for a password. */
  | 'locked'
  | 'too-slow'
  | 'too-heavy'
  /** Too many wait already: worth another try later. */
  | 'busy'

export const refused = (why: Why): Refused => ({ kind: 'refused', why })

/** Thrown inside the reading process for a file that begins well and cannot be unpacked; becomes `unreadable`. */
export class UnreadableFile extends Error {}
