/** Addresses that must never be reached, in every spelling we know of, drawn from a seed. */
import { domainToASCII } from 'node:url'

export type Draw = () => number

const fourRanges: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['255.255.255.255', 32],
]
/** Metadata services of hosting firms, and what is nearest. */
const famousFour = [
  '169.254.169.254',
  '100.100.100.200',
  '192.0.0.192',
  '168.63.129.16',
  '127.0.0.1',
  '0.0.0.0',
]

const numberOf = (four: string): number => four.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
const fourOf = (number: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.')
const halves = (four: string): string => {
  const number = numberOf(four)
  return `${Math.floor(number / 65_536).toString(16)}:${(number % 65_536).toString(16)}`
}
const pick = <T>(from: readonly T[], draw: Draw): T => from[Math.floor(draw() * from.length)] as T

export function hostileFour(draw: Draw): string {
  if (draw() < 0.1) return pick(famousFour, draw)
  const [base, bits] = pick(fourRanges, draw)
  return fourOf(numberOf(base) + Math.floor(draw() * 2 ** (32 - bits)))
}

const hex = (draw: Draw): string => Math.floor(draw() * 65_536).toString(16)

/** An IPv6 address that is not public, or that hides one of IPv4 that is not, or any in a tunnel. */
export function hostileSix(draw: Draw): string {
  const four = hostileFour(draw)
  const tail = `${hex(draw)}:${hex(draw)}:${hex(draw)}:${hex(draw)}`
  return pick(
    [
      '::1',
      '::',
      `::ffff:${four}`,
      `::ffff:${halves(four)}`,
      `::${halves(four)}`,
      `::ffff:0:${halves(four)}`,
      `64:ff9b::${halves(four)}`,
      `64:ff9b:1::${halves(four)}`,
      `2002:${halves(four)}::1`,
      `2001:0:${hex(draw)}:${hex(draw)}:0:${hex(draw)}:${halves(four)}`,
      `2400:cb00:1:2:0:5efe:${halves(four)}`,
      `2400:cb00:1:2:200:5efe:${halves(four)}`,
      `fe80::${tail}`,
      `fec0::${tail}`,
      `fc00::${tail}`,
      `fd${Math.floor(draw() * 256)
        .toString(16)
        .padStart(2, '0')}::${tail}`,
      `ff02::${hex(draw)}`,
      `100::${tail}`,
      `2001:db8::${tail}`,
      `2001:2::${hex(draw)}`,
      `2001:10::${hex(draw)}`,
      `2001:20::${hex(draw)}`,
      `3fff::${hex(draw)}`,
      `3ffe:${hex(draw)}::1`,
      `5f00::${hex(draw)}`,
      `4000::${tail}`,
      `e000::${tail}`,
    ],
    draw,
  )
}

export function hostileAddress(draw: Draw): string {
  return draw() < 0.5 ? hostileFour(draw) : hostileSix(draw)
}

/** One IPv4 address as programs have been made to read it. */
function spelled(four: string, draw: Draw): string {
  const number = numberOf(four)
  const parts = four.split('.').map(Number)
  const [a = 0, b = 0, c = 0, d = 0] = parts
  const wide = (text: string) => text.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)))
  const ringed = (text: string) =>
    text.replace(/[1-9]/g, (digit) => String.fromCodePoint(0x245f + Number(digit)))
  return pick(
    [
      four,
      `${four}.`,
      String(number),
      `0x${number.toString(16)}`,
      `0${number.toString(8)}`,
      parts.map((part) => `0x${part.toString(16)}`).join('.'),
      parts.map((part) => `0${part.toString(8)}`).join('.'),
      parts.map((part) => `000${part.toString(8)}`).join('.'),
      `${a}.${b * 65_536 + c * 256 + d}`,
      `${a}.${b}.${c * 256 + d}`,
      `0x${a.toString(16)}.0${b.toString(8)}.${c}.${d}`,
      wide(four),
      ringed(four),
      four.replaceAll('.', '。'),
      four.replaceAll('.', '%2e'),
      encodeURIComponent(four).replace(/^\d/, (digit) => `%3${digit}`),
    ],
    draw,
  )
}

