/** What is remembered between two turns, as JSON: written with a version, read with suspicion. Whatever an
 * older or newer release wrote, or a damaged row holds, becomes a fresh start, never a fault. */

import { profileQuestions } from './campaign/profile-questions.ts'
import { topics } from './campaign/topic.ts'
import { type Fact, facts } from './case/facts.ts'
import { places } from './contacts.ts'
import type { Offered, PassedOn, State } from './conversation.ts'
import type { AgencyId } from './ids.ts'
import { type PhraseKey, phrases } from './phrases.ts'
import type { Choice, Wording } from './reply.ts'
import { isDanger } from './understand/danger.ts'

/** A JSON value: what a store may keep and give back. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

const version = 1
const offeredVersion = 2

/** A state as JSON, with the version that `readState` knows. */
export function writeState(state: State): Json {
  // States are plain values through and through: they are JSON already.
  return { v: version, state: state as unknown as Json }
}

/** The state that `writeState` wrote; `idle` when it cannot be read. Never throws. */
export function readState(stored: unknown): State {
  const state = unwrap(stored, 'state')
  if (!isRecord(state)) return { at: 'idle' }
  switch (state.at) {
    case 'agency.name':
      return { at: 'agency.name' }
    case 'privacy.confirm':
      return { at: 'privacy.confirm' }
    case 'agency.which': {
      const { query, candidates } = state
      if (typeof query !== 'string' || !isTexts(candidates)) return { at: 'idle' }
      return { at: 'agency.which', query, candidates: candidates as readonly AgencyId[] }
    }
    case 'urgent': {
      const { danger, who, place, discreet } = state
      const where = places.find((each) => each === place) ?? null
      if (typeof danger !== 'string' || !isDanger(danger) || (who !== 'self' && who !== 'other'))
        return { at: 'idle' }
      return { at: 'urgent', danger, who, place: where, discreet: discreet === true }
    }
    case 'ad.confirm':
      return Array.isArray(state.ads) && state.ads.length > 0 && state.ads.every(isPassedOn)
        ? { at: 'ad.confirm', ads: state.ads, facts: knownFacts(state.facts) }
        : { at: 'idle' }
    case 'report.tell':
      return { at: 'report.tell' }
    case 'news.ask':
      return { at: 'news.ask' }
    case 'subscribe.confirm': {
      const known = topics.filter((topic) => isTexts(state.topics) && state.topics.includes(topic))
      return known.length === 0 ? { at: 'idle' } : { at: 'subscribe.confirm', topics: known }
    }
    case 'profile.ask': {
      const asked = isTexts(state.asks) ? state.asks : []
      const [first, ...more] = profileQuestions.filter((question) => asked.includes(question))
      return first === undefined ? { at: 'idle' } : { at: 'profile.ask', asks: [first, ...more] }
    }
    default:
      return { at: 'idle' }
  }
}

function knownFacts(value: unknown): readonly Fact[] {
  return Array.isArray(value) ? facts.filter((fact) => value.includes(fact)) : []
}

export function isPassedOn(value: unknown): value is PassedOn {
  if (!isRecord(value) || typeof value.text !== 'string' || !isTexts(value.posters)) return false
  if (!['no', 'once', 'often'].includes(String(value.forwarded))) return false
  const { media } = value
  return (
    media === null || (isRecord(media) && typeof media.key === 'string' && typeof media.channel === 'string')
  )
}

/** The offered sets of choices as JSON, newest first. Written short, since every turn stores them: a choice as its
 * meaning, its phrase and the phrase's values; a set that repeats the newer one, as the main menu does, as its turn. */
export function writeOffered(offered: readonly Offered[]): Json {
  let newer = ''
  const sets = offered.map(({ turn, choices }): Json => {
    const short = choices.map(shorten)
    const same = JSON.stringify(short)
    const repeats = same === newer
    newer = same
    return repeats ? [turn] : [turn, short]
  })
  return { v: offeredVersion, offered: sets }
}

/** The sets that `writeOffered` wrote; a set with a choice that can no longer be spoken is left out. Never throws. */
export function readOffered(stored: unknown): readonly Offered[] {
  const sets = isRecord(stored) && stored.v === offeredVersion ? stored.offered : null
  if (!Array.isArray(sets)) return []
  let newer: readonly Choice[] | null = null
  return sets.flatMap((set: unknown): Offered[] => {
    if (!Array.isArray(set)) return []
    const [turn, written]: readonly unknown[] = set
    const choices: readonly Choice[] | null = written === undefined ? newer : readChoices(written)
    newer = choices
    return Number.isSafeInteger(turn) && choices !== null ? [{ turn: turn as number, choices }] : []
  })
}

function shorten(choice: Choice): Json {
  // What is neither is a plain value through and through: it is JSON already.
  if (choice.kind !== 'press' || 'written' in choice.label || 'campaign' in choice.label)
    return choice as unknown as Json
  const { label, means } = choice
  if ('verbatim' in label) return [means, label.verbatim]
  // In the order of the phrase's holes, whatever order they were given in.
  const holes: Readonly<Record<string, string>> = label.with
  return [means, label.say, phrases[label.say].map((hole) => holes[hole] ?? '')]
}

function readChoices(written: unknown): readonly Choice[] | null {
  if (!Array.isArray(written)) return null
  const choices = written.map(readChoice)
  return choices.every((choice) => choice !== null) ? choices : null
}

function readChoice(written: unknown): Choice | null {
  if (!Array.isArray(written)) return isChoice(written) ? written : null
  const [means, label, values]: readonly unknown[] = written
  if (typeof label !== 'string') return null
  const wording = values === undefined ? { verbatim: label } : { say: label, with: byHole(label, values) }
  const choice = { kind: 'press', means, label: wording }
  return isChoice(choice) ? choice : null
}

/** Values in the order of the phrase's holes, each beside its hole. */
function byHole(key: string, values: unknown): unknown {
  if (!Array.isArray(values) || !Object.hasOwn(phrases, key)) return null
  return Object.fromEntries(phrases[key as PhraseKey].map((hole, at) => [hole, values[at]]))
}

function unwrap(stored: unknown, field: string): unknown {
  return isRecord(stored) && stored.v === version ? stored[field] : null
}

function isChoice(value: unknown): value is Choice {
  if (!isRecord(value) || !isWording(value.label)) return false
  if (value.kind === 'press') return typeof value.means === 'string'
  return value.kind === 'open' && typeof value.url === 'string'
}

function isWording(value: unknown): value is Wording {
  if (!isRecord(value)) return false
  if ('verbatim' in value) return typeof value.verbatim === 'string'
  if ('written' in value) return isRecord(value.written) && typeof value.written.id === 'string'
  const key = value.say
  const holes = value.with
  if (typeof key !== 'string' || !Object.hasOwn(phrases, key) || !isRecord(holes)) return false
  return phrases[key as PhraseKey].every((hole) => typeof holes[hole] === 'string')
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string')
}
