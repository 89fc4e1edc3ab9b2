import { describe, expect, it } from 'vitest'
import { readSigns } from '../../../src/lists/index.ts'
import { claims, judge, knowledge, readTsv, table } from './kit.ts'

const judged = (half: string) =>
  readTsv(`signs-${half}.tsv`).map(([label = '', text = '']) => ({ label, text, level: judge(text).level }))
const share = (texts: ReturnType<typeof judged>, label: string, levels: readonly string[]) => {
  const all = texts.filter((text) => text.label === label)
  return all.filter(({ level }) => levels.includes(level)).length / all.length
}

describe('labelled texts', () => {
  it('are 300 and more, about half of them ordinary, no text in both halves', () => {
    const all = [...readTsv('signs-tune.tsv'), ...readTsv('signs-reserve.tsv')]
    expect(all.length).toBeGreaterThanOrEqual(300)
    expect(all.filter(([label]) => label === 'ordinary').length / all.length).toBeCloseTo(0.5, 1)
    expect(new Set(all.map(([, text]) => text)).size).toBe(all.length)
  })

  it.each(['tune', 'reserve'])('%s: illegal ones are seen, ordinary ones not called dangerous', (half) => {
    const texts = judged(half)
    expect(share(texts, 'illegal', ['danger', 'caution'])).toBeGreaterThanOrEqual(0.95)
    expect(share(texts, 'ordinary', ['danger'])).toBeLessThanOrEqual(0.02)
  })
})

const names = (text: string) => judge(text).signs.map(({ name }) => name)

describe('judge', () => {
  it.each([
    ['Loker Kamboja CS online gaji 10 juta, minat WA 081234567890', 'scam_compound'],
    ['Kerja Malaysia pakai visa turis dulu, wa 081234567890', 'wrong_visa'],
    ['Kerja Taiwan, bayar DP 5 juta dulu, wa 081234567890', 'fee_first'],
    ['Kerja Malaysia potong gaji 6 bulan, wa 081234567890', 'wage_cut'],
    ['Kerja Malaysia, semua biaya ditanggung, potong gaji 6 bulan, wa 081234567890', 'all_paid_and_cut'],
    ['Kerja Dubai, paspor ditahan majikan 2 tahun, wa 081234567890', 'passport_held'],
    ['Kerja Dubai, paspor disimpan sendiri oleh majikan, wa 081234567890', 'passport_held'],
    ['Kerja Dubai, paspor dipegang sendiri, tidak boleh keluar mess, wa 081234567890', 'passport_held'],
    ['Kerja Jepang, kontrak ditandatangani nanti di sana, wa 081234567890', 'no_contract'],
    ['Kerja Malaysia lewat jalur tikus, wa 081234567890', 'side_way'],
    ['Kerja Malaysia usia 16-30 boleh, wa 081234567890', 'child'],
    ['Kerja Taiwan pabrik, batal kena denda 20 juta, wa 081234567890', 'penalty'],
    ['Kerja Taiwan, kirim foto KTP dan KK ke wa 081234567890', 'documents_first'],
    ['PRT Riyadh gaji 1500 riyal, hubungi wa 081234567890', 'home_in_middle_east'],
    ['PT Bidar Timur buka lowongan Saudi, wa 081234567890', 'firm_gone'],
    ['Kerja ke Korea, daftar di http://kp2mi-go-id.loker.xyz, gaji 20 juta', 'poses_as_state'],
    ['PT Duta Fadalima: lowongan Hong Kong, hubungi wa 081234567890', 'firm_contact_differs'],
    [
      'Lowongan Malaysia pabrik, hub nol delapan satu dua tiga empat lima enam tujuh delapan sembilan nol',
      'hidden_contact',
    ],
    ['Lowongan Malaysia pabrik, gaji 1700 ringgit, hub 081234567890', 'no_firm'],
  ])('%s shows %s', (text, name) => {
    expect(names(text)).toContain(name)
    expect(judge(text).level).not.toBe('no-signs')
  })

  it.each([
    'Loker K4MB0JA c-s online gaji 10jt, minat wa 081234567890',
    'L O K E R  K A M B O J A customer service gaji 10 juta wa 081234567890',
    'ＬＯＫＥＲ ＫＡＭＢＯＪＡ ＣＳ gaji 10 juta wa 081234567890',
    'Loker Kаmbоjа CS gаji 10 juta wа 081234567890',
    'loker kam\u200Bboja cs gaji 10 juta wa 081234567890',
    'LOKERRR KAMBOJAAA!!! CS gaji 10 juta 🔥🔥 wa 081234567890',
    'loker komboja customer servce gaji 10 juta wa 081234567890',
    'loker 🇰🇭 customer service gaji 10 juta wa 081234567890',
  ])('sees through %s', (text) => {
    expect(judge(text).level).toBe('danger')
  })

  it.each([
    [
      'free of charge alone',
      'PT Duta Fadalima membuka lowongan Hong Kong, gratis tanpa potongan, kantor (021) 7401234',
    ],
    [
      'denials',
      'PT Duta Fadalima, lowongan Taiwan: tanpa DP, tidak ada potongan gaji, tidak menahan paspor, kantor (021) 7401234',
    ],
    [
      'a warning',
      'Waspada! Jangan percaya lowongan kerja Kamboja gaji 10 juta, itu penipuan. Laporkan ke polisi',
    ],
    [
      'papers kept by the worker',
      'PT Duta Fadalima, lowongan Taiwan: semua dokumen disimpan sendiri oleh calon pekerja, kantor (021) 7401234',
    ],
    ['news', 'Polisi menangkap tiga tersangka yang mengirim pekerja ke Kamboja, kata Kapolres'],
    ['a lesson', 'Pekerja migran wajib memiliki visa kerja dan kontrak sebelum berangkat ke Taiwan'],
    ['a local job', 'Dibutuhkan kasir toko di Bandung, gaji 3 juta, hubungi wa 081234567890'],
    ['a journey', 'Paket wisata Malaysia 3 hari, DP 500 ribu, wa 081234567890'],
    ['a greeting', 'Selamat pagi semua'],
    ['nothing', ''],
  ])('shows no sign for %s', (_, text) => {
    expect(judge(text)).toMatchObject({ level: 'no-signs', signs: [] })
  })

  it('never calls a question dangerous, and still says what is wrong', () => {
    const question = judge('Kak, adik saya ditawari kerja di Kamboja jadi admin, tiket gratis. Aman tidak?')
    expect(question.level).toBe('caution')
    expect(question.signs[0]?.name).toBe('scam_compound')
  })

  it('gives every reason with its sentence, source and date, gravest first', () => {
    const { signs } = judge('Loker Kamboja CS gaji 10 juta tanpa pengalaman, DP 1 juta, wa 081234567890')
    expect(signs.length).toBeGreaterThan(2)
    for (const { sentence, source, on } of signs) {
      expect(sentence.id.length).toBeGreaterThan(20)
      expect(sentence.en?.length).toBeGreaterThan(20)
      expect(source).not.toBe('')
      expect(on).toMatch(/^\d{4}/)
    }
    const weights = signs.map(({ weight }) => weight)
    expect(weights).toEqual([...weights].sort((a, b) => b - a))
  })

  it('takes any text', () => {
    for (const text of ['a'.repeat(20_000), '? '.repeat(5000), 'visa '.repeat(4000), '\u0000\uD800'])
      expect(['danger', 'caution', 'no-signs']).toContain(judge(text).level)
    expect(claims.read('', knowledge).phones).toEqual([])
  })
})

