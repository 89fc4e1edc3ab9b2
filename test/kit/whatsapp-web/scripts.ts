/** Random scripts of what can happen to a session, played to an adapter; afterwards everybody must have had an answer. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Address, Fitted, Hear } from '#engine'
import type { WhatsAppWeb } from '../../../adapters/whatsapp/web/index.ts'
import { randomFrom } from '../random.ts'

/** What a script can do: `fake-phone.ts` in memory, or the stand-in with a real browser. */
export interface Stage {
  readonly adapter: WhatsAppWeb
  /** Texts that reached people, oldest first. */
  readonly delivered: () => readonly string[]
  readonly offences: () => readonly string[]
  /** Messages let go before the page could know that its session had ended. */
  readonly untold: () => number
  readonly acts: Readonly<Record<Act, () => void>>
  write(chat: string, body: string): void
  /** A breath between two acts, in ms. */
  readonly breathMs: number
  /** How long everything may take to come right at the end, in ms. */
  readonly patienceMs: number
}

export const acts = [
  'scan',
  'expire',
  'disconnect',
  'connect',
  'logout',
  'crash',
  'die',
  'stall',
  'resume',
  'reload',
  'early',
  'timely',
] as const
export type Act = (typeof acts)[number]

export interface Played {
  readonly acts: readonly (Act | 'write')[]
  /** Questions that had no answer in the end. */
  readonly lost: number
  /** Answers that came more than once. */
  readonly twice: number
  /** Messages that a page let go although the last it was told is no session that is linked, connected and synced. */
  readonly offences: number
  /** Messages let go while that news was still on its way: nobody could do better, and none may be lost. */
  readonly untold: number
}

/** A bot that answers every question with its own words, as an outbox would: again until it is sent. */
export function createEcho(adapter: () => WhatsAppWeb): { readonly hear: Hear; stop(): void } {
  const seen = new Set<string>()
  let stopped = false
  async function answer(to: Address, body: string): Promise<void> {
    const message = {
      text: [{ kind: 'paragraph', spans: [{ kind: 'plain', text: body }] }],
      buttons: [],
      image: null,
    }
    while (!stopped) {
      const outcome = await adapter().send(to, message as unknown as Fitted)
      if (outcome.kind !== 'later') return
      await wait(20)
    }
  }
  return {
    async hear({ id, from, body }) {
      if (seen.has(id) || body.kind !== 'text') return
      seen.add(id)
      void answer(from, body.text)
    },
    stop() {
      stopped = true
    },
  }
}

let asked = 0

export async function playScript(stage: Stage, seed: number, length: number): Promise<Played> {
  const random = randomFrom(seed)
  const played: (Act | 'write')[] = []
  const questions: string[] = []
  const [deliveredBefore, offencesBefore] = [stage.delivered().length, stage.offences().length]
  const untoldBefore = stage.untold()
  for (let step = 0; step < length; step++) {
    // Half of all that happens is people writing.
    const act = random() < 0.5 ? 'write' : (acts[Math.floor(random() * acts.length)] ?? 'scan')
    played.push(act)
    if (act === 'write') {
      const body = `tanya ${++asked}`
      questions.push(body)
      stage.write(`62812000000${String(asked % 5).padStart(2, '0')}@c.us`, body)
    } else stage.acts[act]()
    if (random() < 0.7) await wait(random() * stage.breathMs)
  }
  // In the end somebody mends what a person can mend, and the rest must come by itself.
  stage.acts.resume()
  stage.acts.timely()
  stage.acts.connect()
  const answered = (): Set<string> => new Set(stage.delivered().slice(deliveredBefore))
  const isDone = (): boolean => {
    const had = answered()
    return stage.adapter.keeper.standing.kind === 'ready' && questions.every((each) => had.has(each))
  }
  for (const until = Date.now() + stage.patienceMs; !isDone() && Date.now() < until; await wait(10)) {
    if (stage.adapter.keeper.standing.kind === 'over') stage.adapter.keeper.relink()
    if (stage.adapter.keeper.standing.kind === 'pairing') stage.acts.scan()
  }
  const had = stage.delivered().slice(deliveredBefore)
  return {
    acts: played,
    lost: questions.filter((each) => !had.includes(each)).length,
    twice: had.length - new Set(had).size,
    offences: stage.offences().length - offencesBefore,
    untold: stage.untold() - untoldBefore,
  }
}
