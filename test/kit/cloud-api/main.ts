/** The stand-in as a process of its own. Prints one JSON line of what a client needs and obeys POST /stand-in/ACT.
 * Arguments: JSON of CloudApiOptions without functions, e.g. '{"limits":null}'. */
import type { Called, Fault } from './faults.ts'
import { type CloudApi, type CloudApiOptions, createCloudApi } from './index.ts'
import { type LoadPlan, runLoad } from './load.ts'

/** What can be asked of it from outside; `process.ts` is the typed caller. */
export interface Acts {
  readonly subscribe: { readonly url: string }
  readonly says: { readonly phone: string; readonly text: string }
  readonly failNext: { readonly call: Called; readonly fault: Fault; readonly times?: number }
  readonly advance: { readonly ms: number }
  readonly load: LoadPlan
  /** Journal entries from this place on. */
  readonly journal: { readonly from: number }
  readonly state: Record<string, never>
}

const given = JSON.parse(process.argv[2] ?? '{}') as CloudApiOptions
const api: CloudApi = await createCloudApi({
  ...given,
  other: (path, body) => act(path.slice('/stand-in/'.length), body),
})
const { root, token, appSecret, verifyToken, phoneId, businessId } = api
process.stdout.write(`${JSON.stringify({ root, token, appSecret, verifyToken, phoneId, businessId })}\n`)
// It lives no longer than whoever started it.
process.stdin.resume().on('end', () => process.exit(0))
process.on('SIGTERM', () => process.exit(0))

async function act(name: string, body: Buffer): Promise<unknown> {
  const asked: unknown = body.length > 0 ? JSON.parse(body.toString()) : {}
  switch (name) {
    case 'subscribe':
      return api.webhook.subscribe((asked as Acts['subscribe']).url, api.verifyToken)
    case 'says': {
      const { phone, text } = asked as Acts['says']
      return api.people.says(api.people.person(phone), text)
    }
    case 'failNext': {
      const { call, fault, times } = asked as Acts['failNext']
      return api.faults.failNext(call, fault, times)
    }
    case 'advance':
      return api.clock.advance((asked as Acts['advance']).ms)
    case 'load':
      return runLoad(api, asked as LoadPlan)
    case 'journal':
      return api.journal.slice((asked as Acts['journal']).from)
    case 'state':
      return {
        pending: api.webhook.pending(),
        lost: api.webhook.lost.length,
        deliveries: api.webhook.deliveries.length,
        calls: api.calls.length,
        entries: api.journal.length,
        refused: api.calls.filter(({ status }) => status !== 200).length,
      }
    default:
      throw new Error(`no such act: ${name}`)
  }
}
