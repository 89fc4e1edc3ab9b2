/** Hides names of private people in what officers are shown of public pages. The exact words stay in the evidence. */

/** Beside what a name stands: how people are addressed, whose account it is, who signs. Firms are not people. */
const beside =
  /(?<![\p{L}\p{N}])((?:bapak|bpk|pak|ibu|bu|mbak|mba|mas|kak|kakak|bang|abang|sdr|sdri|saudara|saudari|tuan|nyonya|ny|tn|nona|mr|mrs|ms|miss|teh|kang|cak|neng|a\s?\/\s?n|a\.\s?n\.?|atas nama|an\.|cp|hrd|admin|oleh|penulis|ditulis oleh|posted by|by|nama(?: lengkap)?|korban|kontak|contact person)(?:[.:]|\s)\s?)((?:\p{Lu}[\p{L}'’.-]*)(?:[ \t]+\p{Lu}[\p{L}'’.-]*){0,3})/giu
/** Numbers by which the state knows people: NIK, or of a passport. */
const numbers = /(?<![\p{L}\p{N}+])(?:\d{16}|[A-Z]\d{7})(?![\p{L}\p{N}])/gu
const firm = /^(?:pt|cv|bank|bri|bca|bni|mandiri|kp2mi|bp2mi|lpk|yayasan|loker|lowongan)\b/i

/** First letters only: `Budi Santoso` becomes `B… S…`. */
export function maskNames(text: string): string {
  return text
    .replace(beside, (whole, before: string, name: string) =>
      // The expression takes letters of either size for how somebody is addressed; a name begins with a large one.
      firm.test(name) || !/^\p{Lu}/u.test(name) ? whole : `${before}${initials(name)}`,
    )
    .replace(numbers, (number) => `${number.slice(0, 2)}…`)
}

function initials(name: string): string {
  return name
    .split(/([ \t]+)/)
    .map((part) => (/^\p{Lu}/u.test(part) ? `${[...part][0] ?? ''}…` : part))
    .join('')
}
