/** Which language a message is written in, by its small words. A guess: used only when nothing was chosen. */
import { type Locale, locales } from '../ids.ts'

/** Words that one of the four languages has and the others lack. Names of firms hold none of them. */
const smallWords: Readonly<Record<Locale, ReadonlySet<string>>> = {
  id: setOf(`
    saya kamu anda dia kami mereka yang dan dengan untuk dari pada adalah ini itu tidak bukan belum sudah akan sedang
    apa apakah siapa kapan kenapa mengapa bagaimana berapa dimana bisa boleh harus mau ingin kalau jika karena tapi tetapi
    juga saja lagi dong deh sih kok nih ya nggak gak ga gk tdk yg utk dgn udah udh sdh blm gimana gmn gmana brp kalo klo
    aku gue gw sy makasih mksh terima kasih tolong mohon tanya minta cek cekin adakah benarkah bener benar kak min gan ke di
    bahasa paspor gaji majikan kerja resmi terdaftar izin ijin biaya hapus lupakan selamat pagi siang malam sore bantuan`),
  en: setOf(`
    the is are was were am be been this that these those what which who whom when where why how can could would should
    will do does did have has had my your his her their our i you he she they we me him them us not dont doesnt isnt im
    of to for with from about and or but if please thanks thank hello tell check need want know there it any some legal
    agency company passport employer help english forget good morning afternoon evening night took hit hits leave leaving next month week soon come coming going`),
  jv: setOf(`
    kulo kula panjenengan sampeyan jenengan piye pripun kepriye opo punapa menapa napa iki niki kuwi iku niku ora mboten
    boten nggih inggih njih durung dereng wis wes sampun mpun karo kalih sing ning neng nang ing saking saka arep badhe
    ajeng kepengin pengin nyambut damel dhuwit duwit pinten piro pira matur suwun nuwun sugeng enjing dalu sonten monggo
    mangga nopo niku kados lajeng nek yen menawi saged iso ojo aja endi ngendi pundi sinten sopo kulonuwun lungo mangkat
    ditimbali angsal medal wangsul muleh tulung basa jawa jowo mbayar regane niki tenan temenan`),
  su: setOf(`
    abdi kuring anjeun salira kumaha naon saha iraha naha kunaon dimana ieu eta teu henteu moal atos parantos acan sareng
    nu pikeun kanggo tina bade hoyong tiasa kenging meunang artos sabaraha hatur nuhun wilujeng enjing siang wengi sonten
    punten mangga muhun sumuhun teh mah atuh euy kang ulah upami lamun kitu kieu aya padamelan didamel angkat uih mulang
    wangsul kaluar tulungan sampurasun basa sunda leres kasep geulis ngalamar ka damang bayarna kalayan ayeuna`),
}

/** Weighs too little alone: written by speakers of several of the four. */
const shared = setOf(
  'ke di ka teh ing i to be us do his her help please thanks hello legal company agency passport english check any mah iso',
)

/** The language with most of the message's small words; null when none is clearly ahead. */
export function guessTongue(words: readonly string[]): Locale | null {
  const scores = locales
    .map((locale) => ({
      locale,
      score: words.reduce(
        (sum, word) => sum + (smallWords[locale].has(word) ? (shared.has(word) ? 0.4 : 1) : 0),
        0,
      ),
    }))
    .sort((a, b) => b.score - a.score)
  const [first, second] = scores
  if (first === undefined || second === undefined || first.score < 1) return null
  // Javanese and Sundanese are written mixed with Indonesian: two of their own words are enough to tell.
  if (first.locale === 'id') {
    const regional = scores.find(({ locale, score }) => (locale === 'jv' || locale === 'su') && score >= 2)
    if (regional !== undefined && regional.score * 2 >= first.score) return regional.locale
  }
  return first.score > second.score ? first.locale : null
}

/** Words of its own that a message needs before it changes the language we speak. */
const enough = 3

/** The language that a message is written in beyond doubt, or null: long enough, and little of any other. */
export function clearTongue(words: readonly string[]): Locale | null {
  const counts = locales
    .map((locale) => ({
      locale,
      count: words.filter((word) => smallWords[locale].has(word) && !shared.has(word)).length,
    }))
    .sort((a, b) => b.count - a.count)
  const [first, second] = counts
  if (first === undefined || second === undefined || first.count < enough) return null
  return first.count >= second.count * 2 ? first.locale : null
}

/** Whether a text has small words of any language: then it is a sentence, not a bare name. */
export function isSentence(words: readonly string[]): boolean {
  return words.some((word) => !shared.has(word) && locales.some((locale) => smallWords[locale].has(word)))
}

function setOf(list: string): ReadonlySet<string> {
  return new Set(list.split(/\s+/).filter((word) => word !== ''))
}
