/** Danger: help first, in the first lines; only then the few questions that make the help fit. The country is kept in
 * the conversation's state for a day and nowhere else. Nothing here ever writes first. */
import { type Place, places } from '../contacts.ts'
import type { Effect, Kit } from '../conversation.ts'
import { say } from '../phrases.ts'
import type { Choice, Wording } from '../reply.ts'
import { isDanger } from '../understand/danger.ts'
import { plainWords, wordsOf } from '../understand/letters.ts'
import { isAboutAnother } from '../understand/relation.ts'
import type { Abroad, Danger } from '../understand.ts'
import { type Answer, answer, choice, type PhraseWithoutHoles } from './answer.ts'
import {
  chatLines,
  dangerLines,
  fewLines,
  isAtHome,
  nearestLines,
  womenAndChildrenLines,
} from './contacts.ts'

/** What is known of somebody in danger while we talk about it. */
export interface Trouble {
  readonly danger: Danger
  /** The person who writes, or someone they write for. */
  readonly who: 'self' | 'other'
  /** null: not told yet. */
  readonly place: Place | null
  /** Only plain words from now on: others read this phone. */
  readonly discreet: boolean
}

/** A place told longer ago than this may no longer be where the person is. */
const rememberedMs = 24 * 60 * 60 * 1000

/** What to do now, by what happened: to the person who writes, and to one they write for. */
const advice = {
  suicide: { self: 'urgent.suicide', other: 'urgent.suicide_other' },
  'sexual-abuse': { self: 'urgent.sexual_abuse', other: 'urgent.hurt_other' },
  violence: { self: 'urgent.violence', other: 'urgent.hurt_other' },
  'child-in-danger': { self: 'urgent.child', other: 'urgent.child' },
  confinement: { self: 'urgent.confinement', other: 'urgent.held_other' },
  'forced-scamming': { self: 'urgent.forced_scamming', other: 'urgent.held_other' },
  trafficked: { self: 'urgent.trafficked', other: 'urgent.held_other' },
  'passport-held': { self: 'urgent.passport', other: 'urgent.passport' },
  'unpaid-wages': { self: 'urgent.wages', other: 'urgent.wages' },
  illness: { self: 'urgent.illness', other: 'urgent.illness' },
  death: { self: 'urgent.death', other: 'urgent.death' },
  arrest: { self: 'urgent.arrest', other: 'urgent.arrest' },
  stranded: { self: 'urgent.stranded', other: 'urgent.held_other' },
  'lost-contact': { self: 'urgent.lost_contact', other: 'urgent.lost_contact' },
  unclear: { self: 'urgent.unclear', other: 'urgent.unclear' },
} as const satisfies Record<Danger, Record<Trouble['who'], PhraseWithoutHoles>>

/** Those for whom there is a number of their own. */
const forWomenAndChildren: ReadonlySet<Danger> = new Set([
  'suicide',
  'sexual-abuse',
  'violence',
  'child-in-danger',
  'trafficked',
])

/** Only others tell of these. */
const toldByOthers: ReadonlySet<Danger> = new Set(['death', 'lost-contact'])

/** The countries most is asked from; any other is typed. */
const offeredPlaces = {
  id: 'choices.place_id',
  my: 'choices.place_my',
  hk: 'choices.place_hk',
  tw: 'choices.place_tw',
  sa: 'choices.place_sa',
  kh: 'choices.place_kh',
  other: 'choices.place_other',
} as const satisfies Partial<Record<Place, PhraseWithoutHoles>>

/** What may have happened, for somebody who only calls for help: a tap each. */
export const troubles: readonly Choice[] = (
  [
    ['confinement', 'choices.held'],
    ['violence', 'choices.hurt'],
    ['passport-held', 'choices.passport'],
    ['unpaid-wages', 'choices.wages'],
    ['illness', 'choices.ill'],
    ['lost-contact', 'choices.lost'],
  ] as const
).map(([danger, label]) => choice(`urgent:help:${danger}:self:`, label))

/** A message that speaks of danger, in whatever state. `place` is what the message itself says. */
export function answerDanger(danger: Danger, place: Abroad | null, kit: Kit): Answer {
  const before = openTrouble(kit)
  const told = place ?? (isAtHome(plainOf(kit)) ? 'id' : null)
  if (before !== null && isToldOn(danger, before)) {
    const trouble = { ...before, place: told ?? before.place }
    if (danger === 'suicide' && before.who === 'self') return dying(trouble, kit)
    return before.place === null && told !== null ? nearest(trouble, kit) : heard(trouble, kit)
  }
  return help(
    {
      danger,
      who: toldByOthers.has(danger) || isAboutAnother(plainOf(kit)) ? 'other' : (before?.who ?? 'self'),
      place: told ?? before?.place ?? null,
      discreet: before?.discreet ?? false,
    },
    kit,
  )
}

