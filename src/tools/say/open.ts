/** Where `say` keeps what it hears, and what it knows: in this process, or in a data folder. */
import { join } from 'node:path'
import type { Contact, Knowledge, Memory } from '#engine'
import { learnFrom, loadContacts, loadOrdinaryWords, loadShippedLists, usable } from '../../lists/index.ts'
import { createMemory } from './memory.ts'

export interface Opened {
  readonly memory: Memory
  readonly knowledge: () => Knowledge
  readonly contacts: readonly Contact[]
  close(): Promise<void>
}

/** An empty memory and the shipped list: gone when the process ends. */
export function openNothing(content: string, now: () => Date): Opened {
  const shipped = loadShippedLists(join(content, 'agencies'))
  const knowledge = learnFrom(shipped, loadOrdinaryWords(join(content, 'lexicon')))
  return {
    memory: createMemory(now),
    knowledge: () => knowledge,
    contacts: usable(loadContacts(content)),
    close: () => Promise.resolve(),
  }
}
