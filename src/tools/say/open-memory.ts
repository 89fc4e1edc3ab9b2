/** `--data DIR`: what is said is remembered in the embedded database of that folder. */
import { join } from 'node:path'
import { openDatabase } from '../../../db/client.ts'
import { checkIdentity } from '../../../db/house.ts'
import { keysIn } from '../../../db/keys.ts'
import { createLists } from '../../../db/lists.ts'
import { createMemory } from '../../../db/memory.ts'
import { createOutbox } from '../../../db/outbox.ts'
import { createSeal } from '../../../db/seal.ts'
import { learnFrom, loadOrdinaryWords, loadShippedLists } from '../../lists/index.ts'
import { type Opened, readContent } from './open.ts'

/** Deliveries settled at once. */
const atOnce = 100

/** Opens the folder's database and its lists. Throws ConfigError when it cannot. */
export async function openMemory(dir: string, content: string): Promise<Opened> {
  const client = await openDatabase({ url: null, folder: dir })
  const { database } = client
  const seal = createSeal(keysIn(dir))
  await checkIdentity(database, seal)
  const lists = createLists(database)
  await lists.ship(loadShippedLists(join(content, 'agencies')))
  const knowledge = learnFrom(await lists.current(), loadOrdinaryWords(join(content, 'lexicon')))
  const outbox = createOutbox({ pool: client.pool, seal, holder: 'say' })
  const memory = createMemory({
    pool: client.pool,
    seal,
    holder: 'say',
    handOver: { room: () => 0, take: () => {}, nudge: () => {} },
  })
  return {
    memory: {
      async turn(inbound, think, seeks) {
        const result = await memory.turn(inbound, think, seeks)
        // Printing is the sending here: a bot that opens this folder later must not say it again.
        for (;;) {
          const claimed = await outbox.claim([inbound.from.channel], atOnce)
          if (claimed.length === 0) return result
          await outbox.settle(
            claimed.map(({ id }) => ({ id, outcome: { kind: 'sent', messageId: '' }, partsSent: 1 })),
          )
        }
      },
    },
    knowledge: () => knowledge,
    ...readContent(content),
    close: () => client.close(),
  }
}
