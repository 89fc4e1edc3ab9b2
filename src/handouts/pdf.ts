/** A poster on paper: the picture on a page of A4, with its words for whoever cannot see it. */
import PDFDocument from 'pdfkit'
import type { Locale } from '#engine'

/** In points. */
const page: [number, number] = [595.28, 841.89]

/** The same poster gives the same bytes. */
export async function printPoster(
  png: Buffer,
  { text, locale }: { readonly text: string; readonly locale: Locale },
): Promise<Buffer> {
  const at = new Date(Date.UTC(2020, 0, 1))
  const pdf = new PDFDocument({
    size: page,
    margin: 0,
    lang: locale,
    tagged: true,
    displayTitle: true,
    info: {
      Title: text.split('\n')[0] ?? '',
      Creator: 'Tanya Dulu',
      Producer: 'Tanya Dulu',
      CreationDate: at,
      ModDate: at,
    },
  })
  const parts: Buffer[] = []
  const whole = new Promise<Buffer>((resolve, reject) => {
    pdf.on('data', (part: Buffer) => parts.push(part))
    pdf.on('end', () => resolve(Buffer.concat(parts)))
    pdf.on('error', reject)
  })
  const figure = pdf.struct('Figure', { alt: text }, () => {
    pdf.image(png, 0, 0, { width: page[0], height: page[1] })
  })
  pdf.addStructure(pdf.struct('Document', {}, [figure]))
  pdf.end()
  return whole
}
