/** Whether an advertisement is found again after it was changed, at how many false pairs; and that another recruiter's
 * phone on the same template never joins. Texts only. */
import { readFileSync } from 'node:fs'
import {
  alikeFrom,
  type CaseId,
  createClaims,
  fingerprintText,
  type Indicator,
  indicatorsOf,
  joinReport,
  keyOf,
  keysOfText,
  likenessOfTexts,
} from '#engine'
import { loadPlatforms } from '../../lists/index.ts'
import { type Bench, type Figure, figure } from './form.ts'
import { type Chance, createChance } from './names.ts'

const home = new URL('../../../', import.meta.url).pathname
/** A text of fewer words has too little left to compare when a third of them is taken away. */
const fewestWords = 12
/** Most different texts that may be shown as alike. */
const mostFalse = 0.002

export const bench: Bench = {
  name: 'duplicates',
  async run() {
    const all = readTexts()
    const texts = all.filter((text) => text.split(/\s+/).length >= fewestWords)
    const prints = texts.map((text) => ({ text, print: fingerprintText(text) }))
    const fit = prints.flatMap(({ text, print }) => (print === null ? [] : [{ text, print }]))
    const others = pairs(fit.map(({ print }) => print))
    const falsePairs = share(others, (likeness) => likeness >= alikeFrom)
    const found = mutations.map(({ name, change }): Figure => {
      const chance = createChance(31)
      const likeness = fit.map(({ text, print }) => {
        const changed = fingerprintText(change(text, chance))
        return changed === null
          ? { same: 0, kept: false }
          : { same: likenessOfTexts(print, changed), kept: shareKey(print, changed) }
      })
      return figure({
        name: `found again: ${name}`,
        unit: 'share',
        target: 0.99,
        better: 'higher',
        values: [share(likeness, ({ same }) => same >= alikeFrom)],
        reference: {
          texts: fit.length,
          shorterLeftOut: all.length - texts.length,
          exactlyEqual: share(fit, ({ text }) => normal(change(text, createChance(31))) === normal(text)),
          foundByKeys: share(likeness, ({ same, kept }) => same >= alikeFrom && kept),
        },
      })
    })
    return [
      ...found,
      figure({
        name: 'different texts shown as alike',
        unit: 'share',
        target: mostFalse,
        better: 'lower',
        values: [falsePairs],
        reference: { pairs: others.length, threshold: alikeFrom },
      }),
      sameTemplate(fit.map(({ text }) => text)),
    ]
  },
}

/** Our labelled texts: short advertisements, and what ordinary people write. */
function readTexts(): readonly string[] {
  return ['tune', 'reserve'].flatMap((half) =>
    readFileSync(`${home}test/engine/ad/signs-${half}.tsv`, 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => line.split('\t')[1] ?? ''),
  )
}

/** The same words with another recruiter's phone: it may be suggested, and never joins. */
function sameTemplate(texts: readonly string[]): Figure {
  const claims = createClaims(loadPlatforms(`${home}content/platforms.md`))
  const nobody = { read: () => [] }
  const exempt = { phones: new Set<string>(), domains: new Set<string>(), accounts: new Set<string>() }
  const identify = (text: string): readonly Indicator[] =>
    indicatorsOf(claims.read(text, nobody), exempt, { posters: [], text: fingerprintText(text) })
  const chance = createChance(5)
  let suggested = 0
  // What still identifies somebody after the stripping is another case than the one measured here.
  const templates = texts.filter((text) => identify(bareOfContacts(text)).every(({ joins }) => !joins))
  const joined = templates.filter((text, at) => {
    const first = identify(`${bareOfContacts(text)} WA ${phone(chance)}`)
    const second = identify(`${bareOfContacts(text)} WA ${phone(chance)}`)
    const known = `case-${at}` as CaseId
    const keys = new Set(first.map(keyOf))
    const joining = joinReport(second, {
      casesWith: (indicator) => (keys.has(keyOf(indicator)) ? [known] : []),
      picturesLike: () => [],
      textsLike: (print) =>
        first.flatMap(({ kind, value }) =>
          kind === 'text' ? [{ case: known, likeness: likenessOfTexts(value, print) }] : [],
        ),
    })
    if (joining.suggests.some(({ case: id }) => id === known)) suggested++
    return joining.kind === 'joins'
  })
  return figure({
    name: 'same template, other phone: joined',
    unit: 'share',
    target: 0,
    better: 'lower',
    values: [joined.length / templates.length],
    reference: { texts: templates.length, suggested: suggested / templates.length },
  })
}

