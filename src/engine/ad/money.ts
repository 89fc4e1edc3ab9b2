/** Amounts of money in a text: how much, in what, and what it is for as far as the words beside it tell. */

export interface Money {
  readonly start: number
  readonly end: number
  /** From and to; the same when one amount is named. */
  readonly least: number
  readonly most: number
  readonly currency: Currency
  readonly role: 'pay' | 'fee' | 'unsaid'
  /** `most` in rupiah, roughly: only to tell big from small. */
  readonly rupiah: number
}

export type Currency = keyof typeof currencies

/** How each is written, and what one is in rupiah, rounded: only to tell big from small. */
const currencies = {
  IDR: { written: 'rp|idr|rupiah', rupiah: 1 },
  MYR: { written: 'rm|myr|ringgit', rupiah: 3_500 },
  SGD: { written: String.raw`sgd|s\$|dolar singapura`, rupiah: 12_000 },
  HKD: { written: String.raw`hkd|hk\$|dolar hongkong|dolar hong kong`, rupiah: 2_000 },
  TWD: { written: String.raw`ntd|nt\$|twd|nt`, rupiah: 500 },
  SAR: { written: 'sar|sr|riyal|real', rupiah: 4_200 },
  AED: { written: 'aed|dirham', rupiah: 4_300 },
  JPY: { written: 'jpy|yen|¥', rupiah: 105 },
  KRW: { written: 'krw|won|₩', rupiah: 12 },
  THB: { written: 'thb|baht', rupiah: 450 },
  EUR: { written: 'eur|euro|€', rupiah: 18_000 },
  USD: { written: String.raw`usd|us\$|usdt|\$|dolar|dollar|dollars`, rupiah: 16_000 },
} as const

const all = Object.values(currencies)
  .map(({ written }) => written)
  .join('|')
const number = String.raw`\d{1,3}(?:[.,]\d{3})+(?:,\d{1,2})?|\d+(?:[.,]\d{1,2})?`
const times = String.raw`\s?(?:juta|jt|jeti|ribu|rb|k|million|mio)(?![a-z])|an?(?![a-z])`
const amount = new RegExp(
  String.raw`(?<![\p{L}\p{N}.,/-])(?:(?<before>${all})\.?\s?)?(?<from>${number})(?<fromTimes>${times})?(?:\s?(?:-|–|s\/?d|sampai|hingga|to|~)\s?(?:(?:${all})\.?\s?)?(?<to>${number})(?<toTimes>${times})?)?(?:\s?(?<after>${all})(?![\p{L}]))?(?![\p{N}])`,
  'giu',
)

/** Most of a text that is read, in UTF-16 units, and most amounts taken. */
const mostRead = 16_384
const mostAmounts = 60

export function findMoney(text: string): readonly Money[] {
  const found: Money[] = []
  const read = text.slice(0, mostRead)
  for (const match of read.matchAll(amount)) {
    const { before, from = '', fromTimes, to, toTimes, after } = match.groups ?? {}
    const written = (before ?? after)?.toLowerCase()
    const scale = toTimes ?? fromTimes
    // "8 juta" is money by itself; "20 ribu orang" seldom stands in an advertisement.
    if (written === undefined && !/jt|juta|jeti/i.test(scale ?? '')) continue
    const currency = written === undefined ? 'IDR' : currencyOf(written)
    const least = readNumber(from) * timesOf(fromTimes ?? toTimes)
    const most = to === undefined ? least : readNumber(to) * timesOf(scale)
    const end = match.index + match[0].length
    found.push({
      start: match.index,
      end,
      least,
      most,
      currency,
      role: roleOf(read.slice(Math.max(0, match.index - 45), match.index), read.slice(end, end + 25)),
      rupiah: most * currencies[currency].rupiah,
    })
    if (found.length >= mostAmounts) break
  }
  return found
}

function currencyOf(written: string): Currency {
  const found = Object.entries(currencies).find(([, { written: ways }]) =>
    new RegExp(`^(?:${ways})$`, 'i').test(written),
  )
  return (found?.[0] as Currency | undefined) ?? 'IDR'
}

function readNumber(written: string): number {
  const grouped = /^\d{1,3}(?:[.,]\d{3})+/.test(written)
  return Number(grouped ? written.replace(/,\d{1,2}$/, '').replace(/[.,]/g, '') : written.replace(',', '.'))
}

function timesOf(written: string | undefined): number {
  if (written === undefined || !/[a-z]/i.test(written)) return 1
  return /jt|juta|jeti|mi/i.test(written) ? 1_000_000 : /rb|ribu|k/i.test(written) ? 1_000 : 1
}

const payWords =
  /gaji|gajih|gj|salary|upah|income|penghasilan|pendapatan|bayaran|wage|basic|bonus|lembur|uang saku|sebulan|per ?bulan|tiap bulan|monthly/gi
const feeWords =
  /biaya|bayar|dp\b|uang muka|deposit|setor|transfer|\btf\b|pendaftaran|admin(?!\s*(?:online|judi))|booking|jaminan|talangan|tanda jadi|modal|fee|cost|harga|paket|cicil|panjar|denda|potong/gi

/** The word that stands nearest before it tells, else one behind. */
function roleOf(before: string, after: string): Money['role'] {
  const pay = lastOf(before, payWords)
  const fee = lastOf(before, feeWords)
  if (pay >= 0 || fee >= 0) return pay > fee ? 'pay' : 'fee'
  if (/^[^\p{L}]{0,3}(?:per|\/|sebulan|perbulan|sehari|a month|monthly)/iu.test(after)) return 'pay'
  return new RegExp(feeWords.source, 'i').test(after) ? 'fee' : 'unsaid'
}

function lastOf(text: string, words: RegExp): number {
  return [...text.matchAll(words)].at(-1)?.index ?? -1
}
