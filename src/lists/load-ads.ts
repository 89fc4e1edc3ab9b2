/** Loads what advertisements are read by: platforms, signs, and the state's own offices. */
import { join } from 'node:path'
import {
  type Ads,
  type Contact,
  createAds,
  createOwners,
  type Lookalikes,
  type OwnAddress,
  type Owners,
  squash,
} from '#engine'
import { loadLookalikeWords } from './load-official.ts'
import { loadPlatforms } from './load-platforms.ts'
import { loadSigns } from './load-signs.ts'

/** `content`: the folder of that name. Throws ContentError: file and line. */
export function loadAds(content: string, contacts: readonly Contact[], owners?: Owners): Ads {
  return createAds({
    book: loadPlatforms(join(content, 'platforms.md')),
    table: loadSigns(join(content, 'signs.md')),
    contacts,
    ...(owners === undefined ? {} : { owners }),
  })
}

/** What tells look-alikes of these addresses; `firms`: names of licensed firms. Reads the words once. Throws ContentError. */
export function loadOwners(
  content: string,
): (own: readonly OwnAddress[], firms: readonly string[]) => Lookalikes {
  const words = loadLookalikeWords(content)
  const book = loadPlatforms(join(content, 'platforms.md'))
  return (own, firms) =>
    createOwners({
      own,
      words,
      book,
      firms: new Set(firms.map((name) => squash(name).replace(/^pt(?=.{4})/, ''))),
    })
}
