/** Warning signs beside a question. Read on plain words (see letters.ts). */
import { anyOf } from './pattern.ts'

/** Warning signs said beside a name: they matter more than the name. */
export type Sign = 'visa' | 'money' | 'route'

const signs: readonly (readonly [Sign, RegExp])[] = [
  [
    'visa',
    anyOf`
      \bvisa (turis|wisata|kunjungan|ziarah|umroh|umrah|haji|liburan|pelancong|tourist|visit|holiday|
        turist|tur|jalan)\b
      \bcalling visa\b
      \b(tourist|visit|umrah|umroh|holiday) visa\b
      \bpaspor turis\b
      \b(pakai|pake|lewat|jalur|pura pura|modus) (umroh|umrah|ziarah|turis|wisata)\b
    `,
  ],
  [
    'route',
    anyOf`
      \b(tekong\w*|taikong)\b
      \bjalur (belakang|tikus|gelap|laut|haram|illegal|ilegal)\b
      \b(naik|pakai|pake|lewat) (speed|speedboat|boat|pompong|pelabuhan tikus|hutan)\b
      \b(by|on a) (speed ?boat|small boat)\b
    `,
  ],
  [
    'money',
    anyOf`
      \b(transfer|tf|ditransfer|dp|uang muka|panjar|talangan|setor|upfront|advance|deposit|booking fee|
        uang (pendaftaran|daftar|admin\w*|jaminan|tanda jadi)|biaya (pendaftaran|daftar|admin\w*|
        registrasi|proses|di ?muka|booking)|(registration|admin|processing) fee)\b
      \b(bayar|dibayar|bayarnya|pay|dipotong|paying)( \w+){0,3} (dulu|duluan|di ?muka|diawal|di awal|
        admin\w*|pendaftaran|first|up front|before|sebelum|sekarang|now|\d+ ?(jt|juta|yuta|rb|ribu|million)|
        \d+(jt|juta|rb))
      \b(minta|mintain|diminta|nyuwun|dipenta|disuruh|suruh|dimintai|mintae|njaluk|menta|asked?( me)?( for)?|wants?|
        meminta|ditarik|dipungut|narik)( \w+){0,3} (uang|bayar|transfer|money|pay|dana|\d+ ?(jt|juta|yuta|rb|
        ribu|million)|\d+(jt|juta|rb))\b
      \bbayar (\d+|\w+) ?(jt|juta)\b
    `,
  ],
]

/** The warning signs in a message. */
export function readSigns(plain: string): readonly Sign[] {
  return signs.filter(([, pattern]) => pattern.test(plain)).map(([sign]) => sign)
}
