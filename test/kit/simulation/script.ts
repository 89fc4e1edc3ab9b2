/** Who writes what and when in a simulated world. */
import type { Body, ChannelName, Inbound, InboundId } from '#engine'

export interface Written {
  /** ms from the beginning. */
  readonly at: number
  readonly inbound: Inbound
}

/** What people write: every state of a conversation is reached by some of them. */
const texts = [
  'halo',
  'PT Human Select Indonesia resmi gak?',
  'apakah pt maju jaya terdaftar',
  'cek PT',
  '1',
  '2',
  'ya',
  'tidak',
  'menu',
  'bantuan',
  'berhenti',
  'mau info penipuan',
  'mau lapor',
  'WA 0812-3456-7890, minta transfer 5 juta dulu',
  'LOWONGAN KAMBOJA admin online gaji 15 juta tanpa pengalaman, visa turis, WA 0812-3456-7890',
  'saya dikurung majikan, paspor ditahan',
  'Malaysia',
  'biaya ke Taiwan berapa?',
  'dokumen apa saja yang harus disiapkan',
  'English please',
  'is PT Bella Sukses Mandiri licensed?',
  'bahasa jawa',
  'data saya',
  'hapus data saya',
  'makasih ya',
  'kabar laporan saya',
  '🙏',
  'PT',
  'x'.repeat(5_000),
]

const channels = ['telegram', 'whatsapp'] as const

/** A few people over a day or two, in the order of time. */
export function writeScript(random: () => number): readonly Written[] {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
  const people = 2 + Math.floor(random() * 4)
  const script: Written[] = []
  for (let person = 0; person < people; person++) {
    const channel = pick(channels) as ChannelName
    let at = Math.floor(random() * 60_000)
    const messages = 2 + Math.floor(random() * 7)
    for (let count = 0; count < messages; count++) {
      at += random() < 0.7 ? Math.floor(random() * 3_000) : Math.floor(random() * 12 * 3_600_000)
      const body: Body = { kind: 'text', text: pick(texts) }
      const name = `person-${person}`
      const inbound: Inbound = {
        id: `${name}-${count}` as InboundId,
        at: new Date(Date.UTC(2026, 10, 24) + at),
        from: { channel, chat: name },
        person: name,
        hint: null,
        setting: 'private',
        addressed: true,
        forwarded: body.text.startsWith('LOWONGAN') ? 'once' : 'no',
        body,
        quotes: null,
      }
      script.push({ at, inbound })
    }
  }
  return script.toSorted((a, b) => a.at - b.at)
}
