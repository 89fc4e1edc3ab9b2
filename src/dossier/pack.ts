/** The evidence package as a ZIP: the PDF, every file in it, and a manifest that says what each must be. */
import { createHash } from 'node:crypto'
import { strToU8, type Zippable, zipSync } from 'fflate'
import * as z from 'zod'
import type { Dossier, Say } from './dossier.ts'

/** Changes when a reader of manifests would have to. */
export const manifestVersion = 1

/** What `manifest.json` says; other systems read it. Times are UTC, ISO 8601. */
export const manifestForm = z.object({
  version: z.literal(manifestVersion),
  case: z.string(),
  letter: z.string().nullable(),
  at: z.iso.datetime(),
  wanted: z.array(
    z.object({
      kind: z.string(),
      account: z.string(),
      url: z.string().nullable(),
      platform: z.string().nullable(),
      firstSeenAt: z.iso.datetime().nullable(),
      capturedAt: z.iso.datetime().nullable(),
      recipient: z.string(),
      class: z.enum(['urgent', 'ordinary']).nullable(),
      hours: z.number().nullable(),
    }),
  ),
  legalBases: z.array(z.object({ law: z.string(), says: z.string(), source: z.string() })),
  finding: z.object({ text: z.string(), rule: z.string().nullable(), at: z.iso.datetime().nullable() }),
  people: z.object({
    decidedBy: z.array(z.string()),
    draftedBy: z.string().nullable(),
    approvedBy: z.string().nullable(),
  }),
  signs: z.array(z.string()),
  firms: z.array(z.object({ name: z.string(), says: z.string() })),
  destinations: z.array(z.object({ law: z.string(), says: z.string(), source: z.string() })),
  identifiers: z.array(z.object({ kind: z.string(), value: z.string() })),
  files: z.array(
    z.object({
      /** In this ZIP; null: kept apart, and known by its hash. */
      name: z.string().nullable(),
      what: z.enum(['document', 'text', 'screenshot', 'original', 'cleaned']),
      type: z.string(),
      at: z.iso.datetime().nullable(),
      sha256: z.string(),
    }),
  ),
})
export type Manifest = z.infer<typeof manifestForm>

export interface Packed {
  readonly pdf: Buffer
  readonly zip: Buffer
  readonly manifest: Manifest
}

/** The same dossier gives the same bytes. */
export async function packDossier(dossier: Dossier, say: Say): Promise<Packed> {
  // Read when the first package is made.
  const { printDossier } = await import('./pdf.ts')
  const pdf = await printDossier(dossier, say)
  const texts = dossier.texts.map((text, at) => ({ name: `text/${at + 1}.txt`, bytes: strToU8(text) }))
  const pieces = dossier.pieces.map((piece, at) => ({
    ...piece,
    name: piece.bytes === null ? null : `files/${at + 1}-${piece.what}.${endingOf(piece.type)}`,
  }))
  const document = 'request.pdf'
  const manifest = manifestForm.parse({
    version: manifestVersion,
    case: dossier.caseNumber,
    letter: dossier.letter,
    at: dossier.at.toISOString(),
    wanted: dossier.wanted.map((each) => ({
      ...each,
      firstSeenAt: each.firstSeenAt?.toISOString() ?? null,
      capturedAt: each.capturedAt?.toISOString() ?? null,
      hours: each.class === null ? null : each.class === 'urgent' ? 4 : 24,
    })),
    legalBases: dossier.legalBases,
    finding: { ...dossier.finding, at: dossier.finding.at?.toISOString() ?? null },
    people: dossier.people,
    signs: dossier.signs,
    firms: dossier.firms,
    destinations: dossier.destinations,
    identifiers: dossier.identifiers,
    files: [
      { name: document, what: 'document', type: 'application/pdf', at: null, sha256: digest(pdf) },
      ...texts.map(({ name, bytes }) => ({
        name,
        what: 'text',
        type: 'text/plain; charset=utf-8',
        at: null,
        sha256: digest(bytes),
      })),
      ...pieces.map(({ name, what, type, at, sha256 }) => ({
        name,
        what,
        type,
        at: at.toISOString(),
        sha256,
      })),
    ],
  })
  const files: Zippable = {
    'manifest.json': strToU8(`${JSON.stringify(manifest, null, 2)}\n`),
    [document]: pdf,
  }
  for (const { name, bytes } of texts) files[name] = bytes
  for (const { name, bytes } of pieces) if (name !== null && bytes !== null) files[name] = bytes
  // A ZIP holds the local time of a file: this one is the same in every zone.
  const zip = zipSync(files, { mtime: new Date(2020, 0, 1), level: 6 })
  return { pdf, zip: Buffer.from(zip), manifest }
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

const endings: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'application/pdf': 'pdf',
}

function endingOf(type: string): string {
  return endings[type] ?? 'bin'
}
