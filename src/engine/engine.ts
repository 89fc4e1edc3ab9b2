/** The one door in: hears a message, thinks inside the memory's transaction, and never lets a fault of ours leave a
 * person without an answer. */
import { type Ads, readOnce } from './ad/reading.ts'
import { advance, faultTurn } from './advance.ts'
import type { Contact } from './contacts.ts'
import type { Kit, Turn } from './conversation.ts'
import { identify } from './identify.ts'
import type { Inbound } from './inbound.ts'
import type { Groups, Knowledge, Memory, Remembered } from './ports.ts'
import { isNotForUs, warningOf, wordsToGuard } from './steps/group.ts'
import { guardOrderOf } from './understand/guard-order.ts'
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
  /** Absent: no group is guarded. */
  readonly groups?: Groups
  readonly draw: Kit['draw']
  readonly now: () => Date
  readonly spell: Kit['spell']
  readonly listMaxAgeDays: number
  /** A fault while thinking; the person was told that it was ours. Holds no message text. */
  readonly onFault: (error: unknown) => void
}): Engine {
  const { memory, knowledge, contacts, officers, reader, ads, groups, draw, now, spell } = ports
  const { listMaxAgeDays, onFault } = ports
  const think = (
    inbound: Inbound,
    known: Remembered,
    { once, administers }: { readonly once: Ads; readonly administers: boolean | null },
  ): Turn => {
    try {
      return advance({
        now: now(),
        inbound,
        known,
        contacts,
        officers,
        administers,
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
  /** What members say among themselves: read in a guarded group alone, answered at most once, never stored. */
  async function guard(inbound: Inbound): Promise<'done' | 'ignored'> {
    const words = groups === undefined ? null : wordsToGuard(inbound)
    if (groups === undefined || words === null || !(await groups.guards(inbound.from))) return 'ignored'
    const warned = warningOf(ads.read(words, knowledge()))
    if (warned === null) return 'ignored'
    return (await groups.warn(inbound.from, warned)) === 'warned' ? 'done' : 'ignored'
  }
  return {
    async receive(inbound) {
      if (isNotForUs(inbound)) return guard(inbound)
      const asked = groups !== undefined && guardOrderOf(inbound) !== null
      const administers = asked ? await groups.administers(inbound) : null
      // What identifies a recruiter is found before the turn, so that the memory can say what is known of it.
      const once = readOnce(ads)
      const seeks = identify(inbound, once, knowledge)
      return memory.turn(inbound, (known) => think(inbound, known, { once, administers }), seeks)
    },
  }
}
