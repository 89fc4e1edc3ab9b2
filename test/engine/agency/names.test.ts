/** Real names, real variants and every kind of fake we know, each with the one right reading. */
import { describe, expect, test } from 'vitest'
import { brief, knowledge, listed, read } from './shipped.ts'

describe('a listed name, letter for letter, is licensed', () => {
  test.each([
    ['PT AGESA ASA JAYA', 'AGESA ASA JAYA'],
    ['pt. agesa asa jaya', 'AGESA ASA JAYA'],
    ['P.T. Agesa Asa Jaya', 'AGESA ASA JAYA'],
    ['p t agesa asa jaya', 'AGESA ASA JAYA'],
    ['perseroan terbatas agesa asa jaya', 'AGESA ASA JAYA'],
    ['Agesa Asa Jaya, PT', 'AGESA ASA JAYA'],
    ['agesa asa jaya', 'AGESA ASA JAYA'],
    ['AgesaAsaJaya', 'AGESA ASA JAYA'],
    ['pt agesa-asa-jaya', 'AGESA ASA JAYA'],
    ['“PT AGESA ASA JAYA”', 'AGESA ASA JAYA'],
    ['PT Ágesa Asa Jáya', 'AGESA ASA JAYA'],
    ['PT yang namanya Agesa Asa Jaya', 'AGESA ASA JAYA'],
    ['PT AKKA AL MATAR', 'AKKA AL-MATAR'],
    ["PT ABUNI'MAH SEJAHTERA UTAMA", 'ABUNI`MAH SEJAHTERA UTAMA'],
    ['pt abunimah sejahtera utama', 'ABUNI`MAH SEJAHTERA UTAMA'],
    ['PT Harcoselaras Sentosajaya', 'HARCO SELARAS SENTOSA JAYA'],
    ['LPK BSI Indonesia', 'LPK BSI INDONESIA'],
    ['PT LPK BSI Indonesia', 'LPK BSI INDONESIA'],
    ['minori', 'MINORI'],
    ['sarco legal?', 'SARCO'],
    ['PT New Comer', 'NEW COMER'],
    ['cahaya lombok resmi gak?', 'CAHAYA LOMBOK'],
  ])('%s', (text, name) => {
    expect(read(text)).toEqual([`licensed: ${name}`])
  })

  test.each([
    'Apa PT Agesa Asa Jaya itu resmi?',
    'Kang, ari PT Agesa Asa Jaya teh resmi henteu?',
    'aku arep mangkat liwat PT Agesa Asa Jaya, piye?',
    'is PT Agesa Asa Jaya legit?',
    'min pt agesa asa jaya aman ga nih',
    'PT Agesa Asa Jaya kok minta uang terus',
    'PT Agesa Asa Jaya 081234567890',
    'PT Agesa Asa Jaya +62 812-3456-7890 katanya 15jt',
    'PT Agesa Asa Jaya 15 juta biayanya',
    'PT Agesa Asa Jaya https://example.org/loker',
    'PT Agesa Asa Jaya? Group WA nya ada?',
  ])('in a sentence: %s', (text) => {
    expect(read(text)).toEqual(['licensed: AGESA ASA JAYA'])
  })

  test('every name of the list, in capitals and small letters, with PT and without', () => {
    const wrong = listed.filter(
      (name) =>
        ![`PT ${name}`, `pt ${name.toLowerCase()}`, name].every((text) =>
          [knowledge.read(text)[0]?.verdict, knowledge.judge(text)].every(
            (verdict) => verdict?.kind === 'licensed' && verdict.agency.name === name,
          ),
        ),
    )
    expect(wrong).toEqual([])
  })
})

