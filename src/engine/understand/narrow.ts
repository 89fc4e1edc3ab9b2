/** Which danger it is, where the words that tell of danger are wide: help differs for an arrest, an illness, a death.
 * Read on plain words (see letters.ts). */
import type { Danger } from './danger.ts'
import { anyOf } from './pattern.ts'

/** Dangers that may turn out to be another, and what tells them apart; the gravest stand first. */
const wide: ReadonlySet<Danger> = new Set(['stranded', 'lost-contact', 'violence', 'confinement', 'unclear'])

const narrow: readonly (readonly [Danger, RegExp])[] = [
  [
    'death',
    anyOf`
      \b(meninggal|wafat|jenazah|mayat|almarhum\w*|seda|sedo|maot|pupus|tilar|died|dead|passed away|death|body home)\b
    `,
  ],
  [
    'sexual-abuse',
    anyOf`
      \b(perkosa|diperkosa|memperkosa|merkosa|dirudapaksa|dicabuli|cabul\w*|pelecehan|dilecehkan|melecehkan|
        ngelecehin|diraba|meraba|ngeraba|raba2|digrepe|grepe|dicium|hamili|menghamili|dihamili|bersetubuh|
        rap(e|ed|es|ing)|molest\w*|sexual\w*|touches me|kekerasan seksual)\b
      \b(paksa|minta|suruh|maksa|ajak) (saya |kami )?(layani|melayani|tidur (dengan|bareng|sama))
    `,
  ],
  [
    'forced-scamming',
    anyOf`
      \b(disuruh|dipaksa|suruh|paksa|kudu|harus|forced to|made to)( \w+){0,2} (penipu|menipu|nipu|ngescam|scam\w*|cheat)\b
      \b(admin|operator) (judi|judol|scam)\b
    `,
  ],
  [
    'arrest',
    anyOf`
      \b(ditangkap|ditangkep|dipenjara|dibui|diamankan|penjara|arrested|detained|jail|prison|kacekel|kacepeng|kapenjara)\b
      \bditahan\b.*\b(polisi|imigrasi|polis|immigration|police)\b
      \b(polisi|imigrasi|polis|immigration|police)\b.*\b(ditahan|menahan|tangkap|nangkap|nyekel)\b
    `,
  ],
  [
    'illness',
    anyOf`
      \b(sakit|demam|koma|kritis|pingsan|opname|kecelakaan|tidak sadar|stroke|luka|lara|gering|udur|teu damang|ill|sick|
        hospital\w*|accident|injured|unconscious)\b
    `,
  ],
]

/** The danger itself, or the narrower one that the words tell of. */
export function narrowDanger(danger: Danger, plain: string): Danger {
  if (!wide.has(danger)) return danger
  const found = narrow.find(([, pattern]) => pattern.test(plain))?.[0]
  if (found === undefined) return danger
  // Beaten until ill is violence still; locked in and ill is both, and getting out comes first.
  if (danger === 'violence' && found !== 'sexual-abuse') return danger
  if (danger === 'confinement' && found !== 'forced-scamming' && found !== 'sexual-abuse') return danger
  return danger === 'lost-contact' && found !== 'death' && found !== 'arrest' ? danger : found
}
