/** Answers to one person leave in the order of their turns, though four processes think and send at once. */

import { processes, runCrowd } from './crowd.ts'
import { type Bench, figure } from './form.ts'
import { onScratchDatabase } from './scratch.ts'

const messages = Number(process.env['BENCH_MESSAGES'] ?? 100_000)
const people = 1_000

export const bench: Bench = {
  name: 'order',
  run: () =>
    onScratchDatabase(async (url) => {
      const began = performance.now()
      const seen = await runCrowd({ url, seed: 1, messages, people, copies: 1 })
      const ms = performance.now() - began
      const sent = seen.flatMap((each) => each.sent)
      return [
        figure({
          name: `answers that left one process before an earlier one of the same person, ${messages} turns, ${people} people, ${processes} processes`,
          unit: 'inversions',
          target: 0,
          better: 'lower',
          values: [seen.reduce((sum, each) => sum + inversions(each.sent), 0)],
          reference: { sent: sent.length, turnsPerSecond: Math.round(messages / (ms / 1000)) },
        }),
        figure({
          name: 'turns without exactly one answer',
          unit: 'turns',
          target: 0,
          better: 'lower',
          values: [
            messages -
              new Set(sent.map(([person, turn]) => `${person} ${turn}`)).size +
              (sent.length - messages),
          ],
        }),
      ]
    }),
}

function inversions(sent: readonly (readonly [number, number])[]): number {
  const latest = new Map<number, number>()
  let count = 0
  for (const [person, turn] of sent) {
    if (turn < (latest.get(person) ?? 0)) count++
    else latest.set(person, turn)
  }
  return count
}
