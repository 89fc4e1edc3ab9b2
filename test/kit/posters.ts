/** Posters of job advertisements, drawn when they are needed: no picture is kept, and each says what is written on it. */
import sharp, { type Sharp } from 'sharp'
import { randomFrom } from './random.ts'

/** What stands on a poster, each as it is written there. */
export interface PosterFacts {
  readonly firm: string
  readonly phone: string
  /** The same phone in E.164. */
  readonly e164: string
  readonly handle: string
  readonly job: string
  readonly pay: string
  readonly fee: string
}

export interface Drawing {
  /** Pixels. */
  readonly width: number
  readonly height: number
  /** Elements of an SVG. */
  readonly body: string
  /** What happens to it after it was drawn; without it a JPEG of quality 85. */
  readonly finish?: (picture: Sharp, random: () => number) => Promise<Buffer>
}

const firstWords = ['Maju', 'Cahaya', 'Bina', 'Sinar', 'Karya', 'Mitra', 'Putra', 'Duta', 'Bumi', 'Citra']
const secondWords = ['Jaya', 'Tenaga', 'Bangsa', 'Abadi', 'Nusa', 'Mandiri', 'Sejahtera', 'Perkasa', 'Amanah']
const thirdWords = ['Utama', 'Lestari', 'Sentosa', 'Persada', 'Makmur', 'Raya', 'Insani', 'Gemilang']
const jobs = ['Perawat Lansia', 'Operator Pabrik', 'Asisten Rumah Tangga', 'Admin Online', 'Pekerja Kebun']
const countries = ['Taiwan', 'Hong Kong', 'Malaysia', 'Jepang', 'Kamboja', 'Polandia']
const pays = ['Rp 15.000.000', 'NT$ 28.590', 'HK$ 5.100', 'RM 2.500', 'Rp 18,5 juta', 'USD 900']
const handles = [
  'kerja_taiwan88',
  'loker.hk.resmi',
  'admin_tki21',
  'lowongan_ln',
  'infokerja77',
  'pmi_berkah',
]

/** The facts of poster `seed`. All of them are made up; the phones are none that the networks give out as a block. */
export function factsOf(seed: number): PosterFacts {
  const random = randomFrom(seed * 7919 + 13)
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
  const digits = (many: number): string =>
    Array.from({ length: many }, () => Math.floor(random() * 10)).join('')
  const start = pick(['812', '813', '821', '857', '878', '895'])
  const [middle, end] = [digits(4), digits(4)]
  const phone = pick([
    `0${start}-${middle}-${end}`,
    `0${start} ${middle} ${end}`,
    `+62 ${start}-${middle}-${end}`,
    `0${start}${middle}${end}`,
  ])
  return {
    firm: `PT ${pick(firstWords)} ${pick(secondWords)} ${pick(thirdWords)}`,
    phone,
    e164: `+62${start}${middle}${end}`,
    handle: `@${pick(handles)}`,
    job: `${pick(jobs)} ${pick(countries)}`,
    pay: pick(pays),
    fee: `Biaya proses Rp ${1 + Math.floor(random() * 9)}.500.000`,
  }
}

interface Line {
  readonly say: string
  readonly x: number
  readonly y: number
  /** Height of the letters in pixels. */
  readonly size: number
  readonly fill: string
  readonly bold?: boolean
  readonly font?: string
  readonly anchor?: 'start' | 'middle' | 'end'
  readonly edge?: string
}

function line({ say, x, y, size, fill, bold, font, anchor, edge }: Line): string {
  const around = edge === undefined ? '' : ` stroke="${edge}" stroke-width="${size / 9}" paint-order="stroke"`
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}" font-family="${font ?? 'DejaVu Sans'}" font-weight="${bold ? 'bold' : 'normal'}" text-anchor="${anchor ?? 'start'}"${around}>${say.replaceAll('&', '&amp;')}</text>`
}
const box = (x: number, y: number, width: number, height: number, fill: string): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${fill}"/>`

