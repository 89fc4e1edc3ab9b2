/** What comes with a report and is kept as it was received, and how much of it. */
import type { PassedOn } from '../conversation.ts'

export type EvidenceKind = 'text' | 'picture' | 'voice' | 'video' | 'document' | 'card' | 'place'

const kinds = { image: 'picture', audio: 'voice', video: 'video', file: 'document' } as const

/** By what the platform calls it: what the bytes are is said by their first ones, once they are there. */
export function evidenceKind({ media, told }: Pick<PassedOn, 'media' | 'told'>): EvidenceKind {
  return told ?? (media === null ? 'text' : kinds[media.type])
}

/** In bytes. A file: no platform hands more to a bot without its own server (the tightest gives 20 MB). A case: ten of
 * those; many reports of one recruiter bring the same picture, which is kept once. */
export const keptAtMost = { file: 20_000_000, case: 200_000_000 } as const