describe('the newest dated statement wins', () => {
  test.each([
    ['PT Al Royyan Cahaya Mandiri', 'licensed: AL ROYYAN CAHAYA MANDIRI'],
    ['PT Binajasa Abadi Karya', 'licensed: BINAJASA ABADIKARYA'],
    ['PT Guna Mandiri Paripurna', 'licensed: GUNAMANDIRI PARIPURNA'],
    ['PT Setia Mulia Kridatama', 'licensed: SETIA MULIA KRIDATAMA'],
    ['PT Setiamulia Kridatama', 'licensed: SETIA MULIA KRIDATAMA'],
    ['PT Multi Intan Amanah Internasional', 'lapsed revoked: MULTI INTAN AMANAH INTERNASIONAL'],
    ['PT Putri Samawa Mandiri', 'lapsed revoked: PUTRI SAMAWA MANDIRI'],
    ['PT Alfa Nusantara Perdana', 'lapsed suspended: ALFA NUSANTARA PERDANA'],
    ['PT Bidar Timur', 'lapsed revoked: BIDAR TIMUR'],
    ['PT Mushofahah Maju Jaya', 'lapsed revoked: MUSHOFAHAH MAJUJAYA'],
    ['PT Gayung Mulya Ikif', 'old-list: GAYUNG MULYA IKIF'],
    ['PT Aad Pratama Karya', 'old-list: AAD PRATAMA KARYA'],
    ['PT Rihlah Ibadi', 'licensed: RIHLAH IBADI'],
    ['PT Rihlah Abadi', 'old-list: RIHLAH ABADI'],
  ])('%s', (text, expected) => {
    expect(read(text)).toEqual([expected])
  })

  test('a weak source is marked', () => {
    const [mention] = knowledge.read('PT Dwi Insan Setia Utama')
    expect(mention?.verdict).toMatchObject({ kind: 'lapsed', standing: { weak: true, since: '2016-09' } })
  })

  test('an old name that is another spelling of a listed one is asked about, the listed one first', () => {
    for (const [old, now] of [
      ['KHALIFAH FIRDAUS AULIA', 'KHALIFFAH FIERDAUS AULIA'],
      ['KARYA PESONA SUMBER REZEKI', 'KARYA PESONA SUMBER REJEKI'],
      ['FICOTAMA BINA TERAMPIL', 'FICOTAMA BINA TRAMPIL'],
      ['SOFIA INTERNATIONAL PERKASA', 'SOFIA INTERNASIONAL PERKASA'],
    ]) {
      expect(read(`PT ${old}`)).toEqual([`which near: ${now}`])
    }
  })
})

