/** Where people are, as far as they told: provinces and countries of work, and what time it is there. */
import type { Phase } from '../understand/phase.ts'

/** Names of the IANA database. Stored by their place here: a new one is added at the end. */
export const zones = [
  'Asia/Jakarta',
  'Asia/Makassar',
  'Asia/Jayapura',
  'Asia/Kuala_Lumpur',
  'Asia/Singapore',
  'Asia/Brunei',
  'Asia/Hong_Kong',
  'Asia/Taipei',
  'Asia/Shanghai',
  'Asia/Seoul',
  'Asia/Tokyo',
  'Asia/Riyadh',
  'Asia/Dubai',
  'Asia/Qatar',
  'Asia/Kuwait',
  'Asia/Muscat',
  'Asia/Bahrain',
  'Asia/Amman',
  'Asia/Baghdad',
  'Asia/Damascus',
  'Africa/Tripoli',
  'Europe/Istanbul',
  'Asia/Phnom_Penh',
  'Asia/Yangon',
  'Asia/Vientiane',
  'Asia/Bangkok',
  'Asia/Manila',
  'Asia/Ho_Chi_Minh',
  'Asia/Macau',
  'Australia/Sydney',
  'Pacific/Auckland',
  'America/Toronto',
  'America/New_York',
  'Europe/London',
  'Europe/Warsaw',
  'Europe/Berlin',
  'Europe/Rome',
  'Europe/Budapest',
  'Europe/Bucharest',
  'Europe/Zagreb',
  'Europe/Belgrade',
  'Europe/Sofia',
  'Europe/Amsterdam',
  'Europe/Moscow',
] as const
export type Zone = (typeof zones)[number]

/** Provinces by their code (ISO 3166-2:ID, without `ID-`), by the hour they keep. */
const provincesByZone = {
  'Asia/Jakarta': 'AC SU SB RI JA SS BE LA BB KR JK JB JT YO JI BT KB KT',
  'Asia/Makassar': 'BA NB NT KS KI KU SA ST SN SG GO SR',
  'Asia/Jayapura': 'MA MU PA PB PT PS PE PD',
} as const satisfies Partial<Record<Zone, string>>

const zoneByProvince: ReadonlyMap<string, Zone> = new Map(
  Object.entries(provincesByZone).flatMap(([zone, codes]) =>
    codes.split(' ').map((code) => [code, zone as Zone] as const),
  ),
)
export const provinces: readonly string[] = [...zoneByProvince.keys()]

/** Countries people are sent to (ISO 3166, small letters); of one with several zones, where most of its people live. */
const zoneByCountry = {
  my: 'Asia/Kuala_Lumpur',
  sg: 'Asia/Singapore',
  bn: 'Asia/Brunei',
  hk: 'Asia/Hong_Kong',
  tw: 'Asia/Taipei',
  cn: 'Asia/Shanghai',
  kr: 'Asia/Seoul',
  jp: 'Asia/Tokyo',
  sa: 'Asia/Riyadh',
  ae: 'Asia/Dubai',
  qa: 'Asia/Qatar',
  kw: 'Asia/Kuwait',
  om: 'Asia/Muscat',
  bh: 'Asia/Bahrain',
  jo: 'Asia/Amman',
  iq: 'Asia/Baghdad',
  sy: 'Asia/Damascus',
  ly: 'Africa/Tripoli',
  tr: 'Europe/Istanbul',
  kh: 'Asia/Phnom_Penh',
  mm: 'Asia/Yangon',
  la: 'Asia/Vientiane',
  th: 'Asia/Bangkok',
  ph: 'Asia/Manila',
  vn: 'Asia/Ho_Chi_Minh',
  mo: 'Asia/Macau',
  au: 'Australia/Sydney',
  nz: 'Pacific/Auckland',
  ca: 'America/Toronto',
  us: 'America/New_York',
  gb: 'Europe/London',
  pl: 'Europe/Warsaw',
  de: 'Europe/Berlin',
  it: 'Europe/Rome',
  hu: 'Europe/Budapest',
  ro: 'Europe/Bucharest',
  hr: 'Europe/Zagreb',
  rs: 'Europe/Belgrade',
  bg: 'Europe/Sofia',
  nl: 'Europe/Amsterdam',
  ru: 'Europe/Moscow',
} as const satisfies Record<string, Zone>

export type Destination = keyof typeof zoneByCountry
export const destinations = Object.keys(zoneByCountry) as readonly Destination[]

export interface Whereabouts {
  readonly province: string | null
  readonly country: string | null
  readonly phase: Phase | null
}

/** The zone somebody lives in: the country's once they work there, else the province's; most of all live in the west. */
export function zoneOf({ province, country, phase }: Whereabouts): Zone {
  const abroad = phase === 'at_work' || phase === 'returning'
  const there = abroad && country !== null ? (zoneByCountry as Record<string, Zone>)[country] : undefined
  return there ?? zoneByProvince.get(province ?? '') ?? 'Asia/Jakarta'
}