/** It only sounds like danger: an ordinary talk must not frighten, and a cry must not be missed. So it is asked, with two
 * numbers, and what was being done goes on. In danger already it is danger. */
export function askDanger(
  { danger, place }: { readonly danger: Danger; readonly place: Abroad | null },
  kit: Kit,
): Answer {
  if (openTrouble(kit) !== null || kit.inbound.setting === 'group') return answerDanger(danger, place, kit)
  const who = toldByOthers.has(danger) || isAboutAnother(plainOf(kit)) ? 'other' : 'self'
  return answer({
    intent: 'emergency',
    outcome: 'urgent',
    body: [say('urgent.perhaps'), ...fewLines(place ?? 'id', who === 'other', kit)],
    choices: [
      choice(`urgent:yes:${danger}:${who}:${place ?? ''}`, 'choices.in_danger'),
      choice('menu:help', 'choices.get_help'),
      choice('menu:check', 'choices.check'),
    ],
    next: kit.known.state.at === 'urgent' ? { at: 'idle' } : kit.known.state,
  })
}

/** The same trouble, told on: "he hit me again", or "I am afraid" after it. */
function isToldOn(danger: Danger, before: Trouble): boolean {
  return before.danger === danger || (danger === 'unclear' && before.danger !== 'unclear')
}

/** They say it once more: somebody has to be with them now. */
function dying(trouble: Trouble, kit: Kit): Answer {
  if (trouble.discreet) return heard(trouble, kit)
  return answered(trouble, {
    body: [say('urgent.suicide_now'), ...numbersNow(trouble, kit), say('urgent.suicide_stay')],
    effects: reported(trouble, kit),
  })
}

/** A tap on one of our choices, as `<what>:<danger>:<who>:<place>`. null: no such choice. */
export function answerUrgentChoice(means: string, kit: Kit): Answer | null {
  const [what = '', danger = '', who, where] = means.split(':')
  if (!isDanger(danger) || (who !== 'self' && who !== 'other')) return null
  const before = openTrouble(kit)
  const place = places.find((each) => each === where) ?? before?.place ?? null
  const trouble: Trouble = {
    danger,
    who: toldByOthers.has(danger) ? 'other' : who,
    place,
    discreet: before?.discreet ?? false,
  }
  switch (what) {
    case 'yes':
      return help(trouble, kit)
    case 'help':
      // Only the country is new.
      return before !== null &&
        before.danger === trouble.danger &&
        before.who === trouble.who &&
        before.place === null
        ? nearest(trouble, kit)
        : help(trouble, kit)
    case 'call':
      return callGuide(trouble)
    case 'write':
      return writeGuide(trouble, kit)
    case 'hide':
      return hide(trouble)
    default:
      return null
  }
}

/** The trouble that this conversation is about, unless it was told too long ago. */
export function openTrouble({ known, now }: Kit): Trouble | null {
  const { state, latest } = known
  if (state.at !== 'urgent') return null
  return latest !== null && now.getTime() - latest.getTime() > rememberedMs ? null : state
}

/** The numbers, what to do, and one question. */
export function help(trouble: Trouble, kit: Kit): Answer {
  const { danger, who, place, discreet } = trouble
  const numbers = dangerLines(place, who === 'other', kit)
  if (kit.inbound.setting === 'group')
    return answered(trouble, {
      body: [openingOf(trouble), ...numbers, say('urgent.in_group')],
      effects: reported(trouble, kit),
      closed: true,
    })
  // The country is asked for once.
  const asksPlace = place === null && openTrouble(kit) === null
  const question = say(
    asksPlace ? 'urgent.ask_place' : place === null ? 'urgent.tell_place' : 'urgent.ask_call',
  )
  if (discreet)
    return answered(trouble, {
      body: [say('urgent.plain_opening'), ...numbers, question],
      effects: reported(trouble, kit),
      asksPlace,
    })
  const special = forWomenAndChildren.has(danger) ? womenAndChildrenLines(place, who === 'other', kit) : []
  return answered(trouble, {
    body: [
      openingOf(trouble),
      ...numbers,
      ...special,
      say(advice[danger][who]),
      say('urgent.quiet'),
      question,
    ],
    effects: reported(trouble, kit),
    asksPlace,
  })
}

