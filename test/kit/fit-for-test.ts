/** Messages for tests of adapters: fitted as the product fits them, or deliberately not. */
import type { Abilities, Button, Drawing, Fitted, Markup, Media } from '#engine'
import { fit } from '../../src/delivery/fit.ts'

export interface Draft {
  readonly text?: string | Markup
  readonly buttons?: readonly Button[]
  readonly image?: Media | Drawing | null
}

const opener = 'Lihat pilihan'

/** Within the limits, or this throws: a test that means one message gets one. */
export function fitted(draft: Draft, abilities: Abilities): Fitted {
  const [first, ...rest] = fit(
    { text: markupOf(draft), choices: draft.buttons ?? [], opener, image: draft.image ?? null },
    abilities,
  )
  if (rest.length > 0) throw new Error('this draft needs more than one message')
  return first
}

/** Not fitted at all: to see that the platform, and not only `fit`, knows its limits. */
export function unfitted(draft: Draft): Fitted {
  return {
    text: markupOf(draft),
    buttons: draft.buttons ?? [],
    opener,
    image: draft.image ?? null,
  } as unknown as Fitted
}

function markupOf({ text = '' }: Draft): Markup {
  if (typeof text !== 'string') return text
  return text === '' ? [] : [{ kind: 'paragraph', spans: [{ kind: 'plain', text }] }]
}