/** Specks of light and shade, as a cheap camera makes them. `strength` is the deviation in steps of 255. */
async function specked(picture: Sharp, strength: number): Promise<Sharp> {
  const png = await picture.png().toBuffer()
  const { width, height } = await sharp(png).metadata()
  const specks = await sharp({
    create: {
      width,
      height,
      channels: 3,
      background: '#808080',
      noise: { type: 'gaussian', mean: 128, sigma: strength },
    },
  })
    .png()
    .toBuffer()
  return sharp(png).composite([{ input: specks, blend: 'soft-light' }])
}

/** The styles, by name. */
export const styles: Readonly<Record<string, (facts: PosterFacts) => Drawing>> = {
  'black on white': (f) => ({
    width: 720,
    height: 900,
    body:
      box(0, 0, 720, 900, '#ffffff') +
      line({ say: 'LOWONGAN KERJA', x: 360, y: 100, size: 56, fill: '#111', bold: true, anchor: 'middle' }) +
      line({ say: f.job, x: 360, y: 190, size: 40, fill: '#111', anchor: 'middle' }) +
      line({ say: `Gaji ${f.pay} per bulan`, x: 60, y: 320, size: 34, fill: '#222' }) +
      line({ say: f.fee, x: 60, y: 390, size: 34, fill: '#222' }) +
      line({ say: 'Usia 20-45 tahun, siap berangkat', x: 60, y: 460, size: 30, fill: '#222' }) +
      line({ say: f.firm, x: 60, y: 620, size: 38, fill: '#111', bold: true }) +
      line({ say: `WA ${f.phone}`, x: 60, y: 720, size: 40, fill: '#111' }) +
      line({ say: `Telegram ${f.handle}`, x: 60, y: 800, size: 36, fill: '#111' }),
  }),
  'white on red': (f) => ({
    width: 800,
    height: 800,
    body:
      box(0, 0, 800, 800, '#c8102e') +
      line({
        say: 'DIBUTUHKAN SEGERA',
        x: 400,
        y: 110,
        size: 58,
        fill: '#fff',
        bold: true,
        anchor: 'middle',
        font: 'Liberation Sans',
      }) +
      line({
        say: f.job,
        x: 400,
        y: 200,
        size: 44,
        fill: '#ffe600',
        bold: true,
        anchor: 'middle',
        font: 'Liberation Sans',
      }) +
      line({
        say: `GAJI ${f.pay}`,
        x: 400,
        y: 310,
        size: 50,
        fill: '#fff',
        bold: true,
        anchor: 'middle',
        font: 'Liberation Sans',
      }) +
      line({
        say: f.fee,
        x: 400,
        y: 400,
        size: 34,
        fill: '#fff',
        anchor: 'middle',
        font: 'Liberation Sans',
      }) +
      line({
        say: f.firm,
        x: 400,
        y: 520,
        size: 40,
        fill: '#fff',
        bold: true,
        anchor: 'middle',
        font: 'Liberation Sans',
      }) +
      line({
        say: `Hubungi ${f.phone}`,
        x: 400,
        y: 630,
        size: 42,
        fill: '#fff',
        anchor: 'middle',
        font: 'Liberation Sans',
      }) +
      line({
        say: `IG ${f.handle}`,
        x: 400,
        y: 720,
        size: 38,
        fill: '#fff',
        anchor: 'middle',
        font: 'Liberation Sans',
      }),
  }),
  gradient: (f) => ({
    width: 900,
    height: 1100,
    body:
      '<defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#0b1e6e"/><stop offset="0.5" stop-color="#5a2a9c"/><stop offset="1" stop-color="#d3366f"/></linearGradient></defs>' +
      box(0, 0, 900, 1100, 'url(#g)') +
      line({
        say: 'KERJA LUAR NEGERI',
        x: 450,
        y: 140,
        size: 66,
        fill: '#ffd400',
        bold: true,
        anchor: 'middle',
      }) +
      line({ say: f.job, x: 450, y: 240, size: 48, fill: '#fff', anchor: 'middle' }) +
      line({ say: `Gaji ${f.pay}`, x: 450, y: 380, size: 52, fill: '#fff', bold: true, anchor: 'middle' }) +
      line({
        say: 'Tanpa pengalaman, proses cepat',
        x: 450,
        y: 480,
        size: 36,
        fill: '#fff',
        anchor: 'middle',
      }) +
      line({ say: f.fee, x: 450, y: 560, size: 36, fill: '#fff', anchor: 'middle' }) +
      line({ say: f.firm, x: 450, y: 760, size: 44, fill: '#fff', bold: true, anchor: 'middle' }) +
      line({ say: f.phone, x: 450, y: 880, size: 54, fill: '#ffd400', bold: true, anchor: 'middle' }) +
      line({ say: f.handle, x: 450, y: 980, size: 44, fill: '#fff', anchor: 'middle' }),
  }),
  'photographed paper': (f) => ({
    width: 1000,
    height: 1300,
    body:
      '<defs><radialGradient id="l" cx="0.3" cy="0.25" r="1"><stop offset="0" stop-color="#fffdf4"/><stop offset="1" stop-color="#b9ac93"/></radialGradient></defs>' +
      box(0, 0, 1000, 1300, '#4b3a2a') +
      box(50, 50, 900, 1200, 'url(#l)') +
      line({
        say: 'PENGUMUMAN',
        x: 500,
        y: 190,
        size: 62,
        fill: '#1d1d1d',
        bold: true,
        anchor: 'middle',
        font: 'Liberation Serif',
      }) +
      line({
        say: `Dibuka lowongan ${f.job}`,
        x: 120,
        y: 330,
        size: 38,
        fill: '#1d1d1d',
        font: 'Liberation Serif',
      }) +
      line({
        say: `Gaji ${f.pay}, mess disediakan`,
        x: 120,
        y: 410,
        size: 38,
        fill: '#1d1d1d',
        font: 'Liberation Serif',
      }) +
      line({ say: f.fee, x: 120, y: 490, size: 38, fill: '#1d1d1d', font: 'Liberation Serif' }) +
      line({
        say: 'Syarat: KTP, ijazah, paspor',
        x: 120,
        y: 570,
        size: 38,
        fill: '#1d1d1d',
        font: 'Liberation Serif',
      }) +
      line({ say: f.firm, x: 120, y: 780, size: 46, fill: '#1d1d1d', bold: true, font: 'Liberation Serif' }) +
      line({
        say: `Telp/WA ${f.phone}`,
        x: 120,
        y: 900,
        size: 44,
        fill: '#1d1d1d',
        font: 'Liberation Serif',
      }) +
      line({
        say: `Facebook ${f.handle}`,
        x: 120,
        y: 1000,
        size: 42,
        fill: '#1d1d1d',
        font: 'Liberation Serif',
      }),
    finish: async (picture, random) => {
      const turned = picture.rotate(random() * 4 - 2, { background: '#3a2d20' }).blur(0.9)
      return (await specked(turned, 24)).jpeg({ quality: 40 }).toBuffer()
    },
  }),
  'small picture': (f) => ({
    width: 320,
    height: 400,
    body:
      box(0, 0, 320, 400, '#f4f7ff') +
      box(0, 0, 320, 62, '#0a4ea2') +
      line({ say: 'LOWONGAN KERJA', x: 160, y: 40, size: 26, fill: '#fff', bold: true, anchor: 'middle' }) +
      line({ say: f.job, x: 160, y: 100, size: 20, fill: '#111', bold: true, anchor: 'middle' }) +
      line({ say: `Gaji ${f.pay}`, x: 16, y: 145, size: 18, fill: '#111' }) +
      line({ say: f.fee, x: 16, y: 180, size: 16, fill: '#111' }) +
      line({ say: f.firm, x: 16, y: 250, size: 18, fill: '#111', bold: true, font: 'Liberation Sans' }) +
      line({ say: `WA ${f.phone}`, x: 16, y: 300, size: 20, fill: '#111' }) +
      line({ say: f.handle, x: 16, y: 350, size: 19, fill: '#111' }),
  }),
  collage: (f) => ({
    width: 1000,
    height: 1000,
    body:
      box(0, 0, 500, 500, '#ffde59') +
      box(500, 0, 500, 500, '#1f1f1f') +
      box(0, 500, 500, 500, '#0f7b3e') +
      box(500, 500, 500, 500, '#ffffff') +
      line({ say: 'KERJA DI', x: 250, y: 150, size: 60, fill: '#111', bold: true, anchor: 'middle' }) +
      line({
        say: f.job.split(' ').at(-1) ?? '',
        x: 250,
        y: 260,
        size: 66,
        fill: '#c00',
        bold: true,
        anchor: 'middle',
      }) +
      line({ say: 'GAJI', x: 750, y: 150, size: 54, fill: '#fff', bold: true, anchor: 'middle' }) +
      line({ say: f.pay, x: 750, y: 250, size: 50, fill: '#ffde59', bold: true, anchor: 'middle' }) +
      line({ say: f.fee, x: 750, y: 350, size: 26, fill: '#fff', anchor: 'middle' }) +
      line({ say: 'Hubungi', x: 250, y: 650, size: 44, fill: '#fff', anchor: 'middle' }) +
      line({
        say: f.phone,
        x: 250,
        y: 740,
        size: 44,
        fill: '#fff',
        bold: true,
        anchor: 'middle',
        font: 'Liberation Sans',
      }) +
      line({ say: f.handle, x: 250, y: 830, size: 38, fill: '#fff', anchor: 'middle' }) +
      line({
        say: f.firm,
        x: 750,
        y: 720,
        size: 30,
        fill: '#111',
        bold: true,
        anchor: 'middle',
        font: 'Liberation Sans',
      }) +
      line({ say: 'Terdaftar dan terpercaya', x: 750, y: 800, size: 28, fill: '#333', anchor: 'middle' }),
  }),
  'phone in a dark foot': (f) => ({
    width: 768,
    height: 1024,
    body:
      box(0, 0, 768, 1024, '#eaf6ff') +
      box(0, 860, 768, 164, '#10243f') +
      line({ say: f.firm, x: 384, y: 110, size: 42, fill: '#10243f', bold: true, anchor: 'middle' }) +
      line({ say: 'membuka lowongan', x: 384, y: 180, size: 34, fill: '#10243f', anchor: 'middle' }) +
      line({ say: f.job, x: 384, y: 280, size: 46, fill: '#d62828', bold: true, anchor: 'middle' }) +
      line({ say: `Gaji pokok ${f.pay}`, x: 80, y: 420, size: 34, fill: '#222' }) +
      line({ say: 'Kontrak dua tahun, lembur ada', x: 80, y: 490, size: 34, fill: '#222' }) +
      line({ say: f.fee, x: 80, y: 560, size: 34, fill: '#222' }) +
      line({ say: 'Tempat tinggal disediakan', x: 80, y: 630, size: 34, fill: '#222' }) +
      line({ say: f.phone, x: 384, y: 930, size: 46, fill: '#fff', bold: true, anchor: 'middle' }) +
      line({ say: f.handle, x: 384, y: 990, size: 34, fill: '#9fd3ff', anchor: 'middle' }),
  }),
  'large handle': (f) => ({
    width: 1080,
    height: 1080,
    body:
      box(0, 0, 1080, 1080, '#fff4e0') +
      line({ say: f.handle, x: 540, y: 180, size: 80, fill: '#e0457b', bold: true, anchor: 'middle' }) +
      line({
        say: 'Ikuti dan kirim pesan sekarang',
        x: 540,
        y: 280,
        size: 44,
        fill: '#333',
        anchor: 'middle',
      }) +
      line({ say: f.job, x: 540, y: 460, size: 60, fill: '#333', bold: true, anchor: 'middle' }) +
      line({ say: `Gaji ${f.pay}`, x: 540, y: 570, size: 54, fill: '#333', anchor: 'middle' }) +
      line({ say: f.fee, x: 540, y: 660, size: 42, fill: '#333', anchor: 'middle' }) +
      line({ say: f.firm, x: 540, y: 840, size: 48, fill: '#333', bold: true, anchor: 'middle' }) +
      line({ say: f.phone, x: 540, y: 950, size: 54, fill: '#e0457b', bold: true, anchor: 'middle' }),
  }),
  'bright on black': (f) => ({
    width: 720,
    height: 1280,
    body:
      box(0, 0, 720, 1280, '#0a0a0a') +
      line({
        say: 'HIRING NOW',
        x: 360,
        y: 180,
        size: 74,
        fill: '#00e5ff',
        bold: true,
        anchor: 'middle',
        font: 'Liberation Sans',
      }) +
      line({
        say: f.job,
        x: 360,
        y: 290,
        size: 44,
        fill: '#fff',
        anchor: 'middle',
        font: 'Liberation Sans',
      }) +
      line({
        say: `Salary ${f.pay}`,
        x: 360,
        y: 420,
        size: 46,
        fill: '#39ff14',
        bold: true,
        anchor: 'middle',
        font: 'Liberation Sans',
      }) +
      line({
        say: 'Free ticket, free visa',
        x: 360,
        y: 510,
        size: 38,
        fill: '#fff',
        anchor: 'middle',
        font: 'Liberation Sans',
      }) +
      line({
        say: f.fee,
        x: 360,
        y: 590,
        size: 36,
        fill: '#fff',
        anchor: 'middle',
        font: 'Liberation Sans',
      }) +
      line({
        say: f.firm,
        x: 360,
        y: 800,
        size: 40,
        fill: '#fff',
        bold: true,
        anchor: 'middle',
        font: 'Liberation Sans',
      }) +
      line({
        say: `WhatsApp ${f.phone}`,
        x: 360,
        y: 930,
        size: 40,
        fill: '#ffea00',
        anchor: 'middle',
        font: 'Liberation Sans',
      }) +
      line({
        say: `Telegram ${f.handle}`,
        x: 360,
        y: 1020,
        size: 38,
        fill: '#00e5ff',
        anchor: 'middle',
        font: 'Liberation Sans',
      }),
  }),
  'letter in serif': (f) => ({
    width: 1000,
    height: 1400,
    body:
      box(0, 0, 1000, 1400, '#fffef8') +
      line({
        say: f.firm.toUpperCase(),
        x: 500,
        y: 120,
        size: 36,
        fill: '#123',
        bold: true,
        anchor: 'middle',
        font: 'Liberation Serif',
      }) +
      box(90, 150, 820, 3, '#123') +
      line({
        say: 'SURAT PANGGILAN KERJA',
        x: 500,
        y: 240,
        size: 34,
        fill: '#111',
        bold: true,
        anchor: 'middle',
        font: 'Liberation Serif',
      }) +
      line({
        say: `Dengan ini Saudara diterima sebagai ${f.job}`,
        x: 90,
        y: 340,
        size: 27,
        fill: '#111',
        font: 'Liberation Serif',
      }) +
      line({
        say: `dengan gaji ${f.pay} setiap bulan. ${f.fee}`,
        x: 90,
        y: 390,
        size: 27,
        fill: '#111',
        font: 'Liberation Serif',
      }) +
      line({
        say: 'dibayar sebelum keberangkatan ke rekening perusahaan.',
        x: 90,
        y: 440,
        size: 27,
        fill: '#111',
        font: 'Liberation Serif',
      }) +
      line({
        say: `Keterangan lebih lanjut: ${f.phone}`,
        x: 90,
        y: 560,
        size: 28,
        fill: '#111',
        font: 'Liberation Serif',
      }) +
      line({
        say: `atau Telegram ${f.handle}`,
        x: 90,
        y: 610,
        size: 28,
        fill: '#111',
        font: 'Liberation Serif',
      }),
  }),
  'edged letters on a picture': (f) => ({
    width: 960,
    height: 960,
    body:
      '<defs><linearGradient id="s" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#7ec8ff"/><stop offset="0.55" stop-color="#e9f5ff"/><stop offset="0.56" stop-color="#4c8c3f"/><stop offset="1" stop-color="#2c5e2a"/></linearGradient></defs>' +
      box(0, 0, 960, 960, 'url(#s)') +
      '<circle cx="780" cy="160" r="90" fill="#ffe27a"/><path d="M0 540 L220 330 L420 540 L600 380 L820 540 Z" fill="#8fa7b8"/>' +
      line({
        say: 'KERJA KE LUAR NEGERI',
        x: 480,
        y: 130,
        size: 56,
        fill: '#fff',
        bold: true,
        anchor: 'middle',
        edge: '#10243f',
      }) +
      line({
        say: f.job,
        x: 480,
        y: 240,
        size: 46,
        fill: '#ffe600',
        bold: true,
        anchor: 'middle',
        edge: '#10243f',
      }) +
      line({
        say: `Gaji ${f.pay}`,
        x: 480,
        y: 450,
        size: 46,
        fill: '#fff',
        bold: true,
        anchor: 'middle',
        edge: '#10243f',
      }) +
      line({
        say: f.fee,
        x: 480,
        y: 620,
        size: 36,
        fill: '#fff',
        bold: true,
        anchor: 'middle',
        edge: '#10243f',
      }) +
      line({
        say: f.firm,
        x: 480,
        y: 710,
        size: 44,
        fill: '#fff',
        bold: true,
        anchor: 'middle',
        edge: '#10243f',
      }) +
      line({
        say: f.phone,
        x: 480,
        y: 810,
        size: 54,
        fill: '#fff',
        bold: true,
        anchor: 'middle',
        edge: '#10243f',
      }) +
      line({
        say: f.handle,
        x: 480,
        y: 890,
        size: 42,
        fill: '#fff',
        bold: true,
        anchor: 'middle',
        edge: '#10243f',
      }),
  }),
  'table of wages': (f) => ({
    width: 850,
    height: 1000,
    body:
      box(0, 0, 850, 1000, '#ffffff') +
      box(0, 0, 850, 130, '#b3001b') +
      line({ say: f.firm, x: 425, y: 82, size: 44, fill: '#fff', bold: true, anchor: 'middle' }) +
      ['Gaji pokok', 'Lembur', 'Uang makan', 'Biaya']
        .map(
          (say, row) =>
            box(60, 220 + row * 90, 730, 2, '#999') +
            line({ say, x: 80, y: 275 + row * 90, size: 32, fill: '#111' }) +
            line({
              say: [f.pay, 'Rp 45.000', 'Rp 600.000', f.fee.replace(/^\D+/, 'Rp ')][row] ?? '',
              x: 770,
              y: 275 + row * 90,
              size: 32,
              fill: '#111',
              anchor: 'end',
            }),
        )
        .join('') +
      box(60, 580, 730, 2, '#999') +
      line({ say: f.job, x: 80, y: 680, size: 38, fill: '#b3001b', bold: true }) +
      line({ say: `Daftar: ${f.phone}`, x: 80, y: 800, size: 40, fill: '#111' }) +
      line({ say: `TikTok ${f.handle}`, x: 80, y: 880, size: 36, fill: '#111' }),
  }),
}

