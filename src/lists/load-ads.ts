/** Loads what advertisements are read by: platforms, signs, and the state's own offices. */
import { join } from 'node:path'
import { type Ads, type Contact, createAds } from '#engine'
import { loadPlatforms } from './load-platforms.ts'
import { loadSigns } from './load-signs.ts'

/** `content`: the folder of that name. Throws ContentError: file and line. */
export function loadAds(content: string, contacts: readonly Contact[]): Ads {
  return createAds({
    book: loadPlatforms(join(content, 'platforms.md')),
    table: loadSigns(join(content, 'signs.md')),
    contacts,
  })
}
