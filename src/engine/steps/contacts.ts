/** Numbers of a country for a need, a line each, with their date: the nearest office first, and when a country has
 * none, what reaches people from anywhere. */
import { type Contact, isUnsure, type Need, type Place } from '../contacts.ts'
import type { Kit } from '../conversation.ts'
import { say } from '../phrases.ts'
import type { Wording } from '../reply.ts'
import { plainWords, wordsOf } from '../understand/letters.ts'
import { readPlace } from '../understand/places.ts'

/** More numbers of one country than this only make it harder to choose. */
const mostOfACountry = 3

/** Whom to call in danger. `place` null: it is not known where the person is. `relative`: a family writes, most
 * likely from home. */
export function dangerLines(place: Place | null, relative: boolean, kit: Kit): readonly Wording[] {
  const of = (where: Contact['place']) => contactsFor('danger', where, kit)
  const local = place === null ? [] : of(place).slice(0, mostOfACountry)
  const home = of('id')
  const calls = of('abroad').filter(({ by }) => by === 'phone')
  // An address or an app is slower than a call: named only where no office of that country is known.
  const slower = of('abroad').filter(({ by }) => by === 'web' || (by === 'app' && place !== null))
  const everywhere = of('anywhere')
  if (place === 'id') return lines([...home, ...everywhere], kit)
  const abroad = [...local, ...calls]
  const known = local.length > 0
  const ordered =
    relative || place === null ? [...home, ...abroad, ...everywhere] : [...abroad, ...everywhere, ...home]
  return lines([...ordered, ...(known ? [] : slower)], kit)
}

/** The nearest of a country; `known`: it has numbers of its own. */
export function nearestLines(
  place: Place,
  relative: boolean,
  kit: Kit,
): { readonly lines: readonly Wording[]; readonly known: boolean } {
  if (place === 'id') return { lines: fewLines(place, relative, kit), known: true }
  const local = contactsFor('danger', place, kit).slice(0, 2)
  if (local.length === 0) return { lines: dangerLines(place, relative, kit), known: false }
  const home = relative ? contactsFor('danger', 'id', kit) : []
  const chats = contactsFor('danger', 'anywhere', kit)
  return { lines: lines([...home, ...local, ...(relative ? [] : chats)].slice(0, 3), kit), known: true }
}

/** The two that matter most: to somebody who has seen the others. */
export function fewLines(place: Place | null, relative: boolean, kit: Kit): readonly Wording[] {
  const of = (where: Contact['place']) => contactsFor('danger', where, kit)
  const local = place === null || place === 'id' ? [] : of(place)
  const calls = place === 'id' || relative ? of('id') : of('abroad').filter(({ by }) => by === 'phone')
  const [first, ...others] = local.length > 0 && !relative ? [...local, ...calls] : [...calls, ...local]
  const second = relative && local.length > 0 ? local[0] : (of('anywhere')[0] ?? others[0])
  return lines(
    [first, second].filter((contact) => contact !== undefined),
    kit,
  )
}

/** Whom to call when asked for numbers: also the site that lists every embassy. */
export function hotlineLines(kit: Kit): readonly Wording[] {
  const place = placeTold(kit)
  const listed = dangerLines(place, false, kit)
  const sites = lines(
    contactsFor('danger', 'abroad', kit).filter(({ by }) => by === 'web'),
    kit,
  )
  return [...listed, ...sites.filter((site) => !listed.some((line) => isSame(line, site)))]
}

function isSame(one: Wording, other: Wording): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** Where a message can be sent: the chats of the country, and those that answer from anywhere. */
export function chatLines(place: Place | null, kit: Kit): readonly Wording[] {
  const near = place === null ? [] : contactsFor('danger', place, kit)
  const chats = [...near, ...contactsFor('danger', 'anywhere', kit)].filter(({ by }) => by === 'chat')
  return lines(chats, kit)
}

/** Help for women and children: the short number works inside Indonesia only. */
export function womenAndChildrenLines(place: Place | null, relative: boolean, kit: Kit): readonly Wording[] {
  const anywhere = contactsFor('women-children', 'anywhere', kit)
  const home = place === 'id' || place === null || relative ? contactsFor('women-children', 'id', kit) : []
  return lines([...home, ...anywhere], kit)
}

/** Abroad and safe: numbers to keep, of the country when the message names it. */
export function savedLines(kit: Kit): readonly Wording[] {
  return dangerLines(placeTold(kit), false, kit)
}

/** Where a short message says the person is. */
export function placeTold({ inbound: { body } }: Kit): Place | null {
  const text = body.kind === 'text' ? body.text : body.kind === 'media' ? body.caption : ''
  const plain = plainWords(wordsOf(text))
  if (plain.split(' ').length > 8) return null
  return readPlace(plain) ?? (isAtHome(plain) ? 'id' : null)
}

/** Whether plain words say that the person is in Indonesia. */
export function isAtHome(plain: string): boolean {
  return /\b(di|saya|masih|ning|in|at) (indonesia|rumah sendiri|kampung|jakarta|surabaya|batam|medan|lombok|jawa|cirebon|indramayu|penampungan|bandara soekarno)\b|^(indonesia|indo|di indo)$/.test(
    plain,
  )
}

/** All contacts for a need, wherever they are reached from. */
export function linesFor(need: Need, kit: Kit): readonly Wording[] {
  return lines(
    kit.contacts.filter(({ needs }) => needs.includes(need)),
    kit,
  )
}

function contactsFor(need: Need, place: Contact['place'], { contacts }: Kit): readonly Contact[] {
  return contacts.filter((contact) => contact.place === place && contact.needs.includes(need))
}

function lines(contacts: readonly Contact[], kit: Kit): readonly Wording[] {
  return contacts.map((contact) => lineOf(contact, kit))
}

function lineOf(contact: Contact, { now }: Kit): Wording {
  const { office, by, asOf, place } = contact
  const value = contact.value.replace(/^https:\/\/(www\.)?/, '')
  const said = { office, value, on: asOf }
  const unsure = isUnsure(contact, now)
  switch (by) {
    case 'free-phone':
      return unsure ? say('contacts.phone_unsure', said) : say('contacts.free_phone', said)
    case 'phone':
      if (unsure) return say('contacts.phone_unsure', said)
      return place === 'abroad' ? say('contacts.phone_abroad', said) : say('contacts.phone', said)
    case 'chat':
      return unsure ? say('contacts.chat_unsure', said) : say('contacts.chat', said)
    case 'web':
      return unsure ? say('contacts.web_unsure', said) : say('contacts.web', said)
    case 'app':
      return say('contacts.app', said)
  }
}