/** The poster of one style. */
export async function drawPoster(style: string, facts: PosterFacts, seed = 1): Promise<Buffer> {
  const draw = styles[style]
  if (draw === undefined) throw new Error(`no poster is drawn in the style "${style}"`)
  const { width, height, body, finish } = draw(facts)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${body}</svg>`
  const picture = sharp(Buffer.from(svg)).flatten({ background: '#ffffff' })
  return finish === undefined ? picture.jpeg({ quality: 85 }).toBuffer() : finish(picture, randomFrom(seed))
}

/** Black lines on white: what must be read without fail where something else is tested. */
export function plainPoster(lines: readonly string[]): Promise<Buffer> {
  const text = lines.map(
    (line, at) => `<text x="50" y="${120 + at * 110}" font-size="44" font-family="sans-serif">${line}</text>`,
  )
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="800"><rect width="800" height="800" fill="#fff"/>${text.join('')}</svg>`
  return sharp(Buffer.from(svg)).jpeg({ quality: 85 }).toBuffer()
}

const sized = async (bytes: Buffer): Promise<{ readonly width: number; readonly height: number }> => {
  const { width, height } = await sharp(bytes).metadata()
  return { width, height }
}
const overlay = (width: number, height: number, body: string): Buffer =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${body}</svg>`)

/** The same poster, so many pixels wide, as a chat that saves data sends it. */
export function resized(poster: Buffer, width: number): Promise<Buffer> {
  return sharp(poster).resize({ width }).jpeg({ quality: 60 }).toBuffer()
}

/** What becomes of one poster while it is passed on, by name. */
export const variants: Readonly<Record<string, (poster: Buffer) => Promise<Buffer>>> = {
  'pressed again, quality 35': (poster) => sharp(poster).jpeg({ quality: 35 }).toBuffer(),
  'half the size': async (poster) => {
    const { width } = await sized(poster)
    return sharp(poster)
      .resize({ width: Math.round(width / 2) })
      .jpeg({ quality: 70 })
      .toBuffer()
  },
  '320 pixels wide': (poster) => resized(poster, 320),
  'as PNG': (poster) => sharp(poster).png().toBuffer(),
  blurred: (poster) => sharp(poster).blur(1.5).jpeg({ quality: 60 }).toBuffer(),
  brightened: (poster) =>
    sharp(poster).modulate({ brightness: 1.2, saturation: 1.15 }).jpeg({ quality: 75 }).toBuffer(),
  'borders cropped': async (poster) => {
    const { width, height } = await sized(poster)
    const [x, y] = [Math.round(width * 0.02), Math.round(height * 0.02)]
    return sharp(poster)
      .extract({ left: x, top: y, width: width - 2 * x, height: height - 2 * y })
      .jpeg({ quality: 75 })
      .toBuffer()
  },
  'a sticker on it': async (poster) => {
    const { width, height } = await sized(poster)
    const r = Math.round(width * 0.07)
    const mark = overlay(
      width,
      height,
      `<circle cx="${width - 1.6 * r}" cy="${height - 1.6 * r}" r="${r}" fill="#ff5722"/>`,
    )
    return sharp(poster)
      .composite([{ input: mark }])
      .jpeg({ quality: 75 })
      .toBuffer()
  },
  'a watermark across': async (poster) => {
    const { width, height } = await sized(poster)
    const mark = overlay(
      width,
      height,
      `<text x="${width / 2}" y="${height / 2}" font-size="${width / 12}" font-family="DejaVu Sans" fill="#888" fill-opacity="0.45" text-anchor="middle" transform="rotate(-30 ${width / 2} ${height / 2})">LOKER VIRAL</text>`,
    )
    return sharp(poster)
      .composite([{ input: mark }])
      .jpeg({ quality: 75 })
      .toBuffer()
  },
  'shared in a frame': async (poster) => {
    const { height } = await sized(poster)
    return sharp(poster)
      .extend({
        top: Math.round(height * 0.18),
        bottom: Math.round(height * 0.22),
        left: 8,
        right: 8,
        background: '#000000',
      })
      .resize({ width: 540 })
      .jpeg({ quality: 65 })
      .toBuffer()
  },
}

/** Whether this machine has a font: without one there is nothing on a poster to be read, and nothing to be tested. */
export async function canDrawLetters(): Promise<boolean> {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="60"><rect width="60" height="60" fill="#fff"/><text x="5" y="50" font-size="50" font-family="sans-serif">M</text></svg>'
  const { channels } = await sharp(Buffer.from(svg)).greyscale().stats()
  return (channels[0]?.min ?? 255) < 128
}
