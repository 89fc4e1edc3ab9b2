/** Cards made to be passed on, drawn as PNG: one at a time, and the same card only once. */
import type { Draw, Drawing } from '#engine'
import { paint } from './paint.ts'

/** A card takes a tenth of a second: with these before it one waits longer than an answer may take. */
const mostWaiting = 30
/** Of about 100 KB each; in a campaign thousands ask for the same few. */
const mostKept = 64

/** `address`: where the bot is, such as `t.me/TanyaDuluBot`; null: the cards name none. */
export function createCards({ address }: { readonly address: string | null }): Draw {
  const drawn = new Map<string, Drawing>()
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0
  return async (card) => {
    const key = JSON.stringify(card)
    const known = drawn.get(key)
    if (known !== undefined) return known
    if (waiting >= mostWaiting) return null
    waiting++
    const drawing = last.then(
      async (): Promise<Drawing> =>
        drawn.get(key) ?? { bytes: await paint(card, address), mime: 'image/png' },
    )
    last = drawing.catch(() => null)
    try {
      const made = await drawing
      if (drawn.size >= mostKept) drawn.delete([...drawn.keys()][0] ?? '')
      drawn.set(key, made)
      return made
    } finally {
      waiting--
    }
  }
}
