/** The references of the turn bench: a grammY echo bot that remembers nothing, as grammY itself runs it (one update
 * after another), or under its runner plugin (many at once, confirmed before they are handled).
 * Arguments: token, apiRoot, `bare` or `runner`. Prints `ready`. */
import { run } from '@grammyjs/runner'
import { Bot } from 'grammy'

const [token = '', apiRoot = '', how = 'bare'] = process.argv.slice(2)
const bot = new Bot(token, { client: { apiRoot } })
bot.on('message:text', async (context) => {
  await context.reply(context.message.text)
})
await bot.init()
const stop = how === 'runner' ? run(bot).stop : () => bot.stop()
if (how !== 'runner') void bot.start()
process.stdout.write('ready\n')
// It lives no longer than whoever started it.
process.stdin.resume().on('end', () => process.exit(0))
process.on('SIGTERM', () => {
  void stop().then(() => process.exit(0))
})