const phone = (chance: Chance) => `08${12 + chance.below(80)}${10_000_000 + chance.below(89_999_999)}`
/** Without what identifies: numbers, accounts, addresses. */
const bareOfContacts = (text: string) =>
  text
    .replace(/\S*(?:@|:\/\/|\w\.\w+\/)\S*/g, '')
    .replace(/[+(]?\d[\d\s().\-–]{6,}\d/g, '')
    .replace(/[\w-]+\s?[.[(]+\s?(?:com|xyz|id|ly|me|gle)\S*/gi, '')

function pairs(prints: readonly string[]): readonly number[] {
  return prints.flatMap((a, at) => prints.slice(at + 1).map((b) => likenessOfTexts(a, b)))
}

function share<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.filter(holds).length / items.length
}

function shareKey(a: string, b: string): boolean {
  const keys = new Set(keysOfText(a))
  return keysOfText(b).some((key) => keys.has(key))
}

const normal = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** What senders do to a text, as in our first study of this. */
const mutations: readonly {
  readonly name: string
  readonly change: (text: string, chance: Chance) => string
}[] = [
  { name: 'emoji', change: (text) => `🔥🔥 ${text.replace(/([.!,])/g, '$1 ✅')} 🙏🙏` },
  {
    name: 'forward header',
    change: (text) => `Diteruskan berkali-kali\n[12/11 09.41] Mbak Sri: ${text}\nsebarkan ke grup lain ya`,
  },
  {
    name: 'other phone',
    change: (text, chance) => text.replace(/\+?\d[\d\s.-]{7,}\d/g, () => phone(chance)),
  },
  { name: 'slips, 12 % of letters', change: (text, chance) => slip(text, 0.12, chance) },
  {
    name: '20 % of words changed',
    change: (text, chance) => eachWord(text, (word) => (chance.next() < 0.2 ? chance.pick(fillers) : word)),
  },
  { name: 'cut to 65 %', change: (text) => text.slice(0, Math.floor(text.length * 0.65)) },
  {
    name: 'sentences in another order',
    change: (text) =>
      text
        .split(/(?<=[.!?\n])\s+/)
        .reverse()
        .join(' '),
  },
  {
    name: 'invisible letters, upper case',
    change: (text) =>
      [...text.toUpperCase()].map((letter, at) => (at % 5 === 0 ? `${letter}\u200B` : letter)).join(''),
  },
  {
    name: '35 % of words removed',
    change: (text, chance) => eachWord(text, (word) => (chance.next() < 0.35 ? '' : word)),
  },
]

const fillers = 'segera juga kami anda info baru saja lagi nanti dengan sangat sudah ini itu para'.split(' ')

function eachWord(text: string, change: (word: string) => string): string {
  return text
    .split(/\s+/)
    .map(change)
    .filter((word) => word !== '')
    .join(' ')
}

/** That share of the letters, at most one a word, is lost, doubled or exchanged with its neighbour. */
function slip(text: string, many: number, chance: Chance): string {
  return eachWord(text, (word) => {
    if (word.length < 4 || chance.next() >= many * word.length) return word
    const at = 1 + chance.below(word.length - 2)
    const kind = chance.below(3)
    if (kind === 0) return word.slice(0, at) + word.slice(at + 1)
    if (kind === 1) return word.slice(0, at) + word.slice(at - 1)
    return word.slice(0, at - 1) + word.charAt(at) + word.charAt(at - 1) + word.slice(at + 1)
  })
}