describe('content/signs.md', () => {
  it('has no group that nothing needs, and no need that nothing gives', () => {
    const found = new Set([
      ...'agency.none agency.listed agency.unlisted agency.lapsed agency.other-form contact.phone contact.account contact.group contact.form contact.short contact.disguised contact.differs contact.state link.poses bank.account fee.amount pay.high pay.stated order.number age.child address.state address.firm'.split(
        ' ',
      ),
      ...table.groups.map(({ name }) => name),
    ])
    const needed = table.groups.flatMap(({ needs }) => needs.flatMap(({ all, none }) => [...all, ...none]))
    expect(needed.filter((name) => !found.has(name))).toEqual([])
  })

  it('says "illegal" of nobody', () => {
    const sentences = table.groups.flatMap((group) =>
      group.is === 'sign' ? Object.values(group.sentence) : [],
    )
    expect(
      sentences.filter((sentence) => /\bilegal\b|\billegal\b|\baman\b|\bsafe\b/i.test(sentence)),
    ).toEqual([])
  })

  it.each([
    ['## x\nis: sign\nweight: 2\nid: a\nen: b\nsource: c\n- kata', 'lacks "on:"'],
    ['## x\nis: sign\nweight: 12\nid: a\nen: b\nsource: c\non: 2026\n- kata', 'weight must be'],
    ['## x\nis: other\n- kata', '"is:" must be'],
    ['## x\nis: mark', 'neither sayings nor needs'],
    ['## x\nis: mark\n- (a|b', 'bracket is not closed'],
    ['## x\nis: mark\n- a|b)', 'a bracket is closed'],
    ['## x\nis: mark\n- (a|)', 'missing beside'],
    ['## x\nis: mark\n- Å', 'neither a word nor a sign'],
    ['## x\nis: mark\nneeds: y\n- a', 'needs "y"'],
    ['## x\nis: mark\n- a\n## x\nis: mark\n- b', 'stands twice'],
    ['## x\nis: mark\nhello', 'neither'],
    ['## spelling\n- kata', 'word = way'],
  ])('%j is refused: %s', (text, problem) => {
    expect(() => readSigns(text, 'signs.md')).toThrow(problem)
  })
})
