/** Offices that help, as data: read from content/contacts.csv at start and handed in, so that a number is changed in
 * one place and by whoever called it. */
import type { Day } from './ids.ts'
import type { Abroad } from './understand/places.ts'

/** Where a person is: at home, or in one of the countries we know by name. */
export type Place = 'id' | Abroad
export const places: readonly Place[] = [
  'id',
  'my',
  'hk',
  'tw',
  'kr',
  'jp',
  'sg',
  'bn',
  'sa',
  'ae',
  'kh',
  'mm',
  'th',
  'other',
]

export const needs = [
  'danger',
  'women-children',
  'money',
  'advert',
  'fraud-number',
  'fraud-account',
  'complaint',
  'legal-aid',
] as const
export type Need = (typeof needs)[number]

export const ways = ['phone', 'free-phone', 'chat', 'web', 'app'] as const
export type Way = (typeof ways)[number]

export interface Contact {
  /** From where it can be reached: inside Indonesia (`id`), from any country but Indonesia (`abroad`), `anywhere`, or
   * in that one country. */
  readonly place: Place | 'abroad' | 'anywhere'
  readonly office: string
  readonly by: Way
  /** A number in the form that phones make a link of, an address, or the name of an app. */
  readonly value: string
  readonly needs: readonly Need[]
  /** When the source said it, or when somebody of ours called it and was answered: the later of the two. */
  readonly asOf: Day
  /** Its source is weak and nobody has called it yet. */
  readonly doubtful: boolean
}

/** Older than this many days, a number is shown with the advice to make sure of it. */
export const contactMaxAgeDays = 730

/** Whether a contact's number has to be made sure of first. */
export function isUnsure(contact: Contact, now: Date): boolean {
  const days = (now.getTime() - Date.parse(contact.asOf)) / (24 * 60 * 60 * 1000)
  return contact.doubtful || days > contactMaxAgeDays
}
