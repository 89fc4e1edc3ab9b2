/** Addresses that look like a ministry's or a firm's own and are on no list of theirs: other letters that look the same,
 * slips, words put beside the name, another ending. A name beside nothing is believed to be its owner's or an office's of
 * theirs; where it might as well be somebody else, nothing is said, since a false word of this kind is slander. */
import { readLetter, squash } from '../agency/fold.ts'
import type { AdClaims } from './claims.ts'
import type { Lookalike, LookalikeWords, OwnAddress } from './official.ts'
import { decodeHost } from './punycode.ts'

/** What is known of sites by the list of public suffixes; `links.ts` provides it. */
export interface Site {
  /** What somebody registered; a blog's own name counts as one. null: none. */
  readonly domain: string | null
  /** The ending under which it was registered. */
  readonly suffix: string
}

export interface Lookalikes {
  /** Those that an advertisement names, each once. `read`: its words were read on a picture, where letters are easily
   * mistaken, so that only what more than a letter tells is believed. */
  find(claims: Pick<AdClaims, 'links' | 'accounts' | 'emails'>, read?: boolean): readonly Lookalike[]
  /** One site, `platform:handle` or e-mail address. */
  judge(address: string, read?: boolean): Lookalike | null
}

/** Fewest letters a firm's own name has to be known by: shorter ones are many people's. */
const fewestLetters = 8
/** From this many letters on two slips may be one name. */
const longName = 14

/** Up to this many letters an account that is called as a firm is, and by nothing more, may be somebody else's. */
const shortHandle = 10

