/** Takes the disguise off addresses in a text ("hxxps", "bit . ly / x", "wa[.]me", "dot com"), and knows where each
 * letter stood. */

/** A text and, for each of its UTF-16 units, the place in the text it was made from. */
export interface Mapped {
  readonly text: string
  /** One longer than the text: the last is the end. */
  readonly places: readonly number[]
}

export function mapped(text: string): Mapped {
  return { text, places: Array.from({ length: text.length + 1 }, (_, at) => at) }
}

/** Every match of a pattern written anew. */
export function rewrite(
  from: Mapped,
  pattern: RegExp,
  write: (match: RegExpExecArray) => string | null,
): Mapped {
  let text = ''
  let last = 0
  const places: number[] = []
  for (const match of from.text.matchAll(pattern)) {
    const written = write(match as RegExpExecArray)
    if (written === null || written === match[0]) continue
    const end = match.index + match[0].length
    text += from.text.slice(last, match.index) + written
    for (let at = last; at < match.index; at++) places.push(from.places[at] ?? 0)
    for (let at = 0; at < written.length; at++)
      places.push(from.places[Math.min(match.index + at, end - 1)] ?? 0)
    last = end
  }
  if (last === 0) return from
  text += from.text.slice(last)
  for (let at = last; at <= from.text.length; at++) places.push(from.places[at] ?? 0)
  return { text, places }
}

const hidden = /\p{Cf}|\u034F|[\u115F\u1160\u3164\uFFA0]|[\uFE00-\uFE0F]/gu
const wide = /[\u3002\uFF01-\uFF5E\uFF61]|[\u{1D400}-\u{1D7FF}]/gu
/** Endings people write out or part with spaces. */
const endings =
  'com|net|org|info|xyz|online|site|biz|link|club|top|shop|co|id|me|ly|my|sg|gle|ee|gd|at|gg|cc|tv|page'

/** What undoes disguises. `hosts`: known sites, which may be parted anywhere. */
export function createUndisguise(hosts: readonly string[]): (text: string) => Mapped {
  const parted = hosts
    .filter((host) => !host.includes('*'))
    .sort((a, b) => b.length - a.length)
    .map((host) => host.split('.').map(asPattern).join(String.raw`[^\S\n]{0,3}[.,·•][^\S\n]{0,3}`))
    .join('|')
  const known = new RegExp(
    String.raw`(?<![\p{L}\p{N}.@-])(?:www\s?\.\s?)?(${parted})(?![\p{L}\p{N}.-])([^\S\n]{0,3}\/[^\S\n]{0,3}(?=[\w@+]))?`,
    'giu',
  )
  return (text) => {
    let clear = mapped(text)
    if (/[^\x20-\x7e\n]/.test(text)) {
      clear = rewrite(clear, hidden, () => '')
      clear = rewrite(clear, wide, ([letter]) =>
        letter === '。' || letter === '｡' ? '.' : letter.normalize('NFKC'),
      )
    }
    clear = rewrite(
      clear,
      /(?<![a-z])h(?:xx|\*\*|tt|\+\+|_t|t_)p(s?)[^\S\n]{0,2}(?::|\[:\])[^\S\n]{0,2}\/[^\S\n]{0,2}\/[^\S\n]{0,2}/gi,
      ([, secure]) => `http${secure?.toLowerCase()}://`,
    )
    clear = rewrite(
      clear,
      /[^\S\n]{0,2}[[({<][^\S\n]?(?:\.|dot|titik|d0t)[^\S\n]?[\])}>][^\S\n]{0,2}/gi,
      () => '.',
    )
    clear = rewrite(clear, /[^\S\n]?[[({<]\/[\])}>][^\S\n]?/g, () => '/')
    clear = rewrite(
      clear,
      new RegExp(
        String.raw`(?<=[a-z0-9])(?:[^\S\n]{1,3}|-)(?:dot|titik|d0t)(?:[^\S\n]{1,3}|-)(?=(?:${endings})(?![a-z0-9]))`,
        'gi',
      ),
      () => '.',
    )
    clear = rewrite(
      clear,
      new RegExp(String.raw`(?<=[a-z0-9-]{2})[^\S\n]{1,3}\.[^\S\n]{1,3}(?=(?:${endings})(?![a-z0-9]))`, 'gi'),
      () => '.',
    )
    clear = rewrite(clear, /(?<=\.[a-z]{2,12})\.(?=\/\w)/gi, () => '')
    return rewrite(clear, known, ([whole, host = '', slash]) =>
      // A comma for a dot only where a path follows: "t,me/x", but not "wa, me".
      slash === undefined && host.includes(',') ? null : respell(whole, host, slash),
    )
  }
}

function respell(whole: string, host: string, slash: string | undefined): string {
  const site = host.replace(/[^\S\n]+/g, '').replace(/[,·•]/g, '.')
  return `${/^www/i.test(whole) ? 'www.' : ''}${site}${slash === undefined ? '' : '/'}`
}

function asPattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)
}