describe('a look-alike is never licensed', () => {
  test.each([
    'PT Agesa Asa Jaya Group',
    'PT Agesa Asa Jaya 2',
    'PT Agesa Asa Jaya 88 jam 9 malam',
    'PT Agesa Asa Jaya 2 bulan lagi berangkat',
    'PT Agesa Asa Jaya, Internasional',
    'PT Agesa Asa Jaya - Group',
    'PT Agesa Asa Jaya-Group',
    'PT Agesa Asa Jaya (Global)',
    'PT Agesa Asa Jaya\nGroup',
    'PT Agesa Asa Jaya\tGroup',
    'PT Agesa Asa Jaya 🌏 Group',
    'PT Agesa Asa Jaya & Partners',
    'PT Agesa Asa Jaya + Mandiri',
    'PT Agesa Asa Jaya dan Rekan',
    'PT Agesa Asa Jaya / Minori',
    'PT Agesa Asa Jaya. Group',
    'PT Agesa Asa Jaya. Koperasi',
    'PT Agesa Asa Jaya: Internasional',
    'PT Agesa Asa Jaya Tbk',
    'PT Agesa Asa Jaya Sdn Bhd',
    'PT Agesa Asa Jaya Official',
    'PT Agesa Asa Jaya Bisa Maju',
    'PT Agesa Asa Jaya Terus Maju',
    'kak PT AGESA ASA JAYA BISA MAJU resmi gak',
    'PT Agesa Asa Jaya Minori',
    'PT Agesa Asa Jaya, Jakarta Group',
    'PT "Agesa Asa Jaya" Global',
    '"PT Agesa Asa Jaya" Global resmi?',
    'PT *Agesa Asa Jaya* Mandiri',
    'PT Global Agesa Asa Jaya',
    'PT Agensi Agesa Asa Jaya',
    'pt visa agesa asa jaya',
    'Putra Agesa Asa Jaya',
    'PT Agesa Asa',
    'PT Asa Agesa Jaya',
    'PT Agesa Asa Jaja',
    'pt agsa asa jya',
    'PT Аgesa Asa Jaya',
    'PT Ag\u200besa Asa Jaya',
    'PT Agesa Asa Jaya\u200bGroup',
    'PT Agesa Asa J4ya',
    'PT ＡＧＥＳＡ ＡＳＡ ＪＡＹＡ',
    '𝗣𝗧 𝗔𝗴𝗲𝘀𝗮 𝗔𝘀𝗮 𝗝𝗮𝘆𝗮',
    'PT A\u0336gesa Asa Jaya',
    'PTAgesa Asa Jaya',
    'Agesa Asa Jaya Agency resmi?',
  ])('%s', (text) => {
    const verdicts = [...knowledge.read(text).map(({ verdict }) => verdict), knowledge.judge(text)]
    expect(verdicts.filter(({ kind }) => kind === 'licensed')).toEqual([])
    expect(verdicts.map(brief).join()).toContain('AGESA ASA JAYA')
  })

  test.each([
    ['CV Agesa Asa Jaya'],
    ['C.V. Agesa Asa Jaya'],
    ['Yayasan Agesa Asa Jaya resmi?'],
    ['LPK Agesa Asa Jaya'],
    ['LPK PT Agesa Asa Jaya'],
    ['Koperasi PT. Agesa Asa Jaya'],
    ['Agesa Asa Jaya CV'],
    ['UD. Agesa Asa Jaya'],
    ['Koperasi Agesa Asa Jaya'],
  ])('another legal form: %s', (text) => {
    expect(read(text)).toEqual(['which form: AGESA ASA JAYA'])
  })

  test('a name that is only shown as a listed one', () => {
    expect(read('PT \u202eayaJ asA asegA\u202c')).toEqual(['unlisted pt: ayaJ asA asegA'])
    expect(read('PT \u202eAgesa Asa Jaya\u202c')).toEqual(['which near: AGESA ASA JAYA'])
  })

  test('a slip in a longer lapsed name leaves no listed one', () => {
    expect(read('ini putri mandiri abadi')).toEqual(['which near: PUTRI MANDIRI ABADI'])
    expect(read('PT ini putri mandiri abadi')).toEqual(['which near: PUTRI MANDIRI ABADI'])
    expect(read('cek PT Putri Mandiri Abadi')).toEqual(['licensed: PUTRI MANDIRI ABADI'])
  })

  test('a CV with a revoked name is asked about too', () => {
    expect(read('CV Bidar Timur')).toEqual(['which form: BIDAR TIMUR'])
  })

  test('listed look-alikes of each other are told apart', () => {
    for (const name of [
      'ASIA INDO MANPOWER',
      'ASAMULIA INDOMANPOWER',
      'MILLENIUM MUDA MAKMUR',
      'MILLENIUM MUDA MANDIRI',
      'NUSA SINAR MAKMUR',
      'NUSA SINAR PERKASA',
    ]) {
      expect(read(`PT ${name}`)).toEqual([`licensed: ${name}`])
    }
  })
})

describe('what may be meant is asked', () => {
  test.each([
    ['pt hsi', 'HUMAN SELECT INDONESIA'],
    ['PT Select Indonesia', 'HUMAN SELECT INDONESIA'],
    ['pt humn selct indonesia', 'HUMAN SELECT INDONESIA'],
    ['human slct indonesia', 'HUMAN SELECT INDONESIA'],
    ['saya ditawarin kerja ke taiwan sama milllenium muda mandiri legal?', 'MILLENIUM MUDA MANDIRI'],
    ['pt mllnm mda mndri', 'MILLENIUM MUDA MANDIRI'],
    ['pt hoeman seletjt indonesia', 'HUMAN SELECT INDONESIA'],
    ['pt saroc', 'SARCO'],
    ['9120307772741', 'AGESA ASA JAYA'],
    ['izin 9120 3077 7274 1', 'AGESA ASA JAYA'],
    ['nib 9120-3077-7274-1 punya siapa', 'AGESA ASA JAYA'],
    ['03082500138530001', 'ACE INDONESIA SUKSESS'],
  ])('%s', (text, name) => {
    expect(read(text)).toEqual([`which near: ${name}`])
  })

  test('at most three names, and the words that differ', () => {
    const [mention] = knowledge.read('PT Human Selekt Indonesia')
    expect(mention?.verdict).toMatchObject({ kind: 'which', candidates: [{ differs: ['SELECT'] }] })
    for (const text of ['pt bumi mas mandiri', 'pt sejahtera abadi', 'pt mandiri jaya']) {
      const [asked] = knowledge.read(text)
      if (asked?.verdict.kind === 'which') expect(asked.verdict.candidates.length).toBeLessThanOrEqual(3)
    }
  })

  test('several agencies are read in the order named', () => {
    expect(read('PT Agesa Asa Jaya dan PT Minori, mana yang resmi?')).toEqual([
      'licensed: AGESA ASA JAYA',
      'licensed: MINORI',
    ])
    expect(read('PT Bidar Timur atau PT Minori atau CV Maju Lancar?')).toEqual([
      'lapsed revoked: BIDAR TIMUR',
      'licensed: MINORI',
      'unlisted cv: Maju Lancar',
    ])
  })

  test('the same agency twice is one mention', () => {
    expect(read('PT Minori itu resmi? saya takut pt minori nipu')).toEqual(['licensed: MINORI'])
  })
})

