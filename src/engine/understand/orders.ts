/** Orders with a slash, and sentences that say which part of them is a name. */
import { anyOf } from './pattern.ts'
import type { Topic } from './topics.ts'

/** Orders with a slash, and the same words alone. */
const orders: Readonly<Record<string, Topic | 'check' | 'language'>> = {
  start: 'greeting',
  mulai: 'greeting',
  cek: 'check',
  check: 'check',
  periksa: 'check',
  help: 'help',
  bantuan: 'help',
  menu: 'help',
  bahasa: 'language',
  language: 'language',
  data: 'privacy_export',
  hapus: 'privacy_delete',
  forget: 'privacy_delete',
  delete: 'privacy_delete',
  stop: 'unsubscribe',
  kabar: 'subscribe',
  lapor: 'report_ad',
  hotline: 'hotline',
}

/** `/cek PT Maju`: the order and what follows it; a bare word counts when it stands alone. */
export function readOrder(
  text: string,
): { readonly order: Topic | 'check' | 'language'; readonly rest: string } | null {
  const [, slash = '', word = '', rest = ''] = /^\s*(\/?)([\p{L}]+)[.!?]*(?:\s+([\s\S]*))?$/u.exec(text) ?? []
  const order = Object.hasOwn(orders, word.toLowerCase()) ? orders[word.toLowerCase()] : undefined
  if (order === undefined || (slash === '' && rest.trim() !== '')) return null
  return { order, rest: rest.trim() }
}

/** `laporan 20261132`, or the number alone of a report that this person made: what became of it? */
export function asksForReport(text: string, own: readonly { readonly number: number }[]): boolean {
  const number = /(?<!\d)[1-9]\d{7}(?!\d)/.exec(text)?.[0]
  if (number === undefined || text.trim().split(/\s+/).length > 6) return false
  return (
    /\b(laporan|aduan|lapor|report)/i.test(text) || own.some((report) => String(report.number) === number)
  )
}

/** A longer text is a story, not a question about one name. Also keeps the patterns below quick. */
const mostAsked = 200

/** `cek Maju Jaya`, `namanya Maju Jaya`: the part that should be a name, when the sentence says it is one. */
export function readAskedName(text: string): string | null {
  if (text.length > mostAsked) return null
  const patterns = [
    /^\s*(?:(?:tolong|mohon|coba|bisa|minta|mau|kak|min|pak|bu|please|pls|can you|could you|tulung|punten)\s+)*(?:di)?(?:cek|cekin|cekkan|cek kan|check|ngecek|periksa|priksa|pariksa)(?:in)?\s*[:,]?\s+(.{3,120}?)\s*[?.!]*\s*$/iu,
    /^\s*(?:nama|namanya|nama pt|nama pt nya|pt nya|ptnya|nama agennya|nama perusahaannya|the name is|its name is)\s*[:,]?\s+(.{3,120}?)\s*[?.!]*\s*$/iu,
  ]
  for (const pattern of patterns) {
    const name = pattern.exec(text)?.[1]
    if (name !== undefined) return name
  }
  return null
}

/** `apakah Maju Jaya resmi?`, `is Maju Jaya legal`: what may be a name; only a list can tell. */
export function readDoubtedName(text: string): string | null {
  if (text.length > mostAsked) return null
  const doubted =
    /^\s*(?:(?:kak|min|mas|mbak|pak|bu|halo|permisi|mau tanya|tanya|apakah|apa|benarkah|is|are|kalau|kalo|klo)[\s,]+){0,4}(.{3,80}?)\s+(?:itu\s+|ini\s+|tu\s+|an?\s+)?(?:resmi|legal|terdaftar|berizin|aman|bodong|licensed|registered|safe|legit|penipu|penipuan)(?:kah)?(?:\s+\p{L}{1,8}){0,4}[\s?.!]*$/iu
  const name = doubted.exec(text)?.[1] ?? ''
  const words = name.split(/\s+/)
  return words.length >= 2 && words.length <= 7 ? name : null
}

const address = anyOf`
  \b(ada|daftar|list|any)( \w+)? (pt|agen|perusahaan|p3mi)( \w+){0,2} (di|daerah|dekat|in|near) (?!daftar|list|sini|luar|negara|the)\w+
  \b(alamat|lokasi|address)\b
  \b(kantor|pt|perusahaan|agen|cabang|office)( \w+){0,3} (dimana|di mana|ning endi|nang endi|where|dimanakah)\b
  \b(dimana|di mana|where)( \w+){0,3} (kantor|office|pt|cabang)\b
`

/** Whether a message asks where an office is, or how to reach a firm. Read on plain words. */
export function asksAddress(plain: string): boolean {
  return address.test(plain)
}
