/** Text as it was seen, made fit for readers of claims: what the reader of letters confuses in phones and accounts. */

/** Longest text that is passed on, in characters: a page of a letter has about 3,000. */
const longest = 20_000

/** One line of the file a line; blanks single, empty lines gone, control marks out. */
export function cleanText(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\p{Cf}/gu, '')
    .replace(/(?!\n)\p{Cc}/gu, ' ')
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n')
    .slice(0, longest)
}

/** For text from a picture: a plus read as a figure, letters run into a phone, I for l in an account. */
export function mendSeen(line: string): string {
  return (
    line
      // No number anywhere begins 1 62 8 with these groups: the first stroke was the plus of +62.
      .replace(/(?<![\p{L}\d+])[1Iil|#†*“”"«tf]\s?(?=62[\s-]?8\d{2}[\s-]?\d{3,4}[\s-]?\d{3,5}(?!\d))/gu, '+')
      .replace(/(?<=^|[\s:])(\p{L}{2,10})(?=(?:\+?62[\s-]?8|08)\d)/gu, '$1 ')
      .split(' ')
      .map(mendAccount)
      .join(' ')
  )
}

/** In an account in small letters a lone capital I is an l; `©` and `(@` before one are its @. */
function mendAccount(word: string): string {
  const mended = word.replace(/^[©®](?=[a-z0-9_.]{4,}$)/i, '@')
  if (!/^\(?@|\w_\w|@\w/.test(mended)) return mended
  const letters = mended.replace(/[^\p{L}]/gu, '')
  return /[a-z]/.test(letters) && /^[a-zI]*$/.test(letters) ? mended.replace(/I/g, 'l') : mended
}
