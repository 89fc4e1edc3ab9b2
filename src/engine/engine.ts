/** The one door in: hears a message, thinks inside the memory's transaction, and never lets a fault of ours leave a
 * person without an answer. */
import { type Ads, readOnce } from './ad/reading.ts'
import { advance, faultTurn } from './advance.ts'
import type { Contact } from './contacts.ts'
import type { Kit, Turn } from './conversation.ts'
import { identify } from './identify.ts'
import type { Inbound } from './inbound.ts'
import type { Knowledge, Memory, Remembered } from './ports.ts'
import { isNotForUs } from './steps/group.ts'
import type { Reader } from './understand/reader.ts'

export interface Engine {
  /** Resolves once the turn is committed; rejects when it was not, and must be heard again. `ignored`: said in a
   * group and not to us, so nothing of it was read or stored. */
  receive(inbound: Inbound): Promise<'done' | 'seen-before' | 'ignored'>
}

/** The engine, with all it needs of the outside. */
export function createEngine(ports: {
  readonly memory: Memory
  /** The snapshot to judge by, taken anew for each turn. */
  readonly knowledge: () => Knowledge
  readonly contacts: readonly Contact[]
  readonly officers: Kit['officers']
  readonly reader: Reader
  readonly ads: Ads
  readonly draw: Kit['draw']
  readonly now: () => Date
  readonly spell: Kit['spell']
  readonly listMaxAgeDays: number
  /** A fault while thinking; the person was told that it was ours. Holds no message text. */
  readonly onFault: (error: unknown) => void
}): Engine {
  const { memory, knowledge, contacts, officers, reader, ads, draw, now, spell, listMaxAgeDays, onFault } =
    ports
  const think = (inbound: Inbound, known: Remembered, once: Ads): Turn => {
    try {
      return advance({
        now: now(),
        inbound,
        known,
        contacts,
        officers,
        reader,
        ads: once,
        knowledge: knowledge(),
        draw,
        spell,
        listMaxAgeDays,
      })
    } catch (error) {
      onFault(error)
      return faultTurn(known.locale ?? inbound.hint ?? 'id')
    }
  }
  return {
    async receive(inbound) {
      if (isNotForUs(inbound)) return 'ignored'
      // What identifies a recruiter is found before the turn, so that the memory can say what is known of it.
      const once = readOnce(ads)
      const seeks = identify(inbound, once, knowledge)
      return memory.turn(inbound, (known) => think(inbound, known, once), seeks)
    },
  }
}
