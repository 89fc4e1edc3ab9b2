/** Phone numbers in a text, in E.164, disguised ones too; never amounts, dates, licence numbers or bank accounts. */
import { type CountryCode, type PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { type Digits, type Run, readRuns } from './digits.ts'

export interface FoundPhone {
  /** With plus and country: `+6281234567890`. */
  readonly e164: string
  readonly start: number
  readonly end: number
  /** A mobile phone, as far as its number tells. */
  readonly mobile: boolean
  readonly disguised: boolean
}

/** Most phones taken from one text. */
const mostPhones = 50

export function findPhones(text: string): readonly FoundPhone[] {
  const found: FoundPhone[] = []
  const parse = createParse()
  for (const run of readRuns(text)) {
    for (let at = 0; at < run.length && found.length < mostPhones; ) {
      const phone = phoneFrom(run, at, { text, parse })
      if (phone === null) at++
      else {
        found.push(phone.found)
        at = phone.next
      }
    }
  }
  return found
}

/** The longest phone that begins with group `first` of a run. */
function phoneFrom(
  run: Run,
  first: number,
  { text, parse }: { readonly text: string; readonly parse: Parse },
): { readonly found: FoundPhone; readonly next: number } | null {
  const begin = run[first]
  if (!begin) return null
  const place = placeOf(text, begin)
  let digits = ''
  let best: { readonly found: FoundPhone; readonly next: number } | null = null
  for (let at = first; at < run.length; at++) {
    const group = run[at]
    if (!group || (best !== null && !goesOn(run, first, at))) break
    digits += group.digits
    if (digits.length > 17) break
    const groups = run.slice(first, at + 1)
    const after = text.slice(group.end, group.end + 12)
    const phone = digits.length < 8 ? null : judge(digits, begin.plus, { place, groups, after, parse })
    if (phone === null) continue
    if (place.noPhone()) return null
    const found = {
      e164: phone.number,
      start: begin.start - (begin.plus ? 1 : 0),
      end: group.end,
      mobile: /MOBILE/.test(phone.getType() ?? ''),
      disguised: groups.some((each) => each.disguised),
    }
    best = { found, next: at + 1 }
  }
  return best
}

/** What is a number already goes on only as it was written so far: "0812-3456-7890 / 2 orang" ends before the 2. */
function goesOn(run: Run, first: number, at: number): boolean {
  const [before, next] = [run[at - 1], run[at]]
  if (!before || !next) return false
  const single = run.slice(first, at).every(({ digits }) => digits.length === 1)
  if (single) return next.digits.length === 1
  const same =
    at - 1 === first
      ? next.gap.trim() !== '' && !/[/,|]/.test(next.gap)
      : next.gap.trim() === before.gap.trim()
  return same && next.digits.length >= 2 && !/^(?:0[28]|62)/.test(next.digits)
}

/** What stands before a number, looked at when it is asked for: most numbers are none of these. */
interface Place {
  /** A word for calling or writing stands before. */
  readonly contact: () => boolean
  /** An amount, an identity card, a licence, a bank account. */
  readonly noPhone: () => boolean
  /** Countries named shortly before. */
  readonly countries: () => readonly CountryCode[]
}

const contactWord =
  /(?:^|[^\p{L}])(?:w\.?a|wa|whats? ?app?|wasap|watsap|hp|h\.p|no|nomor|nmr|nomer|tel|telp|tlp|telf|telepon|telpon|telfon|phone|ponsel|call|calling|hub|hubungi|hubung|contact|kontak|cp|chat|sms|mobile|cell|viber|imo|zalo|wechat|line|info|admin|minat|japri|dm|inbox|ketik|reply|office|kantor|fax|hotline|☎️?|📞|📱|📲)[^\p{L}\p{N}]{0,6}(?:[\p{L}.]{1,14}[^\p{L}\p{N}]{0,6}){0,3}$/iu

const noPhoneWord =
  /(?:(?:^|[^\p{L}])(?:rp|idr|rm|myr|usd|us\$|sgd|hkd|hk\$|ntd?|nt\$|twd|sr|sar|aed|krw|jpy|eur|thb|gaji|salary|fee|harga|bayar|biaya)\.?|[$€¥£])[^\p{L}\p{N}]{0,3}$|(?:^|[^\p{L}])(?:nik|ktp|kk|npwp|nib|sip2mi|sip3mi|sippmi|sip|siup|sk|izin|ijin|licen[cs]e|lisensi|resi|kode|order|jo|induk|pasal|uu|id pmi|skck|akta|rek|norek|rekening|va|virtual account|acc|account no|a\/c|acct)(?:[^\p{L}\p{N}]{0,3}(?:no|nomor|nomer|number|bank|an|id|resmi|usaha)){0,2}[^\p{L}\p{N}]{0,4}$|(?:^|[^\p{L}])(?:bca|bri|bni|mandiri|bsi|cimb|permata|danamon|btn|btpn|jago|seabank|jenius|bjb|mega|panin|muamalat|maybank)[^\p{L}\p{N}]{0,4}(?:(?:rek|no|nomor|norek|rekening)[^\p{L}\p{N}]{0,4})?$/iu

const countryWords: readonly (readonly [CountryCode, RegExp])[] = [
  ['MY', /malaysia|melaysia|🇲🇾|kuala lumpur|johor/i],
  ['SG', /singap\w+|🇸🇬|\bsg\b/i],
  ['HK', /hong ?kong|🇭🇰|\bhk\b/i],
  ['TW', /taiwan|🇹🇼|taipei/i],
  ['SA', /saudi|arab|🇸🇦|riyadh|jeddah/i],
  ['AE', /dubai|\buae\b|abu dhabi|emirat|🇦🇪/i],
  ['KH', /kamboja|cambodia|🇰🇭|phnom/i],
  ['TH', /thailand|🇹🇭|bangkok/i],
  ['MM', /myanmar|🇲🇲/i],
  ['JP', /jepang|japan|🇯🇵/i],
  ['KR', /korea|🇰🇷/i],
  ['BN', /brunei|🇧🇳/i],
  ['QA', /qatar|🇶🇦/i],
  ['KW', /kuwait|🇰🇼/i],
  ['AU', /australia|🇦🇺/i],
  ['PL', /polandia|poland|🇵🇱/i],
  ['TR', /turki|turkey|🇹🇷/i],
]

function placeOf(text: string, begin: Digits): Place {
  const before = text.slice(Math.max(0, begin.start - 60), begin.start).replace(/[+＋]$/, '')
  const line = before.slice(before.lastIndexOf('\n') + 1)
  let contact: boolean | null = null
  return {
    contact() {
      contact ??= contactWord.test(line.slice(-40))
      return contact
    },
    noPhone: () => noPhoneWord.test(line.slice(-40)),
    countries: () => countryWords.filter(([, words]) => words.test(line)).map(([code]) => code),
  }
}

interface Judging {
  readonly place: Place
  readonly groups: Run
  /** What stands behind. */
  readonly after: string
  readonly parse: Parse
}

/** The phone these digits are, if they are one in this place. */
function judge(digits: string, plus: boolean, judging: Judging): PhoneNumber | null {
  const { place, groups, after, parse } = judging
  if (/^\s*(?:juta|jt|ribu|rb|rupiah|ringgit|dolar|dollar|%|tahun|thn|\/bln|per)/i.test(after)) return null
  // Neither at home nor abroad does anything begin so, and asking costs the most for what is nothing at all.
  if (isDate(groups) || digits.startsWith('000')) return null
  if (plus) return parse(`+${digits}`)
  if (/^00[1-9]/.test(digits)) return parse(`+${digits.slice(2)}`)
  if (digits.startsWith('0')) return parseAtHome(digits, judging) ?? parseAbroad(digits, judging)
  if (digits.startsWith('62')) {
    const phone = parse(`+${digits.replace(/^620/, '62')}`)
    return phone !== null && (isMobile(phone) || place.contact()) ? phone : null
  }
  if (!place.contact()) return null
  const home = digits.startsWith('8') ? parse(`+62${digits}`) : null
  if (home !== null && isMobile(home)) return home
  return (
    (digits.length >= 10 && abroadCodes.test(digits) ? parse(`+${digits}`) : null) ??
    parseAbroad(digits, judging)
  )
}

/** Codes of the countries people are sent to. */
const abroadCodes =
  /^(?:60|61|63|64|65|66|673|7|81|82|84|852|853|855|856|86|886|90|91|92|95|961|962|963|964|965|966|968|971|973|974|48|49|39|36|40|44|359|385|1)\d/

/** A number of Indonesia: a fixed line looks like many other numbers, and wants its area set apart or a word before it. */
function parseAtHome(digits: string, { place, groups, parse }: Judging): PhoneNumber | null {
  const phone = parse(digits, 'ID')
  if (phone === null) return null
  if (isMobile(phone)) return phone
  const area = groups[0]?.digits.length ?? 0
  return place.contact() || (area >= 3 && area <= 4 && /[-)]/.test(groups[1]?.gap ?? '')) ? phone : null
}