export function createLookalikes(known: {
  readonly own: readonly OwnAddress[]
  readonly words: LookalikeWords
  /** Names of licensed firms, squashed: what is another firm's name is theirs. */
  readonly firms: ReadonlySet<string>
  readonly siteOf: (host: string) => Site
  /** Sites where anybody may have a page or a name before it. */
  readonly shared: ReadonlySet<string>
}): Lookalikes {
  const { own, words, firms, siteOf, shared } = known
  const ofKind = (...kinds: readonly OwnAddress['kind'][]) => own.filter(({ kind }) => kinds.includes(kind))
  const domains = new Set(ofKind('domain').map(({ value }) => value))
  const accounts = new Set(ofKind('account').map(({ value }) => value))
  const names = ofKind('name').map((one) => ({ ...one, bones: bonesOf(one.value) }))
  const ordinary = ofKind('ordinary-name').map((one) => ({ ...one, bones: bonesOf(one.value) }))
  const marks = own.flatMap((one) => {
    if (one.sort !== 'firm') return []
    const plain = squash(
      one.kind === 'domain' ? nameOf(one.value) : one.value.slice(one.value.indexOf(':') + 1),
    )
    return plain.length < fewestLetters ? [] : [{ ...one, plain, bones: bonesOf(plain) }]
  })
  const added = new Set(words.added)
  const neutral = new Set(words.neutral)
  const office = new Set(words.office)
  const strippable = [...words.added, ...words.neutral].sort((a, b) => b.length - a.length)
  const kept = words.kept.map((ending) => `.${ending}`)

  function nameOf(host: string): string {
    const { domain, suffix } = siteOf(host)
    return (domain ?? host).slice(0, -(suffix.length + 1))
  }

  function judgeSite(host: string, read: boolean): Omit<Lookalike, 'address'> | null {
    const bare = decodeHost(host.toLowerCase().replace(/^www\./, ''))
    if ([...domains].some((one) => bare === one || bare.endsWith(`.${one}`))) return null
    const { domain, suffix } = siteOf(host.toLowerCase().replace(/^www\./, ''))
    if (domain === null || isKept(bare) || isKept(`x.${suffix}`)) return null
    const lent = shared.has(domain)
    const labels = bare.slice(0, -(lent ? domain : suffix).length - 1).split('.')
    if (lent && labels.join('') === '') return null
    const whole = labels.join('-')
    const state = stateIn(whole, { read, alone: true })
    if (state !== null) return state
    // What stands before a site of somebody else says nothing of a firm.
    return firmIn(labels.at(-1) ?? '', { read })
  }

  function isKept(host: string): boolean {
    return (
      kept.some((ending) => host.endsWith(ending)) || /\.(?:go|gov|gob|gouv|ac|edu|mil)\.[a-z]{2}$/.test(host)
    )
  }

  /** `alone`: the name with nothing beside it is the state's as well, as in a site; an account so named may be theirs. */
  function stateIn(
    written: string,
    how: { read: boolean; alone: boolean },
  ): Omit<Lookalike, 'address'> | null {
    const plain = squash(written)
    const bones = bonesOf(written)
    const said = (one: OwnAddress) => ({ owner: one.owner, sort: one.sort })
    for (const one of names) {
      const disguised = !plain.includes(one.value)
      if (bones.includes(one.bones)) {
        if (how.read && (disguised || /^(?:goid|go|id)?$/.test(plain.replace(one.value, '')))) continue
        if (how.alone || disguised) return said(one)
        const beside = wordsBeside(written, one.value)
        // An office of theirs in some town calls itself by the town.
        if (beside.every(isWord) && beside.some((word) => added.has(word))) return said(one)
      } else if (!how.read && slips(written).some((word) => isSlip(word, one.bones))) return said(one)
    }
    for (const one of ordinary) {
      const disguised = !plain.includes(one.value)
      if (!bones.includes(one.bones) || (how.read && disguised)) continue
      const beside = wordsBeside(written, disguised ? '' : one.value).filter((word) => word !== '')
      if (how.alone && disguised && bones === one.bones) return said(one)
      if (how.alone && !disguised && beside.every((word) => office.has(word))) return said(one)
    }
    return null
  }

  /** The written words, the whole in one, and the whole without the words that were put to it. */
  function slips(written: string): readonly string[] {
    const all = new Set([
      ...written.split(/[-_.]/).map(bonesOf),
      bonesOf(written),
      bonesOf(stripped(squash(written))),
    ])
    // A name is no slip of another one: KEMNAKER none of KEMENAKER.
    return [...all].filter((word) => !names.some(({ bones }) => bones === word))
  }

  function isWord(word: string): boolean {
    return word === '' || /^\d+$/.test(word) || added.has(word) || neutral.has(word)
  }

  /** What stands beside a name, as words. */
  function wordsBeside(written: string, name: string): readonly string[] {
    const plain = written.toLowerCase().split(/[-_.]/)
    return plain.flatMap((part) => {
      const word = squash(part)
      const at = name === '' ? -1 : word.indexOf(name)
      return at < 0
        ? partsOf(word)
        : [...partsOf(word.slice(0, at)), ...partsOf(word.slice(at + name.length))]
    })
  }

  /** "lokerkorea" is two words; what is no word of ours stays whole. */
  function partsOf(word: string): readonly string[] {
    if (word === '' || isWord(word)) return [word]
    const first = strippable.find(
      (one) => one.length > 2 && word.startsWith(one) && partsOf(word.slice(one.length)).every(isWord),
    )
    return first === undefined ? [word] : [first, ...partsOf(word.slice(first.length))]
  }

  /** Without the words put before and behind, as long as enough is left to be a name. */
  function stripped(plain: string): string {
    for (const word of strippable) {
      if (plain.length - word.length < 5 || word.length < 2) continue
      if (plain.startsWith(word)) return stripped(plain.slice(word.length))
      if (plain.endsWith(word)) return stripped(plain.slice(0, -word.length))
    }
    return plain.replace(/\d{2,}$/, '')
  }

  function firmIn(written: string, { read }: { read: boolean }): Omit<Lookalike, 'address'> | null {
    const plain = squash(written)
    if (plain.length < fewestLetters - 1) return null
    const bare = nearestStrip(plain)
    for (const one of marks) {
      const whose = { owner: one.owner, sort: one.sort }
      const candidates = [plain, ...bare]
      for (const name of candidates) {
        const bones = bonesOf(name === plain ? written : name)
        const same = bones === one.bones
        const near = !read && edits(bones, one.bones, one.plain.length >= longName ? 2 : 1)
        if (!same && !near) continue
        if (read && name !== one.plain) continue
        if (!isOtherFirm(name, one)) return whose
      }
    }
    return null
  }

  /** All ways to take words of ours away, so that a name that begins with one of them is met too. */
  function nearestStrip(plain: string): readonly string[] {
    const found = new Set<string>()
    const go = (rest: string): void => {
      for (const word of strippable) {
        if (word.length < 2 || rest.length - word.length < fewestLetters - 1) continue
        for (const next of [
          rest.startsWith(word) ? rest.slice(word.length) : null,
          rest.endsWith(word) ? rest.slice(0, -word.length) : null,
        ]) {
          if (next === null || found.has(next) || found.size > 24) continue
          found.add(next)
          go(next)
        }
      }
    }
    go(plain)
    return [...found]
  }

  /** A licensed firm of another name may well have an address of that name. */
  function isOtherFirm(name: string, one: { readonly owner: string; readonly plain: string }): boolean {
    const owner = squash(one.owner).replace(/^pt/, '')
    for (const firm of firms)
      if (firm !== owner && !owner.startsWith(name) && firm.startsWith(name)) return true
    return false
  }

  function judgeAccount(platform: string, handle: string, read: boolean): Omit<Lookalike, 'address'> | null {
    if (accounts.has(`${platform}:${handle}`) || read) return null
    const state = stateIn(handle, { read, alone: false })
    if (state !== null) return state
    const firm = firmIn(handle, { read })
    // A short name with nothing beside it may be anybody's.
    const short = squash(handle).length <= shortHandle
    return firm !== null && short && marks.some(({ plain }) => plain === squash(handle)) ? null : firm
  }

  function judgeMail(address: string, read: boolean): Omit<Lookalike, 'address'> | null {
    const [before = '', host = ''] = address.split('@')
    return words.mail.includes(host) ? judgeAccount('email', before, read) : judgeSite(host, read)
  }

  function judge(address: string, read = false): Lookalike | null {
    if (address.includes('@')) return named(judgeMail(address, read), address)
    const [platform = '', handle] = address.split(':')
    return handle === undefined
      ? named(judgeSite(address, read), decodeHost(address))
      : named(judgeAccount(platform, handle, read), `@${handle} (${platform})`)
  }

  return {
    judge,
    find({ links, accounts: found, emails }, read = false) {
      const sites = links.flatMap(({ reading }) => {
        if (reading.kind !== 'link' || reading.link.account !== null || reading.link.phone !== null) return []
        // A platform's own pages are nobody's look-alike; a shared site is judged by what stands before it.
        return reading.link.platform === null ? [new URL(reading.link.url).hostname] : []
      })
      const handles = found
        .map(({ platform, handle }) => `${platform}:${handle}`)
        .filter((one) => !/:\d+$/.test(one))
      const all = [...sites, ...handles, ...emails.map(({ value }) => value)]
      return [...new Set(all)].flatMap((address) => judge(address, read) ?? [])
    },
  }
}

