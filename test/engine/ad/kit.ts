/** What the tests of advertisements stand on: the shipped data, and small tables beside them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createClaims, createKnowledge, createLinks, createSigns } from '#engine'
import { loadOrdinaryWords, loadPlatforms, loadShipped, loadSigns } from '../../../src/lists/index.ts'

export const content = join(import.meta.dirname, '../../../content')
export const book = loadPlatforms(join(content, 'platforms.md'))
export const links = createLinks(book)
export const claims = createClaims(book)
export const knowledge = createKnowledge({
  ...loadShipped(join(content, 'agencies')),
  ordinaryWords: loadOrdinaryWords(join(content, 'lexicon')),
})
export const table = loadSigns(join(content, 'signs.md'))
const signs = createSigns(table, {
  officialPhones: new Set(['+628118080141']),
  contactsOf: (agency) => (agency === 'duta-fadalima' ? ['+62217401234'] : []),
})

/** How an advertisement is judged with the shipped lists and signs. */
export function judge(text: string) {
  return signs.judge(text, claims.read(text, knowledge))
}

/** Rows of a tab-separated table beside this file; lines that begin with # are remarks. */
export function readTsv(file: string): readonly (readonly string[])[] {
  return readFileSync(join(import.meta.dirname, file), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t'))
}

/** The one form of an address, or why it is none. */
export function oneForm(written: string): string {
  const reading = links.normalise(written)
  return reading.kind === 'link' ? reading.link.url : reading.why
}

/** Addresses in a text, in their one form, and why others are none. */
export function linksIn(text: string): readonly string[] {
  return links.find(text).map(({ reading }) => (reading.kind === 'link' ? reading.link.url : reading.why))
}
