/** A wish to be spoken to in another language. Read on plain words (see letters.ts). */
import type { Locale } from '../ids.ts'

const named: readonly (readonly [Locale, RegExp])[] = [
  ['en', /\b(english|inggris|ingris|inggeris)\b/],
  ['jv', /\b(bahasa|basa|boso|b) (jawa|jowo|jawi)\b|\b(jawa|jowo|javanese)$/],
  ['su', /\b(bahasa|basa|b) (sunda|sundanese)\b|\b(sunda|sundanese)$/],
  ['id', /\b(bahasa|basa|b) (indonesia|indo|indonesian)\b|\b(indonesian|in indonesia)$/],
]
const bareNames: readonly (readonly [Locale, RegExp])[] = [
  ['en', /\b(english|inggris|ingris|inggeris)\b/],
  ['jv', /\b(jawa|jowo|jawi|javanese)\b/],
  ['su', /\b(sunda|sundanese)\b/],
  ['id', /\b(indonesia|indo|indonesian)\b/],
]

/** The one language a wish names; null when it names none, or more than one ("not English, Javanese"). */
export function namedLanguage(plain: string): Locale | null {
  const [only, another] = bareNames.filter(([, pattern]) => pattern.test(plain))
  return only === undefined || another !== undefined ? null : only[0]
}

/** Which language is asked for; `ask` when it is not said which. */
export function readLanguageWish(plain: string): Locale | 'ask' | null {
  const short = plain.split(' ').length <= 6
  // "Ngomong Jawa wae": the name of the language alone is enough beside a word for speaking.
  const spokenIn =
    /\b(ngomong|jawab|pakai|pake|nganggo|ngagem|ganti|ubah|set|switch|balik|speak|reply|answer)( \w+){0,2} (jawa|jowo|sunda)\b/.exec(
      plain,
    )?.[3]
  const wish =
    /\b(ganti|gantos|gentos|ubah|tukar|pilih|pakai|pake|jawab|balik|pulang|kembali|set|ngomong|bicara|speak|reply|answer|switch|change|use|please|pls|talk|nganggo|ngagem|anggo|gunakan|dalam|translate|bisa|saged|tiasa)\b/.test(
      plain,
    )
  const about =
    /\b(les|kursus|belajar|tes|ujian|syarat|harus|wajib|kerja|mahir|lancar|learn|course|test|belajarnya|perlu|butuh|job)\b/.test(
      plain,
    )
  if (!short || about) return null
  if (spokenIn !== undefined) return spokenIn === 'sunda' ? 'su' : 'jv'
  if (
    /\b(tidak|not|cant|cannot) (paham|ngerti|mengerti|understand|speak|bisa)( bahasa)? (indonesian?|indo)\b/.test(
      plain,
    )
  )
    return 'ask'
  const found = named.find(([, pattern]) => pattern.test(plain))
  const bare =
    /^((bahasa|basa|boso|b|in) )?(english|inggris|jawa|jowo|sunda|indonesia|indo|indonesian|javanese|sundanese)( (please|pls|ya|kak|saja|aja|mawon|wae|dong))*$/.test(
      plain,
    )
  if (found !== undefined && (wish || bare)) return found[0]
  return /\b(ganti|ubah|tukar|pilih|change|switch|other|another|ngganti|gentos) (the |my )?(bahasa|basa|language|boso)\b/.test(
    plain,
  )
    ? 'ask'
    : null
}
