/** Load for benches: signed webhooks to any address, many at once, each new one when the last was answered. */
import http from 'node:http'
import type { Wire } from './check.ts'
import type { CloudApi } from './index.ts'
import { callOf, messageIdOf } from './people.ts'
import { escaped, post, sign } from './webhook.ts'

export interface LoadPlan {
  readonly url: string
  /** Calls over all together, and how many at once. */
  readonly calls: number
  readonly atOnce: number
  /** What people write, in turn. */
  readonly texts: readonly string[]
  /** First person's number; each call is of the next person, `people` in all. */
  readonly firstPhone: number
  readonly people: number
  /** `none`: no header at all; `wrong`: a signature of the right form. */
  readonly signature: 'right' | 'wrong' | 'none'
}

export interface LoadResult {
  readonly calls: number
  readonly ms: number
  readonly perSecond: number
  /** From the call to its answer, in ms. */
  readonly p50: number
  readonly p99: number
  /** How often each status was answered; 0: no answer. */
  readonly statuses: Readonly<Record<string, number>>
}

/** Bodies are made before the clock runs; signing is Meta's work too, and done while it runs. */
export async function runLoad(api: CloudApi, plan: LoadPlan): Promise<LoadResult> {
  const { calls, atOnce, url } = plan
  const bodies = Array.from({ length: calls }, (_, index) => bodyOf(api, plan, index))
  const agent = new http.Agent({ keepAlive: true, maxSockets: atOnce })
  const times: number[] = []
  const statuses: Record<string, number> = {}
  let next = 0
  const begun = performance.now()
  const one = async (): Promise<void> => {
    for (let bytes = bodies[next++]; bytes !== undefined; bytes = bodies[next++]) {
      const at = performance.now()
      const status = (await send(agent, { url, bytes, plan, appSecret: api.appSecret })) ?? 0
      times.push(performance.now() - at)
      statuses[status] = (statuses[status] ?? 0) + 1
    }
  }
  await Promise.all(Array.from({ length: atOnce }, one))
  const ms = performance.now() - begun
  agent.destroy()
  const sorted = times.toSorted((a, b) => a - b)
  const quantile = (q: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0
  return {
    calls: times.length,
    ms,
    perSecond: (times.length * 1000) / ms,
    p50: quantile(0.5),
    p99: quantile(0.99),
    statuses,
  }
}

function bodyOf(api: CloudApi, { firstPhone, people, texts }: LoadPlan, index: number): Buffer {
  const phone = String(firstPhone + (index % people))
  api.limits.heard(phone)
  const value: Wire = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '15550783881', phone_number_id: api.phoneId },
    contacts: [{ profile: { name: 'B' }, wa_id: phone }],
    messages: [
      {
        from: phone,
        id: messageIdOf(phone),
        timestamp: String(Math.floor(api.clock.now() / 1000)),
        type: 'text',
        text: { body: texts[index % texts.length] ?? 'halo' },
      },
    ],
  }
  return Buffer.from(escaped(callOf(api.businessId, [value])))
}

/** A stranger's call differs from Meta's in its signature alone. */
function send(
  agent: http.Agent,
  call: { readonly url: string; readonly bytes: Buffer; readonly plan: LoadPlan; readonly appSecret: string },
): Promise<number | null> {
  const { url, bytes, plan, appSecret } = call
  const signatures = {
    right: () => sign(bytes, appSecret),
    wrong: () => `sha256=${'5a'.repeat(32)}`,
    none: () => null,
  }
  return post(agent, url, { bytes, signature: signatures[plan.signature]() })
}