describe('what no list knows is unlisted, in the words of the person', () => {
  test.each([
    ['PT Maju Terus Pantang Mundur itu resmi gak', 'unlisted pt: Maju Terus Pantang Mundur'],
    ['PT Maju Terus hub 0812-3456-7890', 'unlisted pt: Maju Terus'],
    ['kak PT Zxqwv Bhanuwati Kertanegara aman?', 'unlisted pt: Zxqwv Bhanuwati Kertanegara'],
    ['CV Maju Lancar resmi gak', 'unlisted cv: Maju Lancar'],
    ['LPK Lombok Jaya Internasional resmi?', 'unlisted lpk: Lombok Jaya Internasional'],
    ['PT Maju', 'unlisted pt: Maju'],
  ])('%s', (text, expected) => {
    expect(read(text)).toEqual([expected])
  })

  test('a query has neither phone number nor e-mail, and at most 80 characters', () => {
    const long = `PT ${'Qwzx'.repeat(60)}`
    for (const text of [
      'PT Zenith Kencono 081234567890',
      'PT Zenith Kencono 0812 3456 7890 resmi?',
      'PT Zenith Kencono zenith@mail.com',
      'PT Zenith Kencono O8l2-3456-789O',
      long,
    ]) {
      for (const { verdict } of knowledge.read(text)) {
        expect(verdict.query).not.toMatch(/\d{3}|@/)
        expect(verdict.query.length).toBeLessThanOrEqual(80)
      }
      expect(knowledge.read(text)).toHaveLength(1)
    }
  })
})

describe('a message that names no agency', () => {
  test.each([
    'PT ini resmi gak?',
    'pt nya apa aja',
    'PT mana yang aman ya?',
    'ada pt resmi di Lombok gak?',
    'kirim CV ke mana kak',
    'cv lamaran kerja contoh',
    'lpk jepang di bandung mana yang bagus',
    'cahaya lombok indah sekali pagi ini',
    'saya newcomer di taiwan',
    'new comer di sini kak, salam kenal',
    'semoga menuju masa depan cerah bersama keluarga',
    'hubungi 081234567890',
    'no hp saya 6281234567890',
    'nama saya Dewi Lestari',
    'bus sinar jaya jurusan wonosobo',
    'agen saya minta 20 juta wajar gak',
    '',
    '🙏🙏🙏',
  ])('%s', (text) => {
    expect(read(text)).toEqual([])
  })

  test.each(['gak tau kak', 'lupa namanya', 'ya', '', '???', '081234567890', 'pt'])(
    'asked for a name, "%s" is none',
    (text) => {
      expect(knowledge.judge(text).kind).toBe('no-name')
    },
  )

  test.each([
    ['namanya agesa asa jaya kak', 'licensed: AGESA ASA JAYA'],
    ['Maju Jaya Abadi Sentausa', 'unlisted no form: Maju Jaya Abadi Sentausa'],
    ['agesa asa', 'which near: AGESA ASA JAYA'],
  ])('asked for a name, "%s" is one', (text, expected) => {
    expect(brief(knowledge.judge(text))).toBe(expected)
  })
})

test('a candidate that was chosen is recalled with its standing, an unknown one is not', () => {
  const [mention] = knowledge.read('pt agesa asa')
  if (mention?.verdict.kind !== 'which') throw new Error('Expected a question.')
  const [{ agency }] = mention.verdict.candidates
  expect(knowledge.recall(agency.id)).toMatchObject({ kind: 'licensed', agency: { name: 'AGESA ASA JAYA' } })
  expect(knowledge.recall('no-such-agency' as typeof agency.id)).toBeNull()
})

test('the shipped list has its date and its size', () => {
  expect(knowledge.asOf).toBe('2026-09-17')
  expect(knowledge.listed).toBe(524)
})
