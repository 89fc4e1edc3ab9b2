/** Puts an evidence package together from what is stored. Who reported is in none of what it is given, and pictures that
 * carry notes of a camera or a phone go in without them. */
import { createHash } from 'node:crypto'
import type { EvidenceId, Mention } from '#engine'
import type { Captures } from '../../db/captures.ts'
import type { Evidence } from '../../db/evidence.ts'
import type { Takedown, TakedownFile } from '../../db/takedowns.ts'
import type { Article, Dossier, NamedFirm, Piece, Wanted } from '../dossier/index.ts'
import type { Rule } from './case-pages.tsx'
import type { Names } from './cases.tsx'
import type { Label } from './labels.ts'
import type { SignedVisit } from './page.ts'

type Twice = Readonly<Record<SignedVisit['locale'], string>>

/** The operator's tables, `content/takedowns`. */
export interface LegalBasis {
  readonly name: string
  readonly law: Twice
  readonly says: Twice
  readonly source: string
}
export interface Destination {
  readonly country: string
  readonly says: Twice
  readonly source: string
}

export interface DossierKit {
  readonly captures: Pick<Captures, 'picture'>
  readonly evidence: Pick<Evidence, 'original' | 'view'>
  readonly legalBases: readonly LegalBasis[]
  readonly destinations: readonly Destination[]
  readonly rules: readonly Rule[]
  /** Firms named in a text, each with what the list says now. */
  readonly mentions: (text: string) => readonly Mention[]
  /** Countries named in a text, ISO 3166 in large letters. */
  readonly countries: (text: string) => readonly string[]
  readonly explain: (sign: string, locale: SignedVisit['locale']) => string | null
}

/** Most files of a package, and most bytes of one that goes in. */
const mostPieces = 30
const largestPiece = 8 * 1024 * 1024

/** `all`: with every request of the case. */
export async function dossierOf(
  kit: DossierKit,
  {
    visit,
    file,
    names,
    all,
  }: {
    readonly visit: SignedVisit
    readonly file: TakedownFile
    readonly names: Names
    readonly all: boolean
  },
): Promise<Dossier> {
  const { locale, t } = visit
  const { takedown } = file
  const nameOf = (id: string | null): string | null =>
    id === null ? null : (names.get(id as never) ?? t('somebody'))
  const words = file.texts.join('\n')
  const rule = kit.rules.find(({ name }) => name === file.rule)
  const wantedOf = (each: Takedown): Wanted => ({
    kind: t(kindLabel(each.target.kind)),
    account: each.target.value,
    url: each.target.url,
    platform: each.target.platform,
    firstSeenAt: each.id === takedown.id ? file.firstSeenAt : null,
    capturedAt: each.id === takedown.id ? file.capturedAt : null,
    recipient: t(`recipient_${each.recipient}`),
    class: each.class,
  })
  return {
    caseNumber: takedown.case.slice(0, 8),
    letter: takedown.letter,
    at: takedown.approvedAt ?? takedown.createdAt,
    wanted: [wantedOf(takedown), ...(all ? file.others.map(wantedOf) : [])],
    legalBases: articles(
      kit.legalBases.filter(({ name }) => takedown.legalBases.includes(name)),
      locale,
    ),
    finding: {
      text: file.finding === null ? '' : t(`finding_${file.finding.replaceAll('-', '_')}` as Label),
      rule: rule === undefined ? file.rule : rule.text[locale],
      at: file.decidedAt,
    },
    people: {
      decidedBy: file.decidedBy.flatMap((id) => nameOf(id) ?? []),
      draftedBy: nameOf(takedown.draftedBy),
      approvedBy: nameOf(takedown.approvedBy),
    },
    signs: file.signs.map((sign) => kit.explain(sign, locale) ?? sign),
    firms: firmsIn(kit.mentions(words), visit),
    destinations: destinationsIn(kit, words, locale),
    identifiers: file.identifiers.map(({ kind, value }) => ({ kind: t(kindLabel(kind)), value })),
    texts: file.texts,
    pieces: await piecesOf(kit, file, visit),
  }
}

