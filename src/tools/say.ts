/** `npm run -s say -- "sentence"`: one sentence through the real engine, printed as a channel would show it. With
 * `--jsonl` the scripted door: one JSON object a line in, one a line out, in order. */
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { ConfigError, ContentError } from '#engine'
import { createSpeak, loadWords } from '../words/index.ts'
import { type Conversation, createConversation } from './say/conversation.ts'
import { channels, type SayChannel } from './say/line.ts'
import { openNothing } from './say/open.ts'
import { openMemory } from './say/open-memory.ts'

const content = join(import.meta.dirname, '../../content')
/** Older than this, the list says so in every answer. */
const listMaxAgeDays = 90
const usage = `say "sentence"        prints the answer as a channel would show it
say --jsonl           answers one JSON object a line: {"from":"a","text":"…"}
  --data DIR          remembers in this folder; else nothing is kept
  --channel NAME      ${channels.join(', ')}`

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      jsonl: { type: 'boolean' },
      data: { type: 'string' },
      channel: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  const sentence = positionals.join(' ')
  if (values.help === true || (values.jsonl !== true && sentence === '')) {
    process.stdout.write(`${usage}\n`)
    return values.help === true ? 0 : 2
  }
  const channel = channelNamed(values.channel ?? (values.jsonl === true ? 'simulator' : 'whatsapp'))
  const now = (): Date => new Date()
  const opened =
    values.data === undefined ? openNothing(content, now) : await openMemory(values.data, content)
  try {
    const speak = createSpeak(loadWords(content))
    const onFault = (error: unknown): void => {
      process.stderr.write(`fault: ${error instanceof Error ? error.stack : String(error)}\n`)
    }
    const conversation = createConversation({ opened, speak, now, listMaxAgeDays, channel, onFault })
    try {
      return values.jsonl === true
        ? await answerLines(conversation)
        : await answerOnce(conversation, sentence)
    } finally {
      conversation.close()
    }
  } finally {
    await opened.close()
  }
}

function channelNamed(name: string): SayChannel {
  const channel = channels.find((each) => each === name)
  if (channel === undefined)
    throw new ConfigError(`--channel is "${name}"; it must be ${channels.join(', ')}.`)
  return channel
}

async function answerOnce(conversation: Conversation, text: string): Promise<number> {
  const answer = await conversation.answer(JSON.stringify({ from: 'you', text }))
  if ('error' in answer) throw new ConfigError(answer.error)
  await print(`${answer.replies.map((reply) => reply.text).join('\n\n')}\n`)
  return 0
}

/** Line by line, in order: a reader that is slow slows us, and one that leaves ends us. */
async function answerLines(conversation: Conversation): Promise<number> {
  let code = 0
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    const answer = await conversation.answer(line)
    if ('error' in answer) code = 1
    await print(`${JSON.stringify(answer)}\n`)
  }
  return code
}

async function print(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
}

// A reader that has seen enough, such as `head`, closes the pipe: not a fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

main().then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    const known = error instanceof ConfigError || error instanceof ContentError
    const wrongUse =
      error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
    process.stderr.write(`${known || wrongUse ? error.message : String((error as Error).stack ?? error)}\n`)
    process.exitCode = 1
  },
)
