/** A bot that can be told what to do by what is written to it, behind the real page and the real HTTP host. */
import type { Adapter, ChannelName, Inbound, Markup } from '#engine'
import { createSimulators } from '../../adapters/simulator/index.ts'
import type { LabelledChoice } from '../../src/delivery/compose.ts'
import { fit } from '../../src/delivery/fit.ts'
import { createWeb } from '../../src/web.ts'

export interface Echo {
  readonly url: string
  readonly heard: Inbound[]
  /** How many of the next turns fail. */
  failNext(turns: number): void
  /** Says something without being asked. */
  say(inbound: Inbound, text: Markup, choices?: readonly LabelledChoice[]): Promise<void>
  close(): Promise<void>
}

const channels = {
  telegram: 'simulator' as ChannelName,
  'whatsapp-web': 'simulator-whatsapp' as ChannelName,
  'whatsapp-cloud': 'simulator-whatsapp-cloud' as ChannelName,
}

/** Repeats what it hears; `menu N` offers N choices, `long` a long text, `silent` nothing. */
export async function startEcho(port = 0): Promise<Echo> {
  const heard: Inbound[] = []
  let failing = 0
  const web = createWeb({ onFault: () => {} })
  const adapters = createSimulators({ channels, patience: { firstMs: 300, mostMs: 300 } })

  const say: Echo['say'] = async (inbound, text, choices = []) => {
    const adapter = adapters.find(({ name }) => name === inbound.from.channel)
    if (adapter === undefined) throw new Error('no such channel')
    for (const message of fit({ text, choices, opener: 'Pilih', image: null }, adapter.abilities)) {
      const outcome = await adapter.send(inbound.from, message)
      if (outcome.kind !== 'sent') throw new Error(`not sent: ${JSON.stringify(outcome)}`)
    }
  }

  async function hear(inbound: Inbound): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 30))
    if (failing-- > 0) throw new Error('the turn was not committed')
    const seen = heard.some(({ id }) => id === inbound.id)
    heard.push(inbound)
    if (!seen) await answer(inbound)
  }

  async function answer(inbound: Inbound): Promise<void> {
    const { body } = inbound
    if (body.kind === 'membership' || (body.kind === 'text' && body.text === 'silent')) return
    const text = body.kind === 'text' ? body.text : body.kind === 'press' ? `press ${body.token}` : body.kind
    const menu = /^menu (\d+)$/.exec(text)
    const choices = Array.from({ length: Number(menu?.[1] ?? 0) }, (_, at) => ({
      label: `Pilihan ${at + 1}`,
      token: `1.${at}`,
    }))
    await say(inbound, [{ kind: 'paragraph', spans: [{ kind: 'plain', text: `echo: ${text}` }] }], choices)
  }

  for (const adapter of adapters satisfies readonly Adapter[]) await adapter.start(hear, web.mount)
  const url = await web.listen('127.0.0.1', port)
  return {
    url: new URL('/simulator/', url).href,
    heard,
    failNext: (turns) => {
      failing = turns
    },
    say,
    async close() {
      for (const adapter of adapters) await adapter.stop()
      await web.close()
    },
  }
}