export function kindLabel(kind: string): Label {
  return `kind_${kind.replaceAll('-', '_')}` as Label
}

function articles(bases: readonly LegalBasis[], locale: SignedVisit['locale']): readonly Article[] {
  return bases.map(({ law, says, source }) => ({ law: law[locale], says: says[locale], source }))
}

/** Each name once, with what the list says and the list's date; a name that is missing is called no more than that. */
function firmsIn(mentions: readonly Mention[], { t }: SignedVisit): readonly NamedFirm[] {
  const firms = mentions
    .filter(({ verdict }) => verdict.kind !== 'no-name')
    .map(({ verdict }): [string, NamedFirm] => [
      verdict.query,
      {
        name: 'agency' in verdict ? verdict.agency.name : verdict.query,
        says: t(`says_${verdict.kind.replaceAll('-', '_')}` as Label, { asOf: verdict.asOf }),
      },
    ])
  return [...new Map(firms).values()]
}

function destinationsIn(
  { countries, destinations }: DossierKit,
  words: string,
  locale: SignedVisit['locale'],
): readonly Article[] {
  const named = new Set(countries(words))
  const nameOf = new Intl.DisplayNames(locale, { type: 'region' })
  return destinations
    .filter(({ country }) => named.has(country))
    .map(({ country, says, source }) => ({ law: nameOf.of(country) ?? country, says: says[locale], source }))
}

async function piecesOf(
  kit: DossierKit,
  file: TakedownFile,
  { sees }: SignedVisit,
): Promise<readonly Piece[]> {
  const pieces: Piece[] = []
  for (const { id, pictureDigest, doneAt, takenAt } of file.captures) {
    if (pictureDigest === null || doneAt === null) continue
    const picture = await kit.captures.picture(id, sees)
    pieces.push({
      what: 'screenshot',
      type: picture?.type ?? 'image/png',
      at: takenAt ?? doneAt,
      bytes: picture?.bytes ?? null,
      sha256: pictureDigest,
    })
  }
  for (const { id, kind, sha256, type, receivedAt } of file.evidence) {
    if (pieces.length >= mostPieces) break
    if (kind === 'text' || sha256 === null || type === null) continue
    const seen = new Set(pieces.map((piece) => piece.sha256))
    if (!seen.has(sha256)) pieces.push(...(await originalOf(kit, { id, kind, sha256, type, at: receivedAt })))
  }
  return pieces
}

/** As it was received where nothing in it can tell of a phone or a voice; else its hash, and a picture made anew. */
async function originalOf(
  { evidence }: DossierKit,
  {
    id,
    kind,
    sha256,
    type,
    at,
  }: {
    readonly id: EvidenceId
    readonly kind: string
    readonly sha256: string
    readonly type: string
    readonly at: Date
  },
): Promise<readonly Piece[]> {
  const apart: Piece = { what: 'original', type, at, bytes: null, sha256 }
  if (kind !== 'picture') return [apart]
  const original = await evidence.original(id)
  if (original === null) return [apart]
  if (original.bytes.length <= largestPiece && !carriesNotes(original.bytes)) {
    return [{ ...apart, bytes: original.bytes }]
  }
  const view = await evidence.view(id)
  if (view?.kind !== 'shown') return [apart]
  return [
    apart,
    {
      what: 'cleaned',
      type: 'image/jpeg',
      at,
      bytes: view.bytes,
      sha256: createHash('sha256').update(view.bytes).digest('hex'),
    },
  ]
}

/** Notes of cameras, phones and programs: Exif, XMP and IPTC in JPEG, WebP and PNG, and PNG's own texts. */
const notes = [
  'Exif\0\0',
  'EXIF',
  'eXIf',
  'http://ns.adobe.com/',
  'Photoshop 3.0',
  'XMP ',
  'tEXt',
  'iTXt',
  'zTXt',
]

function carriesNotes(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes)
  return notes.some((note) => buffer.includes(note, 0, 'latin1'))
}