function named(found: Omit<Lookalike, 'address'> | null, address: string): Lookalike | null {
  return found === null ? null : { ...found, address }
}

/** How a name looks at a glance: letters of other scripts as ours, figures as the letters they resemble, `rn` as `m`. */
function bonesOf(written: string): string {
  let plain = ''
  for (const point of written) plain += readLetter(point)?.latin ?? ''
  return plain
    .replace(/[0-9zl]/g, (sign) => looks[sign] ?? sign)
    .replace(/rn|nn/g, 'm')
    .replace(/vv/g, 'w')
}

const looks: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '6': 'b',
  '7': 't',
  '8': 'b',
  '9': 'g',
  l: 'i',
  z: '2',
}

/** One slip of the hand. Names of five signs, such as BP2MI, have many neighbours that are offices of their own (BP3MI,
 * LP2M): there only a letter twice or two letters changed about is one. */
function isSlip(word: string, name: string): boolean {
  if (name.length >= 7)
    return (
      edits(word, name, 1) ||
      (/\d/.test(name) && word.slice(0, 4) === name.slice(0, 4) && edits(word, name, 2))
    )
  if (word.length === name.length + 1)
    return [...word].some(
      (sign, at) => sign === word[at + 1] && word.slice(0, at) + word.slice(at + 1) === name,
    )
  return (
    word.length === name.length &&
    [...name].some(
      (sign, at) =>
        name.slice(0, at) + (name[at + 1] ?? '') + sign + name.slice(at + 2) === word &&
        sign !== name[at + 1],
    )
  )
}

/** Whether at most `most` letters put in, left out, changed, or changed about lead from one to the other. */
function edits(a: string, b: string, most: number): boolean {
  if (Math.abs(a.length - b.length) > most) return false
  let [before, last]: [readonly number[], number[]] = [
    [],
    Array.from({ length: b.length + 1 }, (_, at) => at),
  ]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (before[j - 2] ?? 0) + 1)
      row.push(least)
    }
    before = last
    last = row
    if (Math.min(...row) > most) return false
  }
  return (last[b.length] ?? 0) <= most
}