const hostileNames = [
  'localhost',
  'LOCALHOST',
  'localhost.',
  'a.localhost',
  'ｌｏｃａｌｈｏｓｔ',
  'router',
  'db.internal',
  'metadata.google.internal',
  'metadata.google.internal.',
  'printer.local',
  'nas.lan',
  'box.home.arpa',
  'host.docker.internal',
  'kubernetes.default.svc.cluster.local',
  'expyuzz4wqqyqhjn.onion',
]
const innerPorts = [22, 25, 53, 110, 2375, 3306, 5432, 6379, 8080, 9200, 11_211, 65_535]

/** A whole address that must be refused as it is written, before anything is asked. */
export function hostileUrl(draw: Draw): string {
  const four = hostileFour(draw)
  const scheme = pick(['http', 'https', 'HTTP'], draw)
  return pick(
    [
      () => `${scheme}://${spelled(four, draw)}/`,
      () => `${scheme}://${spelled(four, draw)}/latest/meta-data/?x=1#y`,
      () => `${scheme}://${spelled(four, draw)}:80/`,
      () => `${scheme}://[${hostileSix(draw)}]/`,
      () => `${scheme}://[${hostileSix(draw)}]:443/`,
      () => `${scheme}://[fe80::1%25eth0]/`,
      () => `${scheme}://[::1%25lo]/`,
      () => `${scheme}://${pick(hostileNames, draw)}/`,
      () => `${scheme}://lowongan.example.com@${spelled(four, draw)}/`,
      () => `${scheme}://lowongan.example.com:pw@lowongan.example.com/`,
      () => `${scheme}://${spelled(four, draw)}\\@lowongan.example.com/`,
      () => `${scheme}:\\\\${spelled(four, draw)}\\`,
      () => `${scheme}:${spelled(four, draw)}`,
      () => `  ${scheme}://${spelled(four, draw)}/`,
      () => `${scheme}://\t${spelled(four, draw)}\n/`,
      () => `${scheme}://lowongan.example.com:${pick(innerPorts, draw)}/`,
      () =>
        `${pick(['file', 'ftp', 'gopher', 'dict', 'ldap', 'data', 'javascript', 'blob'], draw)}://${four}/`,
      () => `//${four}/`,
      () => `${scheme}://lowongan.example.com/${'a'.repeat(3_000)}`,
    ],
    draw,
  )()
}

/** A public address, on names and in spellings that people really write. */
export function benignAddress(draw: Draw): string {
  const byte = () => Math.floor(draw() * 254) + 1
  if (draw() < 0.3) return `2404:6800:4003:${hex(draw)}::${hex(draw)}`
  return `${pick([8, 23, 36, 45, 103, 104, 114, 139, 142, 149, 157, 180, 182], draw)}.${byte()}.${byte()}.${byte()}`
}

/** `host`: as the resolver is asked for it. */
export function benignUrl(draw: Draw): { readonly url: string; readonly host: string } {
  const label = `loker${Math.floor(draw() * 1e6)}`
  const written = pick(
    [
      `${label}.com`,
      `WWW.${label}.co.id`,
      `${label}.blogspot.com.`,
      `${label}-kerja.xyz`,
      `büro${label}.de`,
      `${label}é.net`,
      `a.b.${label}.web.id`,
      `${label}.localhost.com`,
      `127.0.0.1.${label}.io`,
    ],
    draw,
  )
  const path = pick(
    ['/', '/lowongan?neg=taiwan', '/a%20b/c#d', '/p/kerja-di-luar-negeri.html', ':80/x', ''],
    draw,
  )
  return { url: `http://${written}${path}`, host: domainToASCII(written.toLowerCase()).replace(/\.$/, '') }
}
