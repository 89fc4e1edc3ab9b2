/** Which lesson a question is about, where its words say more than its topic. Read on plain words (see letters.ts). */
import { anyOf } from './pattern.ts'

/** A lesson by its name, and one of its pages, from 1. */
export interface LessonAsked {
  readonly lesson: string
  readonly page: number
}

/** The first that fits; the narrow stand before the wide. */
const asked: readonly (readonly [LessonAsked, RegExp])[] = [
  [{ lesson: 'scams', page: 4 }, anyOf`\b(ferienjob\w*|ferien job|magang|internship|ausbildung)\b`],
  [
    { lesson: 'scams', page: 3 },
    anyOf`
      \bvisa( \w+)? (umroh|umrah|ziarah|haji)\b
      \b(umroh|umrah|ziarah) (dulu|terus|lalu|tapi|sambil|kerja|buat kerja|untuk kerja)\b
    `,
  ],
  [
    { lesson: 'scams', page: 2 },
    anyOf`
      \b(kamboja|kambodia|cambodia|myanmar|myawad\w*|poipet)\b.*\b(cs|admin|operator|customer service|data entry|typing|penipu|modus|loker)\b
      \b(cs|admin|operator|customer service|data entry|typing|penipu|modus|loker)\b.*\b(kamboja|kambodia|cambodia|myanmar|myawad\w*|poipet)\b
    `,
  ],
  [
    { lesson: 'check_offer', page: 1 },
    anyOf`
      \b(cara|bagaimana|how)\b.{0,30}\b(cek|check|periksa|memeriksa|mengecek|priksa|mariksa)\b.{0,20}\b(tawaran|offer|loker|lowongan)\b
      ^(cek|check|periksa|priksa|pariksa)( \w+)? (tawaran|loker|lowongan|offer)\b
      \b(sponsor|calo|pl|perekrut)\w*( \w+)? (nama|jeneng\w*|ngaran\w*|name|pak|bu|haji|wasta\w*|nami\w*)\b
      \b(bisa|mau|janji\w*|sanggup|can|will) (bawa|ajak|berangkatkan|ngajak|take) (saya|beta|kami|anak|adik|me|my)\b
      \b(check|cek)\b.{0,15}\b(an? |the |job )*offer\b
    `,
  ],
  [
    { lesson: 'ways', page: 1 },
    anyOf`
      \b((g|tidak) to (g|tidak)|gtog|g2g|p to p|ptop|ukps|perseorangan|jalur (resmi|apa|mandiri)|(apa saja|berapa|macam) jalur|
        tanpa (pt|agen)|mandiri ke luar)\b
    `,
  ],
  [
    { lesson: 'debts', page: 1 },
    anyOf`\b(utang|hutang|ngutang|berhutang|talangan|rentenir|debts?|potong gaji|dipotong gaji|potongan gaji)\b`,
  ],
  [
    { lesson: 'resettle', page: 1 },
    anyOf`
      \b(setelah|sesudah|habis|sudah|after|sasampun|saatos|bar) (pulang|return\w*|coming home)\b.*\b(usaha|kerja|modal|kursus|apa|business|what|do)\b
      \b(purna|mantan) (pmi|tki|tkw)\b
      \busaha (setelah|sesudah|habis) pulang\b
      \bdana bantuan\b
    `,
  ],
  [
    { lesson: 'return', page: 3 },
    anyOf`
      \b(bea cukai|customs|kena pajak|pajak (barang|hp|oleh2))\b
      \b(bawa|kirim|bring|carry) (\w+ ){0,3}(hp|barang|emas|oleh2|phones?|gold|goods)\b.*\b(pajak|bea|tax\w*)\b
    `,
  ],
  [{ lesson: 'rights', page: 2 }, anyOf`\b(libur|lembur|cuti|days? off|overtime|jam kerja|prei|preinan)\b`],
]

/** The lesson asked about, or null. */
export function readLesson(plain: string): LessonAsked | null {
  return asked.find(([, pattern]) => pattern.test(plain))?.[0] ?? null
}

const young = anyOf`
  \b(umur|usia|umurku|aged?|yuswa|umure)( (saya|baru|masih|dia|anak|anaknya|is|ku))* (1[0-7]|belasan)\b
  \b(saya|dia|anak|adik|baru|masih|im|i am|she is|he is|only) (1[0-7]) (tahun|th|thn|taun|years?)\b
  \b(masih|baru lulus|lulusan|anak|saya) (sd|smp)\b
  \b(di ?bawah|belum|under|kurang dari) (umur )?(18|delapan belas|17)\b
`
const toWork =
  /\b(kerja|berangkat|daftar|tawari|ditawari|tawaran|ikut|dibawa|malaysia|taiwan|hong ?kong|arab|saudi|jepang|korea|kamboja|singapura|work|job|abroad|luar negeri|tki|tkw|pmi|boleh|bisa)\b/

/** A child is offered work, or asks whether it may go. */
export function isChildOffered(plain: string): boolean {
  return young.test(plain) && toWork.test(plain)
}
