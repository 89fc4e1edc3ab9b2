import { createHash } from 'node:crypto'
import { unzipSync } from 'fflate'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Dossier, dossierLabels, manifestForm, packDossier, type Say } from '../../src/dossier/index.ts'

const at = new Date('2026-11-24T03:15:00Z')
const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const say: Say = (label, values = {}) => [label, ...Object.values(values)].join(' ')
const strange =
  'Dicari admin 𝐆𝐀𝐉𝐈 Rp15 juta ➜ Kamboja 🇰🇭 💸\nꦥꦼꦒꦮꦺꦪꦤ꧀ · 急聘 · عمل\u202E moc.live\u202C\tgaji\u0007'

async function whole(): Promise<Dossier> {
  const png = await sharp({ create: { width: 400, height: 900, channels: 3, background: '#0b4f8a' } })
    .png()
    .toBuffer()
  return {
    caseNumber: 'K-1a2b3c4d',
    letter: 'B-12/KP2MI/2026',
    at,
    wanted: [
      {
        kind: 'account',
        account: 'telegram:kerja_kamboja',
        url: 'https://t.me/kerja_kamboja',
        platform: 'telegram',
        firstSeenAt: at,
        capturedAt: at,
        recipient: 'KP2MI',
        class: 'ordinary',
      },
      {
        kind: 'phone',
        account: '+6281234567890',
        url: 'https://wa.me/6281234567890',
        platform: 'whatsapp',
        firstSeenAt: at,
        capturedAt: null,
        recipient: 'KP2MI',
        class: 'urgent',
      },
    ],
    legalBases: [{ law: 'UU 18/2017 Pasal 69', says: 'Orang perseorangan dilarang.', source: 'sbmi.or.id' }],
    finding: { text: 'Perekrutan ilegal', rule: 'Pasal 69', at },
    people: { decidedBy: ['Ani', 'Budi'], draftedBy: 'Ani', approvedBy: 'Budi' },
    signs: ['Diminta memakai visa turis.'],
    firms: [{ name: 'PT Contoh', says: 'Tidak ada di daftar per 17 September 2026.' }],
    destinations: [{ law: 'Kamboja', says: 'Tidak ada kerja sama penempatan.', source: 'harianjogja' }],
    identifiers: [{ kind: 'Rekening', value: 'bca:1234567890' }],
    texts: [strange, 'Gaji besar '.repeat(800)],
    pieces: [
      { what: 'screenshot', type: 'image/png', at, bytes: png, sha256: digest(png) },
      { what: 'cleaned', type: 'image/png', at, bytes: png, sha256: digest(png) },
      { what: 'original', type: 'audio/ogg', at, bytes: null, sha256: 'b'.repeat(64) },
    ],
  }
}

async function textOf(pdf: Uint8Array): Promise<readonly string[]> {
  const document = await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise
  const pages: string[] = []
  for (let page = 1; page <= document.numPages; page++) {
    const { items } = await (await document.getPage(page)).getTextContent()
    pages.push(items.map((item) => ('str' in item ? item.str : '')).join(''))
  }
  return pages
}

describe('packDossier', () => {
  let dossier: Dossier
  beforeAll(async () => {
    dossier = await whole()
  })

  it('makes a PDF that a reader opens, with every fact and any letter in it', async () => {
    const pages = await textOf((await packDossier(dossier, say)).pdf)
    const text = pages.join('')
    for (const fact of [
      'K-1a2b3c4d',
      'B-12/KP2MI/2026',
      'https://t.me/kerja_kamboja',
      'telegram:kerja_kamboja',
      '+6281234567890',
      '2026-11-24 10:15:00 WIB (2026-11-24 03:15:00 UTC)',
      'UU 18/2017 Pasal 69',
      'Ani, Budi',
      'Diminta memakai visa turis.',
      'Tidak ada di daftar per 17 September 2026.',
      'bca:1234567890',
      '急聘',
      '𝐆𝐀𝐉𝐈',
      'ꦥꦼꦒꦮꦺꦪꦤ꧀',
      '[U+202E]',
      '[U+0007]',
      'b'.repeat(64),
    ])
      expect(text.replace(/\s/g, '')).toContain(fact.replace(/\s/g, ''))
    expect(pages.at(-1)).toContain(`dossier_page ${pages.length} ${pages.length}`)
  })

  it('makes a ZIP whose manifest is true of each file', async () => {
    const { zip, manifest } = await packDossier(dossier, say)
    const files = unzipSync(zip)
    const read = manifestForm.parse(JSON.parse(Buffer.from(files['manifest.json'] ?? []).toString()))
    expect(read).toEqual(manifest)
    const named = read.files.flatMap(({ name, sha256 }) => (name === null ? [] : [[name, sha256]]))
    expect(named).toHaveLength(Object.keys(files).length - 1)
    for (const [name = '', sha256] of named) expect(digest(files[name] ?? new Uint8Array())).toBe(sha256)
    expect(Buffer.from(files['text/1.txt'] ?? []).toString()).toBe(strange)
    expect(read.wanted.map(({ hours }) => hours)).toEqual([24, 4])
  })

  it('is the same bytes for the same request', async () => {
    const [one, two] = [await packDossier(dossier, say), await packDossier(await whole(), say)]
    expect(digest(one.pdf)).toBe(digest(two.pdf))
    expect(digest(one.zip)).toBe(digest(two.zip))
  })

  it('says each of its words', async () => {
    const said = new Set<string>()
    await packDossier({ ...dossier, firms: [] }, (label, values) => {
      said.add(label)
      return say(label, values)
    })
    const never = Object.keys(dossierLabels).filter((label) => !said.has(label))
    expect(never).toEqual([])
  })
})