function parseAbroad(digits: string, { place, parse }: Judging): PhoneNumber | null {
  if (!place.contact()) return null
  for (const country of place.countries()) {
    const phone = parse(digits, country)
    if (phone !== null) return phone
  }
  return null
}

/** A valid number; without a country it must begin with a plus. */
type Parse = (digits: string, country?: CountryCode) => PhoneNumber | null

/** Remembers what it was asked within one text: in a flood of the same few figures every one begins the same numbers. */
function createParse(): Parse {
  const known = new Map<string, PhoneNumber | null>()
  return (digits, country) => {
    const asked = `${country ?? ''}${digits}`
    const before = known.get(asked)
    if (before !== undefined) return before
    const parsed = parsePhoneNumberFromString(digits, {
      ...(country ? { defaultCountry: country } : {}),
      extract: false,
    })
    const phone = parsed?.isValid() ? parsed : null
    known.set(asked, phone)
    return phone
  }
}

function isMobile(phone: PhoneNumber): boolean {
  return /MOBILE/.test(phone.getType() ?? '')
}

/** `08-10-2026`, `2026/10/08`. */
function isDate(groups: Run): boolean {
  const lengths = groups.map(({ digits }) => digits.length).join('')
  return (
    /^(?:[12][12]4|4[12][12])/.test(lengths) && groups.some(({ digits }) => /^(?:19|20)\d\d$/.test(digits))
  )
}
