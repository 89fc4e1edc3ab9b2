/** Hides names of private people in what officers are shown of public pages. The exact words stay in the evidence. */

/** Beside what a name stands: how people are addressed, whose account it is, who signs. */
const addressed =
  'bapak bpk pak ibu bu mbak mba mas kak kakak bang abang sdr sdri saudara saudari tuan nyonya ny tn nona mr mrs ms miss teh kang cak neng a.n a/n an atas~nama cp hrd admin oleh penulis posted~by by nama nama~lengkap korban kontak contact~person'
const either = (word: string): string => {
  const letters = word.replace(/[./]/g, '\\$&').replaceAll('~', ' ')
  const first = letters[0] ?? ''
  return `[${first}${first.toUpperCase()}]${letters.slice(1)}|${letters.toUpperCase()}`
}
const word = "\\p{Lu}[\\p{L}'’-]*"
const beside = new RegExp(
  `(?<![\\p{L}\\p{N}])((?:${addressed.split(' ').map(either).join('|')})(?:[.:]\\s?|\\s))(${word}(?:[ \\t]${word}){0,3})`,
  'gu',
)
/** Numbers by which the state knows people: NIK, or of a passport. */
const numbers = /(?<![\p{L}\p{N}+])(?:\d{16}|[A-Z]\d{7})(?![\p{L}\p{N}])/gu
/** Firms are not people. */
const firm = /^(?:pt|cv|bank|bri|bca|bni|mandiri|kp2mi|bp2mi|lpk|yayasan|loker|lowongan)(?![\p{L}\p{N}])/iu

/** First letters only: `Ibu Budi Santoso` becomes `Ibu B… S…`. */
export function maskNames(text: string): string {
  return text
    .replace(beside, (whole, before: string, name: string) =>
      firm.test(name) ? whole : `${before}${initials(name)}`,
    )
    .replace(numbers, (number) => `${number.slice(0, 2)}…`)
}

function initials(name: string): string {
  return name.replace(new RegExp(word, 'gu'), (part) => `${[...part][0] ?? ''}…`)
}
