/** Whether words read as a name stand alone: the rule that keeps "PT X Group" from being taken for "PT X". */
import type { Lexicon } from './lexicon.ts'
import { isAside, readMark } from './marks.ts'
import { readGap, type Word } from './words.ts'

/** "A dan B" may be one firm's name. */
const joining = new Set(['dan', 'and', 'n', 'plus', 'serta', 'karo', 'lan', 'jeung', 'kalawan'])

/** Nothing behind word `last` can belong to a longer name. */
export function endsThere(words: readonly Word[], last: number, lexicon: Lexicon): boolean {
  const at = last + 1
  const next = words[at]
  if (!next || isAside(words, at)) return true
  if (/[&+/]/.test(next.gap)) return false
  const parting = readGap(next.gap)
  if (parting === 'closed') return true
  const mark = readMark(words, at)
  if (mark) return mark.form === 'pt'
  if (parting === 'joined' && goesOnInTitle(words, last, lexicon)) return false
  if (lexicon.mayFollow(next.plain)) return !joining.has(next.plain) || namesNobody(words, at + 1, lexicon)
  if (parting === 'apart') return !lexicon.isNameLike(next.plain)
  return parting === 'loose' && isHarmlessPlace(words, at, lexicon)
}

/** Nothing before word `first` can belong to a longer name. */
export function startsThere(words: readonly Word[], first: number, lexicon: Lexicon): boolean {
  const word = words[first]
  const before = words[first - 1]
  if (!word || !before) return true
  if (/[&+/]/.test(word.gap)) return false
  const parting = readGap(word.gap)
  if (parting === 'closed') return true
  if (lexicon.mayPrecede(before.plain)) {
    const earlier = words[first - 2]
    return !joining.has(before.plain) || !earlier || lexicon.mayPrecede(earlier.plain)
  }
  return parting === 'apart' && !lexicon.isNameLike(before.plain)
}

/** "PT Asa Jaya Bisa": a word in the letters of the name, among words that are not, may belong to it. */
function goesOnInTitle(words: readonly Word[], last: number, lexicon: Lexicon): boolean {
  const [end, next] = words.slice(last, last + 2)
  if (!end?.capital || !next?.capital || end.shouted !== next.shouted) return false
  const follows = words.slice(last + 2)
  return (
    words.some((word) => !word.capital) ||
    (!next.shouted && follows.some(({ plain }) => lexicon.isNameLike(plain)))
  )
}

function namesNobody(words: readonly Word[], at: number, lexicon: Lexicon): boolean {
  const word = words[at]
  return !word || readMark(words, at)?.form === 'pt' || lexicon.mayFollow(word.plain)
}

/** "X, Surabaya" is an address; "X, Surabaya Group" goes on, and some names have a town in them. */
function isHarmlessPlace(words: readonly Word[], at: number, lexicon: Lexicon): boolean {
  const place = words[at]
  if (!place || !lexicon.isPlace(place.plain) || lexicon.isNameLike(place.plain)) return false
  const next = words[at + 1]
  return !next || lexicon.mayFollow(next.plain) || readGap(next.gap) === 'closed'
}