/** The country is known at last: what was said before is not said again. */
export function nearest(trouble: Trouble, kit: Kit): Answer {
  const { place, who, discreet } = trouble
  if (place === null) return heard(trouble, kit)
  const { lines, known } = nearestLines(place, who === 'other', kit)
  const opening = discreet ? 'urgent.plain_opening' : known ? 'urgent.nearest' : 'urgent.nearest_none'
  return answered(trouble, {
    body: [say(opening), ...lines, say('urgent.ask_call')],
    effects: reported(trouble, kit),
  })
}

/** More of the story: it was heard, and two numbers stand. The country was asked for already. */
export function heard(trouble: Trouble, kit: Kit): Answer {
  return answered(trouble, {
    body: [
      // What a child must know is worth saying twice.
      ...(trouble.danger === 'child-in-danger' && !trouble.discreet ? [say('urgent.child')] : []),
      say(trouble.discreet ? 'urgent.plain_opening' : 'urgent.heard'),
      ...numbersNow(trouble, kit),
      ...(trouble.place === null ? [say('urgent.tell_place')] : []),
    ],
  })
}

/** The one or two that matter now. A child who is offered work is still at home, as far as we know. */
export function numbersNow({ danger, who, place }: Trouble, kit: Kit): readonly Wording[] {
  return fewLines(place ?? (danger === 'child-in-danger' ? 'id' : null), who === 'other', kit)
}

/** They can call: what to say. */
export function callGuide(trouble: Trouble): Answer {
  return answered(trouble, { body: [say('urgent.call')] })
}

/** They cannot call: a message to copy, and where to send it. */
export function writeGuide(trouble: Trouble, kit: Kit): Answer {
  return answered(trouble, {
    body: [say('urgent.write'), say('urgent.write_message'), ...chatLines(trouble.place, kit)],
  })
}

/** Others see this phone: how to hide the chat; from now on we use plain words. */
export function hide(trouble: Trouble): Answer {
  return answered({ ...trouble, discreet: true }, { body: [say('urgent.hide'), say('urgent.hide_after')] })
}

/** Said to somebody in danger; the talk about it stays open. */
export function answered(
  trouble: Trouble,
  said: {
    readonly body: readonly Wording[]
    readonly effects?: readonly Effect[]
    /** Nothing more is asked here. */
    readonly closed?: boolean
    /** Countries are offered to be tapped. */
    readonly asksPlace?: boolean
  },
): Answer {
  return answer({
    intent: 'emergency',
    outcome: 'urgent',
    body: said.body,
    choices: said.closed === true ? [] : choicesFor(trouble, said.asksPlace ?? false),
    next: said.closed === true ? { at: 'idle' } : { at: 'urgent', ...trouble },
    effects: said.effects ?? [],
  })
}

function choicesFor({ danger, who, place, discreet }: Trouble, asksPlace: boolean): readonly Choice[] {
  const about = (what: string, where: string, person: Trouble['who'] = who): string =>
    `urgent:${what}:${danger}:${person}:${where}`
  if (danger === 'unclear') return [...troubles, choice('menu:check', 'choices.check')]
  const shield = discreet ? [] : [choice(about('hide', place ?? ''), 'choices.hide')]
  if (asksPlace)
    return [
      ...places.flatMap((each) =>
        isOffered(each) ? [choice(about('help', each), offeredPlaces[each])] : [],
      ),
      ...shield,
    ]
  const turned =
    toldByOthers.has(danger) || place === null
      ? []
      : [
          who === 'self'
            ? choice(about('help', place ?? '', 'other'), 'choices.for_family')
            : choice(about('help', place ?? '', 'self'), 'choices.for_myself'),
        ]
  return [
    choice(about('call', place ?? ''), 'choices.can_call'),
    choice(about('write', place ?? ''), 'choices.cannot_call'),
    ...turned,
    ...shield,
  ]
}

function openingOf({ danger, who }: Trouble): Wording {
  if (danger === 'suicide' && who === 'self') return say('urgent.opening_suicide')
  return say(who === 'self' ? 'urgent.opening' : 'urgent.opening_other')
}

/** Told to the officers when it is new: another danger, or its country at last. */
function reported({ danger, place }: Trouble, kit: Kit): readonly Effect[] {
  const before = openTrouble(kit)
  if (before !== null && before.danger === danger && before.place === place) return []
  return [{ kind: 'urgent', danger, country: place }]
}

function plainOf({ inbound: { body } }: Kit): string {
  if (body.kind === 'text') return plainWords(wordsOf(body.text))
  return body.kind === 'media' ? plainWords(wordsOf(body.caption)) : ''
}

function isOffered(place: Place): place is keyof typeof offeredPlaces {
  return Object.hasOwn(offeredPlaces, place)
}
