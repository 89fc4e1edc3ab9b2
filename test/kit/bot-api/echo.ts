/** The bare reference of the turn bench: grammY's own runner with its defaults, remembering nothing.
 * Arguments: token, apiRoot. Prints `ready`. */
import { run } from '@grammyjs/runner'
import { Bot } from 'grammy'

const [token = '', apiRoot = ''] = process.argv.slice(2)
const bot = new Bot(token, { client: { apiRoot } })
bot.on('message:text', async (context) => {
  await context.reply(context.message.text)
})
await bot.init()
const runner = run(bot)
process.stdout.write('ready\n')
// It lives no longer than whoever started it.
process.stdin.resume().on('end', () => process.exit(0))
process.on('SIGTERM', () => {
  void runner.stop().then(() => process.exit(0))
})
