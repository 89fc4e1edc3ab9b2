/** Where `say` keeps what it hears, and what it knows: in this process, or in a data folder. */
import { join } from 'node:path'
import type { Ads, Contact, Knowledge, Memory, Reader } from '#engine'
import {
  learnFrom,
  loadAds,
  loadContacts,
  loadOfficial,
  loadOrdinaryWords,
  loadOwners,
  loadShippedLists,
  usable,
} from '../../lists/index.ts'
import { loadReader } from '../../words/index.ts'
import { createMemory } from './memory.ts'

export interface Opened {
  readonly memory: Memory
  readonly knowledge: () => Knowledge
  readonly contacts: readonly Contact[]
  readonly reader: Reader
  readonly ads: Ads
  close(): Promise<void>
}

/** An empty memory and the shipped list: gone when the process ends. */
export function openNothing(content: string, now: () => Date): Opened {
  const shipped = loadShippedLists(join(content, 'agencies'))
  const knowledge = learnFrom(shipped, loadOrdinaryWords(join(content, 'lexicon')))
  return {
    memory: createMemory(now),
    knowledge: () => knowledge,
    ...readContent(content),
    close: () => Promise.resolve(),
  }
}

/** What is known whatever the memory: offices, signs, and how people say things. */
export function readContent(content: string): Pick<Opened, 'contacts' | 'ads' | 'reader'> {
  const contacts = usable(loadContacts(content))
  const firms = loadShippedLists(join(content, 'agencies')).filter(({ kind }) => kind === 'listed')
  const owners = loadOwners(content)(
    loadOfficial(content),
    firms.flatMap(({ statements }) => statements.map(({ name }) => name)),
  )
  return {
    contacts,
    ads: loadAds(content, contacts, () => owners),
    reader: loadReader(join(content, 'utterances'), join(content, '../dist')),
  }
}
