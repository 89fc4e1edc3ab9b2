/** The stand-in as a process of its own. Prints one JSON line `{"root":…,"token":…}` and obeys POST /stand-in/ACT.
 * Arguments: JSON of BotApiOptions without functions, e.g. '{"flood":false}'. */
import { type BotApi, type BotApiOptions, createBotApi, type Fault, type Wire } from './index.ts'
import { createLoad, type LoadPlan } from './load.ts'

/** What can be asked of it from outside; `process.ts` is the typed caller. */
export interface Acts {
  readonly says: { readonly person: number; readonly text: string; readonly fields?: Wire }
  readonly presses: { readonly person: number; readonly messageId: number; readonly button: string }
  readonly again: { readonly updateId: number }
  readonly failNext: { readonly method: string; readonly fault: Fault; readonly times?: number }
  readonly load: LoadPlan
  /** So many people have each started the bot, from this id on. */
  readonly meet: { readonly from: number; readonly count: number }
  /** When and to whom messages were accepted, from entry `from` on, as [chat, ms since epoch]. */
  readonly sent: { readonly from: number }
  /** Journal entries from this place on. */
  readonly journal: { readonly from: number }
  readonly state: Record<string, never>
}

const given = JSON.parse(process.argv[2] ?? '{}') as BotApiOptions
const api: BotApi = await createBotApi({
  ...given,
  other: (path, body) => act(path.slice('/stand-in/'.length), body),
})
const load = createLoad(api)
process.stdout.write(`${JSON.stringify({ root: api.root, token: api.token })}\n`)
// It lives no longer than whoever started it.
process.stdin.resume().on('end', () => process.exit(0))
process.on('SIGTERM', () => process.exit(0))

async function act(name: string, body: Buffer): Promise<unknown> {
  const asked: unknown = body.length > 0 ? JSON.parse(body.toString()) : {}
  const { people } = api
  switch (name) {
    case 'says': {
      const { person, text, fields } = asked as Acts['says']
      return people.says(people.person(person), text, fields)
    }
    case 'presses': {
      const { person, messageId, button } = asked as Acts['presses']
      const message = api.world.message(person, messageId)
      if (message === null) throw new Error(`no message ${messageId} in chat ${person}`)
      return people.presses(people.person(person), message, button)
    }
    case 'again':
      return people.again((asked as Acts['again']).updateId)
    case 'failNext': {
      const { method, fault, times } = asked as Acts['failNext']
      return api.faults.failNext(method, fault, times)
    }
    case 'meet': {
      const { from, count } = asked as Acts['meet']
      for (let id = from; id < from + count; id++)
        api.world.meet({ id, type: 'private', first_name: `P${id}` })
      return null
    }
    case 'sent':
      return api.journal
        .slice((asked as Acts['sent']).from)
        .flatMap(({ method, chat, at }) => (method.startsWith('send') ? [[chat, at]] : []))
    case 'load':
      return load(asked as LoadPlan)
    case 'journal':
      return api.journal.slice((asked as Acts['journal']).from)
    case 'state':
      return {
        pending: api.queue.pending(),
        confirmed: api.queue.confirmed(),
        calls: api.calls.length,
        entries: api.journal.length,
        throttled: api.calls.filter(({ status }) => status === 429).length,
      }
    default:
      throw new Error(`no such act: ${name}`)
  }
}
