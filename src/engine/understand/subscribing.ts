/** What people say about messages we send by ourselves: which they want, a clear yes, how long a pause, and how old they
 * are. Read on plain words (see letters.ts). */
import type { Topic } from '../campaign/topic.ts'
import { anyOf } from './pattern.ts'

const wished: readonly (readonly [Topic, RegExp])[] = [
  ['scam-alerts', /\b(modus|penipu\w*|tipu|peringatan|waspada|scams?|alerts?|warnings?|fraud|hoa[kx]s?)\b/],
  [
    'licence-changes',
    /\b(pt|agen|perusahaan|izin|daftar pt)\b.{0,40}\b(dicabut|cabut|berubah|robih|ewah|changes?|revoked|loses?|bermasalah)\b|\b(dicabut|izin berubah)\b/,
  ],
  ['lessons', /\b(pelajaran|materi|tips|edukasi|lessons?|wulangan|piwulang|palajaran)\b/],
  [
    'regional-news',
    /\b(kabar|berita|info|news|warta|beja)( \w+)? (daerah|wilayah|provinsi|region|kampung|tlatah|regional)\b/,
  ],
]

/** Topics that a wish to be told names. */
export function topicsWished(plain: string): readonly Topic[] {
  return wished.flatMap(([topic, pattern]) => (pattern.test(plain) ? [topic] : []))
}

/** Whether a wish is about what becomes of a report. */
export function wishesReportNews(plain: string): boolean {
  return /\b(laporan|laporanku|aduan|perkembangan|report|kasus|case)\b/.test(plain)
}

const yes =
  /^(y|ya|yaa|iya|iyaa|iyah|iyo|yo|yes|yep|yup|setuju|satuju|sarujuk|agree|mau|boleh|inggih|nggih|njih|enggih|muhun|sumuhun|kersa|purun|gelem|daek|hoyong|sangat|sure|silakan|silahkan)$/
const beside =
  /^(kak|kakak|pak|bu|min|mas|mbak|kang|teh|dong|deh|aja|saja|wae|mawon|banget|saya|aku|kula|abdi|i|please|ya|sekali|kirim|kirimin|of|course|yang|itu)$/

/** A yes and nothing else, in any of the four languages. "Ok", "ya nanti", "boleh tanya?" are none. `raw` are the words as
 * typed. */
export function isClearYes(raw: readonly string[], text: string): boolean {
  if (raw.length === 0 || raw.length > 5 || text.includes('?')) return false
  return raw.some((word) => yes.test(word)) && raw.every((word) => yes.test(word) || beside.test(word))
}

/** Stop, said right after a message of ours: then a bare word is enough. */
const stopIt =
  /^(stop|setop|berhenti|brenti|udahan|sudahan|cukup|cukup sudah|sudah cukup|sudah berhenti|hentikan|mandheg|eureun|leren|unsubscribe|enough|no more)( (saja|aja|ya|dulu|deh|dong|lagi|kak|please|bot|saya|semua|kirim))*$/

export function stopsCampaigns(plain: string): boolean {
  return stopIt.test(plain)
}

/** "Tapi kalau saya tanya masih dijawab?" */
const still = anyOf`
  \b(tanya|nanya|bertanya|chat|nulis|tulis|wa|ask|write|takon|taken|tanglet|naros|nyerat)\b.{0,30}\b(masih|tetap|tetep|still|isih|taksih|keneh)\b.{0,20}\b(jawab|dijawab|dibalas|balas|answer|answered|reply|diwangsuli|diwaler|dibantu|bisa)\b
  \b(masih|tetap|tetep|still|isih|taksih|keneh)\b.{0,25}\b(boleh|bisa|can i)\b.{0,15}\b(tanya|nanya|bertanya|ask|takon|tanglet|naros)\b
  \b(can i|will you|do you)\b.{0,10}\bstill\b.{0,20}\b(ask|answer|reply)\b
`

export function asksStillAnswered(plain: string): boolean {
  return plain.split(' ').length <= 14 && still.test(plain)
}

export function deletesProfile(plain: string): boolean {
  return /^(tolong |kak )*(hapus|busak|lupakan|forget) (data )?(profil|profile|asal dan tujuan|my profile)( saya| kula| abdi| dong| ya)*$/.test(
    plain,
  )
}

export type Pause = 'hour' | 'week' | 'forever'

/** "Seminggu saja", after it was offered. */
export function readPause(plain: string): Pause | null {
  if (plain.split(' ').length > 5) return null
  if (/\b(sejam|1 jam|satu jam|sa jam|an hour|one hour|1 hour)\b/.test(plain)) return 'hour'
  if (/\b(seminggu|1 minggu|satu minggu|saminggu|sa minggu|a week|one week|1 week)\b/.test(plain))
    return 'week'
  return /\b(selamanya|seterusnya|selawase|salawasna|terusan|for good|forever)\b/.test(plain)
    ? 'forever'
    : null
}

/** "Lewati", "gak mau bilang": no answer to a question about themselves. */
export function skips(plain: string): boolean {
  return /^(lewati|lewat|skip|next|lanjut|nanti|rahasia|liwati|langkung|tidak|no|tidak (usah|mau|perlu|tahu|tau|jadi)|lupa|pass)( (saja|aja|dulu|ya|kak|bilang|jawab|please|deh))*$/.test(
    plain,
  )
}

/** Words before an age that say it is the writer's own. */
const own = anyOf`
  \b(?:umurku|usiaku|my age(?: is)?|(?:umur|umure|usia|yuswa) saya|saya (?:umur|usia|berumur|berusia|yuswa))(?: (?:baru|masih|is|sekarang|nembe|karek))* (\d\d)\b
  ^(?:(?:halo|hai|kak|maaf|tapi) )*(?:saya|im|i am)(?: (?:baru|masih|still|only|nembe|kan))* (\d\d)(?: (?:tahun|th|thn|taun|warsa|years? old|yo)\b(?! (?:di|ke|kerja|jadi|lalu|lagi|in|as|working|pengalaman|ing|tidak))|$)
`
const ownYouth =
  /\b(saya|im|i am)( \w+)? (belum|di ?bawah|dibawah|under)( \w+)? (18|delapan belas)\b|\bsaya masih (sd|smp)\b|^(belum|di ?bawah|under)( (umur|usia))? (18|delapan belas)( tahun)?$/

/** How old the writer says they are themselves; under 18 without a number is 17. null: not said. */
export function readOwnAge(plain: string): number | null {
  const found = own.exec(plain)
  const age = Number(found?.[1] ?? found?.[2] ?? Number.NaN)
  if (age >= 10 && age <= 99) return age
  return ownYouth.test(plain) ? 17 : null
}
