/** What is remembered between two turns, as JSON: written with a version, read with suspicion. Whatever an
 * older or newer release wrote, or a damaged row holds, becomes a fresh start, never a fault. */
import { places } from './contacts.ts'
import type { Offered, State } from './conversation.ts'
import type { AgencyId } from './ids.ts'
import { type PhraseKey, phrases } from './phrases.ts'
import type { Choice, Wording } from './reply.ts'
import { isDanger } from './steps/urgent.ts'

/** A JSON value: what a store may keep and give back. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

const version = 1

/** A state as JSON, with the version that `readState` knows. */
export function writeState(state: State): Json {
  return { v: version, state: { ...state } }
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
    default:
      return { at: 'idle' }
  }
}

/** The offered sets of choices as JSON, newest first. */
export function writeOffered(offered: readonly Offered[]): Json {
  // Choices are plain values through and through: they are JSON already.
  return { v: version, offered: offered as unknown as Json }
}

/** The sets that `writeOffered` wrote; a set with a choice that can no longer be spoken is left out. Never throws. */
export function readOffered(stored: unknown): readonly Offered[] {
  const offered = unwrap(stored, 'offered')
  if (!Array.isArray(offered)) return []
  return offered.filter(isOffered)
}

function unwrap(stored: unknown, field: string): unknown {
  return isRecord(stored) && stored.v === version ? stored[field] : null
}

function isOffered(value: unknown): value is Offered {
  return (
    isRecord(value) &&
    Number.isSafeInteger(value.turn) &&
    Array.isArray(value.choices) &&
    value.choices.every(isChoice)
  )
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
