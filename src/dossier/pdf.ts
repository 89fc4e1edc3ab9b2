/** The evidence package as one PDF, for whoever decides about the request. */
import PDFDocument from 'pdfkit'
import { bothClocks, type Dossier, type Piece, type Say, type Wanted } from './dossier.ts'
import { type FontName, openLetters } from './letters.ts'

type Pdf = InstanceType<typeof PDFDocument>

/** In points, on A4. */
const margin = 56
const labelWidth = 150
const ink = '#1b2430'
const soft = '#56606d'
const line = '#d5dae0'
/** Most letters of one text on paper; the whole of it is a file of the package. */
const mostLetters = 20_000

/** The same dossier gives the same bytes. */
export async function printDossier(dossier: Dossier, say: Say): Promise<Buffer> {
  const pdf = new PDFDocument({
    size: 'A4',
    margin,
    bufferPages: true,
    lang: 'id',
    info: {
      Title: `${say('dossier_title')} ${dossier.caseNumber}`,
      Creator: 'Tanya Dulu',
      Producer: 'Tanya Dulu',
      CreationDate: dossier.at,
      ModDate: dossier.at,
    },
  })
  const whole = gather(pdf)
  const write = createPen(pdf)
  writeHead(dossier, say, write)
  for (const wanted of dossier.wanted) writeWanted(wanted, say, write)
  writeReasons(dossier, say, write)
  writeTexts(dossier, say, write)
  writeFiles(dossier, say, write)
  for (const piece of dossier.pieces) printPicture(pdf, piece, { say, write })
  numberPages(pdf, dossier, say)
  pdf.end()
  return whole
}

function gather(pdf: Pdf): Promise<Buffer> {
  const parts: Buffer[] = []
  return new Promise((resolve, reject) => {
    pdf.on('data', (part: Buffer) => parts.push(part))
    pdf.on('end', () => resolve(Buffer.concat(parts)))
    pdf.on('error', reject)
  })
}

interface Pen {
  heading(text: string): void
  title(text: string): void
  text(text: string, how?: { readonly color?: string; readonly size?: number }): void
  /** `null` is said to be none. */
  fact(label: string, value: string | null): void
  item(text: string): void
  /** Text of strangers, in a frame. */
  quote(text: string): void
}

function createPen(pdf: Pdf): Pen {
  const letters = openLetters()
  for (const name of Object.keys(letters.fonts) as FontName[]) pdf.registerFont(name, letters.fonts[name])
  const width = pdf.page.width - 2 * margin
  const put = (
    text: string,
    how: { size?: number; bold?: boolean; color?: string; x?: number; width?: number } = {},
  ): void => {
    const { size = 10, bold = false, color = ink, x = margin, width: wide = width - (x - margin) } = how
    pdf.fillColor(color).fontSize(size)
    // Line by line: a break at the border of two fonts would be lost.
    for (const each of text.split(/\r\n?|\n/)) {
      const runs = letters.runs(each === '' ? ' ' : each, bold ? 'bold' : 'plain')
      // A run that begins its line says where; those that go on follow it.
      runs.forEach((run, at) => {
        const how = { continued: at < runs.length - 1, lineGap: 1.5 }
        pdf.font(run.font)
        if (at === 0) pdf.text(run.text, x, pdf.y, { width: wide, ...how })
        else pdf.text(run.text, how)
      })
    }
  }
  const room = (points: number): void => {
    if (pdf.y + points > pdf.page.height - margin) pdf.addPage()
  }
  return {
    title(text) {
      put(text, { size: 18, bold: true })
      pdf.moveDown(0.4)
    },
    heading(text) {
      room(70)
      pdf.moveDown(0.8)
      put(text, { size: 12, bold: true })
      pdf
        .moveTo(margin, pdf.y + 2)
        .lineTo(margin + width, pdf.y + 2)
        .strokeColor(line)
        .stroke()
      pdf.moveDown(0.5)
    },
    text(text, { color = ink, size = 10 } = {}) {
      put(text, { color, size })
      pdf.moveDown(0.3)
    },
    fact(label, value) {
      room(30)
      const top = pdf.y
      put(label, { color: soft, size: 9, width: labelWidth })
      const below = pdf.y
      pdf.y = top
      put(value ?? '–', { x: margin + labelWidth + 10 })
      pdf.y = Math.max(below, pdf.y)
      pdf.moveDown(0.2)
    },
    item(text) {
      room(24)
      put('•', { width: 10 })
      pdf.moveUp()
      put(text, { x: margin + 14 })
      pdf.moveDown(0.2)
    },
    quote(text) {
      room(60)
      put(text, { x: margin + 12, width: width - 24, size: 9.5 })
      pdf.moveDown(0.3)
      pdf
        .moveTo(margin + 12, pdf.y)
        .lineTo(margin + width - 12, pdf.y)
        .strokeColor(line)
        .stroke()
      pdf.moveDown(0.5)
    },
  }
}

