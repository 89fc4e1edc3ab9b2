/** Small tables of what advertisements name: countries, kinds of work, visas. Each value with where it stands. */

export interface Said<T extends string> {
  readonly value: T
  readonly start: number
  readonly end: number
}

/** ISO 3166 codes of the countries people are sent to, and how they are written here. */
const countries = {
  MY: 'malaysia|melaysia|kuala lumpur|johor(?: bahru)?|sabah|sarawak|penang|selangor|ringgit',
  TW: 'taiwan|taipei|taichung|kaohsiung|tainan',
  HK: 'hong ?kong|hk',
  SG: 'singapura|singapore|singapur',
  BN: 'brunei',
  JP: 'jepang|japan|tokyo|osaka|nagoya',
  KR: 'korea(?: selatan)?|korsel|seoul|busan',
  SA: 'saudi(?: arabia)?|arab saudi|riyadh|jeddah|mekk?ah|madinah',
  AE: 'dubai|uae|abu dhabi|emirat(?: arab)?',
  QA: 'qatar|doha',
  KW: 'kuwait',
  OM: 'oman',
  BH: 'bahrain',
  JO: 'yordania|jordan',
  IQ: 'irak|iraq',
  SY: 'suriah',
  LY: 'libya',
  TR: 'turki|turkey',
  KH: 'kamboja|cambodia|poipet|bavet|sihanoukville|phnom ?penh',
  MM: 'myanmar|myawaddy|yangon',
  LA: 'laos|vientiane',
  TH: 'thailand|bangkok|mae ?sot',
  PH: 'filipina|philippines|manila',
  VN: 'vietnam',
  CN: 'tiongkok|china|cina',
  MO: 'macau|makau',
  AU: 'australia',
  NZ: 'new zealand|selandia baru',
  CA: 'kanada|canada',
  US: 'amerika(?: serikat)?|usa',
  GB: 'inggris|london',
  PL: 'polandia|poland',
  DE: 'jerman|germany',
  IT: 'italia|italy',
  HU: 'hungaria|hungary',
  RO: 'rumania|romania',
  HR: 'kroasia|croatia',
  RS: 'serbia',
  BG: 'bulgaria',
  NL: 'belanda',
  RU: 'rusia',
} as const
export type CountryCode = keyof typeof countries

const jobs = {
  desk: 'cs|customer service|admin(?:istrasi)?|operator|telemarketing|marketing|data entry|live chat|call center|content (?:editor|creator)|typist',
  household:
    'prt|art|asisten rumah tangga|pembantu|housemaid|house ?keeping|baby ?sitter|nanny|pengasuh|tukang kebun|gardener|supir keluarga|sopir pribadi|koki keluarga',
  care: 'caregiver|care giver|perawat lansia|perawat|nurse|kaigo|careworker',
  factory: 'pabrik|factory|operator produksi|manufaktur|elektronik',
  farm: 'perkebunan|kebun|ladang|sawit|pertanian|farm|peternakan|pemetik buah|fruit picker',
  building: 'konstruksi|construction|tukang|welder|las|mandor|kuli bangunan|scaffolder',
  food: 'restoran|restaurant|waiter|waitress|pelayan|cook|koki|chef|barista|kitchen',
  hotel: 'hotel|cleaning service|cleaner|janitor|laundry',
  sea: 'abk|anak buah kapal|pelaut|kapal (?:ikan|pesiar|cumi)|fishing vessel|cruise',
  driver: 'driver|supir|sopir|kurir',
  shop: 'kasir|spg|penjaga toko|pramuniaga|sales',
  body: 'terapis|spa|massage|pijat|salon',
  night: 'lc|pemandu lagu|karaoke|night club|hostess',
  gambling: 'judi(?: online)?|casino|kasino|slot|togel',
} as const
export type JobKind = keyof typeof jobs

const visas = {
  work: 'visa kerja|work(?:ing)? (?:visa|permit)|izin kerja|permit kerja|employment pass|iqamah?',
  visit:
    'visa (?:turis|wisata|kunjungan|visit|liburan|sosial|pelancong|tourist)|(?:tourist|visit) visa|paspor (?:turis|pelancong)|on arrival|voa',
  pilgrimage: 'visa (?:umroh|umrah|ziarah|haji)|(?:jalur|pakai|lewat) (?:umroh|umrah|ziarah)',
  calling: 'calling visa|visa calling',
  student: 'visa (?:pelajar|student|magang)|student visa|ferienjob|whv|working holiday',
} as const
export type VisaKind = keyof typeof visas

const mostRead = 16_384

export const findCountries = finderOf(countries)
export const findJobs = finderOf(jobs)
export const findVisas = finderOf(visas)

function finderOf<T extends string>(
  table: Readonly<Record<T, string>>,
): (text: string) => readonly Said<T>[] {
  const kinds = Object.entries<string>(table).map(([kind, written]) => ({
    kind: kind as T,
    pattern: new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${written})(?![\p{L}\p{N}])`, 'giu'),
  }))
  // One finding a kind: where it is said first.
  return (text) =>
    kinds
      .flatMap(({ kind, pattern }): readonly Said<T>[] => {
        pattern.lastIndex = 0
        const match = pattern.exec(text.slice(0, mostRead))
        return match === null ? [] : [{ value: kind, start: match.index, end: match.index + match[0].length }]
      })
      .sort((a, b) => a.start - b.start)
}
