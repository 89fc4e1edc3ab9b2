/** Every answer to danger fits one message of the tightest channel, in every language. */
import { expect, it } from 'vitest'
import { type Kit, locales, places, plainText } from '#engine'
import { compose } from '../../src/delivery/compose.ts'
import { heard, help, type Trouble, writeGuide } from '../../src/engine/steps/urgent.ts'
import type { Danger } from '../../src/engine/understand/danger.ts'
import { loadContacts, usable } from '../../src/lists/index.ts'
import { content, shippedSpeak, today } from '../kit/people.ts'

/** Body of a message with buttons on the tightest channel. */
const longest = 1024

const dangers: readonly Danger[] = [
  'suicide',
  'sexual-abuse',
  'violence',
  'child-in-danger',
  'confinement',
  'forced-scamming',
  'trafficked',
  'passport-held',
  'unpaid-wages',
  'illness',
  'death',
  'arrest',
  'stranded',
  'lost-contact',
  'unclear',
]
const kit = {
  now: today,
  contacts: usable(loadContacts(content)),
  inbound: { setting: 'private', body: { kind: 'text', text: 'x' } },
  known: { state: { at: 'idle' }, latest: null },
} as unknown as Kit

it.each(locales)('is short in %s', (locale) => {
  const troubles = dangers.flatMap((danger) =>
    [null, ...places].flatMap((place) =>
      (['self', 'other'] as const).map((who): Trouble => ({ danger, who, place, discreet: false })),
    ),
  )
  const long = troubles.flatMap((trouble) =>
    [help(trouble, kit), heard(trouble, kit), writeGuide(trouble, kit)].flatMap(({ replies }) =>
      replies
        .map((reply) => plainText(compose(reply, { locale, speak: shippedSpeak(), turn: 1 }).text).length)
        .filter((length) => length > longest)
        .map((length) => ({ ...trouble, length })),
    ),
  )
  expect(troubles.length).toBe(450)
  expect(long).toEqual([])
})
