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

interface Disguise {
  /** Cheap to ask: without this in the text the disguise is not there. */
  readonly hint: RegExp
  readonly pattern: RegExp
  readonly write: (match: RegExpExecArray) => string | null
}

/** Spaces within a line, and at most three of them. */
const some = String.raw`[^\S\n]{0,3}`
const space = String.raw`[^\S\n]{1,3}`

const disguises: readonly Disguise[] = [
  { hint: /[^\x20-\x7e\n]/, pattern: hidden, write: () => '' },
  {
    hint: /[^\x20-\x7e\n]/,
    pattern: wide,
    write: ([letter]) => (letter === '。' || letter === '｡' ? '.' : letter.normalize('NFKC')),
  },
  {
    hint: /\/\s?\//,
    pattern:
      /(?<![a-z])h(?:xx|\*\*|tt|\+\+|_t|t_)p(s?)[^\S\n]{0,2}(?::|\[:\])[^\S\n]{0,2}\/[^\S\n]{0,2}\/[^\S\n]{0,2}/gi,
    write: ([, secure]) => `http${secure?.toLowerCase()}://`,
  },
  {
    hint: /[[({<]/,
    pattern: /[^\S\n]{0,2}[[({<][^\S\n]?(?:\.|dot|titik|d0t)[^\S\n]?[\])}>][^\S\n]{0,2}/gi,
    write: () => '.',
  },
  { hint: /[[({<]\//, pattern: /[^\S\n]?[[({<]\/[\])}>][^\S\n]?/g, write: () => '/' },
  {
    hint: /dot|titik|d0t/i,
    pattern: new RegExp(
      `(?<=[a-z0-9])(?:${space}|-)(?:dot|titik|d0t)(?:${space}|-)(?=(?:${endings})(?![a-z0-9]))`,
      'gi',
    ),
    write: () => '.',
  },
  {
    hint: /\s\.\s/,
    pattern: new RegExp(String.raw`(?<=[a-z0-9-]{2})${space}\.${space}(?=(?:${endings})(?![a-z0-9]))`, 'gi'),
    write: () => '.',
  },
  // "lokerkamboja.com./daftar"
  { hint: /\.\//, pattern: /(?<=\.[a-z]{2,12})\.(?=\/\w)/gi, write: () => '' },
]

/** What undoes disguises. `hosts`: known sites, which may be parted anywhere. */
export function createUndisguise(hosts: readonly string[]): (from: Mapped) => Mapped {
  const all = [...disguises, partedHosts(hosts.filter((host) => !host.includes('*')))]
  return (from) => {
    let clear = from
    for (const { hint, pattern, write } of all) {
      if (hint.test(clear.text)) clear = rewrite(clear, pattern, write)
    }
    return clear
  }
}

function partedHosts(hosts: readonly string[]): Disguise {
  const labels = [...new Set(hosts.flatMap((host) => host.split('.').slice(1)))].map(asPattern).join('|')
  const parted = [...hosts]
    .sort((a, b) => b.length - a.length)
    .map((host) => host.split('.').map(asPattern).join(`${some}[.,·•]${some}`))
    .join('|')
  return {
    hint: new RegExp(
      String.raw`(?:[^\S\n][.,·•]${some}|[.,·•]${space}|[,·•])(?:${labels})(?![a-z])|[a-z](?:${space}\/|\/[^\S\n])`,
      'i',
    ),
    pattern: new RegExp(
      String.raw`(?<![\p{L}\p{N}.@-])(?:www\s?\.\s?)?(${parted})(?![\p{L}\p{N}.-])(${some}\/${some}(?=[\w@+]))?`,
      'giu',
    ),
    write: ([whole, host = '', slash]) =>
      // A comma for a dot only where a path follows: "t,me/x", but not "wa, me".
      slash === undefined && host.includes(',') ? null : respell(whole, host, slash),
  }
}

function respell(whole: string, host: string, slash: string | undefined): string {
  const site = host.replace(/[^\S\n]+/g, '').replace(/[,·•]/g, '.')
  return `${/^www/i.test(whole) ? 'www.' : ''}${site}${slash === undefined ? '' : '/'}`
}

function asPattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)
}
