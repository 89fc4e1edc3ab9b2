/** A bot that never commits, to be killed. Arguments: token, apiRoot. Prints the id of what it hears. */
import { createTelegram } from '../../../adapters/telegram/index.ts'

const [token = '', apiRoot = ''] = process.argv.slice(2)
const adapter = createTelegram({ token, apiRoot, commands: {}, log: () => undefined })
await adapter.start(
  (inbound) => {
    process.stdout.write(`${inbound.id}\n`)
    return new Promise(() => undefined)
  },
  () => undefined,
)
