/** Where on the way somebody says they are. Read on plain words (see letters.ts). */
import { anyOf } from './pattern.ts'
import { readPlace } from './places.ts'

export type Phase = 'leaving' | 'at_work' | 'returning'

const soon =
  '(besok|lusa|bulan (depan|ini|ngarep|hareup)|minggu (depan|ini|ngarep|hareup)|wulan (ngajeng|ngarep)|sasih payun|(se)?be?nta?r (lagi|lg)|tidak lama lagi|segera|mau|akan|sudah dekat|next (month|week)|tomorrow|soon|this (month|week)|in (a|two|2|three|3) (weeks?|months?|days?)|(dua|tiga|2|3|beberapa) (minggu|bulan|hari) lagi)'
/** Words of a question: then they ask about the way, and are not on it. */
const asking =
  /\b(apa|bagaimana|berapa|siapa|kapan|apakah|bisa|boleh|aman|resmi|gaji|biaya|what|who|can|do i|is it)\b/

const returning = anyOf`
  \b(pulang|go home|going home|come home|coming home|back home|return home|returning)\b.{0,30}\b${soon}\b
  \b${soon}\b.{0,15}\b(pulang|go home|going home|come home|coming home|return)\b
  \bkontrak( saya)? (mau |hampir |sudah |akan )?(habis|hbs|abis|selesai|rampung|entek|beres)\b
  \b(my )?kontrak (ends?|is ending|finishes|is over)\b
`
const leaving = anyOf`
  \b(berangkat|terbang|leave|leaving|fly|flying|depart)\b.{0,30}\b${soon}\b
  \b${soon}\b.{0,15}\b(berangkat|terbang|leave|leaving|fly|flying)\b
`
/** "I am in Taiwan", "saya sudah di Riyadh": a place and little else. */
const atWork =
  /^(halo |hai |kak |min |assalamualaikum )*(saya|kami|im|i am|i m) (sudah |lagi |sekarang |now |ada |kerja |working |tinggal |already |masih )*(di|in) \w+( \w+){0,4}$/

/** The part of the way that a message tells, or null. */
export function readPhase(plain: string): Phase | null {
  if (asking.test(plain)) return null
  if (returning.test(plain)) return 'returning'
  if (leaving.test(plain)) return 'leaving'
  return atWork.test(plain) && readPlace(plain) !== null ? 'at_work' : null
}