function writeHead(dossier: Dossier, say: Say, write: Pen): void {
  write.title(say('dossier_title'))
  write.text(say('dossier_intro'), { color: soft })
  write.fact(say('dossier_case'), dossier.caseNumber)
  write.fact(say('dossier_letter'), dossier.letter)
  write.fact(say('dossier_date'), bothClocks(dossier.at))
}

function writeWanted(wanted: Wanted, say: Say, write: Pen): void {
  write.heading(say('dossier_wanted'))
  write.fact(say('dossier_address'), wanted.url)
  write.fact(say('dossier_account'), wanted.account)
  write.fact(say('dossier_platform'), wanted.platform)
  write.fact(say('dossier_first_seen'), wanted.firstSeenAt === null ? null : bothClocks(wanted.firstSeenAt))
  write.fact(say('dossier_captured'), wanted.capturedAt === null ? null : bothClocks(wanted.capturedAt))
  write.fact(say('dossier_recipient'), wanted.recipient)
  write.fact(say('dossier_class'), wanted.class === null ? null : say(`dossier_class_${wanted.class}`))
}

function writeReasons(dossier: Dossier, say: Say, write: Pen): void {
  const { finding, people } = dossier
  write.heading(say('dossier_bases'))
  for (const { law, says, source } of dossier.legalBases)
    write.item(`${law}: ${says} ${say('dossier_source', { source })}`)
  write.heading(say('dossier_finding'))
  write.text(finding.text)
  write.fact(say('dossier_rule'), finding.rule)
  write.fact(say('dossier_date'), finding.at === null ? null : bothClocks(finding.at))
  write.fact(say('dossier_decided_by'), people.decidedBy.join(', '))
  write.fact(say('dossier_drafted_by'), people.draftedBy)
  write.fact(say('dossier_approved_by'), people.approvedBy)
  write.heading(say('dossier_signs'))
  for (const sign of dossier.signs) write.item(sign)
  write.heading(say('dossier_firms'))
  if (dossier.firms.length === 0) write.text(say('dossier_firms_none'))
  for (const { name, says } of dossier.firms) write.item(`${name}: ${says}`)
  if (dossier.destinations.length > 0) write.heading(say('dossier_destinations'))
  for (const { law, says, source } of dossier.destinations)
    write.item(`${law}: ${says} ${say('dossier_source', { source })}`)
  write.heading(say('dossier_identifiers'))
  for (const { kind, value } of dossier.identifiers) write.fact(kind, value)
}

function writeTexts({ texts }: Dossier, say: Say, write: Pen): void {
  write.heading(say('dossier_texts'))
  write.text(say('dossier_texts_note'), { color: soft, size: 9 })
  for (const text of texts) write.quote(text.length > mostLetters ? `${text.slice(0, mostLetters)} …` : text)
}

function writeFiles({ pieces }: Dossier, say: Say, write: Pen): void {
  if (pieces.length === 0) return
  write.heading(say('dossier_files'))
  for (const piece of pieces) write.item(captionOf(piece, say))
}

function captionOf({ what, type, at, sha256, bytes }: Piece, say: Say): string {
  const apart = bytes === null ? ` ${say('dossier_kept_apart')}` : ''
  return `${say(`dossier_${what}`)} (${type}), ${bothClocks(at)}, sha256 ${sha256}.${apart}`
}

/** A page for each picture, as large as it fits. */
function printPicture(
  pdf: Pdf,
  piece: Piece,
  { say, write }: { readonly say: Say; readonly write: Pen },
): void {
  if (piece.bytes === null || !/^image\/(png|jpeg)$/.test(piece.type)) return
  pdf.addPage()
  write.text(captionOf(piece, say), { color: soft, size: 8.5 })
  const fit: [number, number] = [pdf.page.width - 2 * margin, pdf.page.height - pdf.y - margin - 10]
  pdf.image(Buffer.from(piece.bytes), margin, pdf.y, { fit })
}

function numberPages(pdf: Pdf, { caseNumber }: Dossier, say: Say): void {
  const { start, count } = pdf.bufferedPageRange()
  for (let at = start; at < start + count; at++) {
    pdf.switchToPage(at)
    // Below the margin text would begin a page of its own.
    pdf.page.margins.bottom = 0
    pdf
      .font('plain')
      .fontSize(8)
      .fillColor(soft)
      .text(
        `${caseNumber} · ${say('dossier_page', { page: at + 1, pages: count })}`,
        margin,
        pdf.page.height - 36,
        {
          lineBreak: false,
        },
      )
    pdf.page.margins.bottom = margin
  }
}
