/** Words of danger. Wide on purpose: help given once too often costs a person one message; help missed may cost
 * more. Read on plain words (see letters.ts), in Indonesian with its slang, English, Javanese and Sundanese. */

import { anyOf } from './pattern.ts'

const kinds = [
  'suicide',
  'sexual-abuse',
  'violence',
  'child-in-danger',
  'confinement',
  'forced-scamming',
  'trafficked',
  'passport-held',
  'unpaid-wages',
  'illness',
  'death',
  'arrest',
  'stranded',
  'lost-contact',
  'unclear',
] as const

/** What somebody is in, or whom they write for; `unclear`: they call for help and do not say why. */
export type Danger = (typeof kinds)[number]

/** Whether a text names a kind of danger. */
export function isDanger(text: string): text is Danger {
  return kinds.some((kind) => kind === text)
}

/** Those a family looks for. */
const relatives = [
  'anak|adik|adek|kakak|istri|suami|ibu|mama|bapak|ayah|teman|temanku|keponakan|sepupu|saudara|tetangga',
  'adikku|anakku|kakakku|istriku|suamiku|ibuku|bojo|bojoku|pamajikan|salaki',
].join('|')
const family = `(${relatives})`
const someone = `(saya|kami|ku|dia|korban|abk|kawan|${relatives})`
const kept = [
  '(di ?(tahan|ambil|ambilin|rampas|sita|pegang|simpan|bawa|sembunyikan|umpetin|rebut|candak|cekel',
  'cepeng|gondheli|jupuk|pendet|jabel|bawa kabur))',
].join('|')
const papers = '(paspor|ktp|dokumen|kartu identitas|hp|handphone|visa|arc|permit)'

/** The first that fits names the danger; the gravest stand first. */
const dangers: readonly (readonly [Danger, RegExp])[] = [
  [
    'suicide',
    anyOf`
      \bbunuh diri\b
      \b(mau|lebih baik|mending|rasanya) (mati|maot|modar|mampus|pejah)( saja| aja| wae| rasanya|
        \b(?! (lampu|hp)))
      \b(akhiri|mengakhiri|ngakhiri) (hidup|semua)
      \btidak (kuat|sanggup|tahan) lagi\b
      \b(bundir|loncat dari|terjun dari|lompat dari|jump off|jump from)\b
      \btidak (mau|kuat|sanggup) (lagi )?hidup
      \b(kill|killing|hurt) myself\b
      \bwant to die\b
      \bsuicid\w*
      \bend my life\b
      \bself harm
      \bgantung diri\b
      \bnganyut\b
      \bkendat\b
    `,
  ],
  [
    'violence',
    anyOf`
      \b(dipukul|disiksa|dianiaya|diperkosa|memperkosa|perkosa|dilecehkan|melecehkan|pelecehan|dicabuli|
        disetrum|ditampar|ditendang|disundut|dicekik|disiram|diludahi|dibunuh|disakiti|digampar|
        ditonjok|dibacok|ditusuk|dikeroyok|dirudapaksa|digrepe|diraba|dibanting|ditumbuk|disambit|
        disetrika|dijambak|ditempeleng|disabet)\w*
      \b(suka|sering|selalu|terus|mau) (pukul|mukul|memukul|nampar|nyiksa|mukulin|mukuli|tampar|tendang|
        siksa) (saya|kami|dia|istri|anak)
      \b(memukul|mukul|mukuli|nampar|menampar|menyiksa|nyiksa|siksa) (saya|kami|dia)\b
      \b(nampar|menampar|mukul|mukuli|mukulin|memukul|memukuli|nyiksa|menyiksa|nendang|menendang|
        memperkosa|merkosa|nyetrum|menyetrum|melecehkan|ngelecehin|menganiaya|aniaya|pegang2|megang2|
        grepe|meraba|ngeraba|raba2|remas|meremas|dicium|hamili|menghamili|dihamili|jambak|menjambak|
        nyakitin|menyakiti)\b
      \b(pukul|tampar|tendang|siksa) (saya|kami|dia|teman|istri|anak|adik|kakak|kita)\b
      \b(minta|suruh|paksa|ajak|maksa) (saya |kami )?(layani|melayani|tidur (dengan|bareng|sama)|
        bersetubuh|begituan)\b
      \b(suka|sering|selalu|terus|tiap hari|main) (\w+ )?(pukul|tampar|tendang|siksa|jambak|tangan)\b
      \b(diancam|mengancam|ngancam|ancam (saya|kami|bunuh|dibunuh))\b
      \b(kekerasan (fisik|seksual|dalam|dari|rumah)|korban kekerasan|kdrt|berdarah|babak belur|memar)\b
      \b(beating|beaten|(beats?|hits?|hurts?|kicks?|slaps?) (me|us|her|him|them|my|our)|hitting|slapped|
        rap(ed|ing|e)|abus(ed|es|ing|e)|tortur(ed|es|e)|molest\w*|assault\w*|kick(ed|s)? me|threaten\w*|
        hurts? me|violent)\b
    `,
  ],
  [
    'confinement',
    anyOf`
      \b(disekap|dikurung|kekurung|dikunciin|dikunciko|disandera|terkurung|terjebak|diculik|penyekapan|
        disekep|dibui|dikerangkeng|dipasung)\b
      \b(kami |saya |dia )?(dikunci|dikonci)( \w+){0,2} (di|dalam|kamar|rumah|mess|majikan|dari|terus)\b
      \bsaya (dikunci|dikonci)\b
      \b(nyekap|menyekap|ngurung|mengurung|ngunciin|ngunci (saya|kami)|mengunci (saya|kami)|nyandera|
        menyandera|tebusan|ransom)\b
      \b(is|are|was|were|being|been|am) held\b
      \b(ganti rugi|denda|tebus|\d+ ?(jt|juta|dollars?|ringgit|riyal)|\d+(jt|juta))\b.{0,25}\b(kalau|
        baru|sebelum|supaya|agar|biar) (mau |boleh |bisa )?(pulang|keluar)\b
      \bmau pulang( \w+){0,3} tidak (boleh|bisa|dikasih|diizinkan)\b
      \bpay\b.{0,25}\b(to (leave|go home)|before i (leave|go))\b
      \btidak (boleh|bisa|dikasih|di kasih|diperbolehkan|diizinkan|diijinkan|dibolehin|diberi|kasih|
        kuat) (saya |kami |kasih |izin )?(keluar(?! negeri)|pulang|pergi dari|ke luar(?! negeri)|kabur|
        telepon|hubungi keluarga|ninggalin)
      \bdilarang (keluar(?! negeri)|pulang|telepon|menelepon)
      \b(mau|saya|bisa|cara|lagi|berhasil|coba|pengin|kami|dia) (kabur|melarikan diri|minggat|
        lari) (dari|saja|karena|ke kbri|ke kjri|tapi)\b
      \b(kabur|lari|minggat|melarikan diri) dari (majikan|rumah|agen|tempat|kompleks|mess|penampungan|
        perusahaan|asrama|sini)\b
      \b(disuruh|dipaksa|suruh|paksa|kudu|harus) (jadi )?(penipu|menipu|ngescam|nge scam|scam\w*|
        melacur|jual diri|layani|melayani (tamu|pria|laki|nafsu)|jadi (psk|pelacur)|kerja tanpa|
        kerja paksa|nipu)
      \b(dipaksa kerja|kerja paksa|forced (labou?r|to)|slave\w*|perbudakan|diperbudak)\b
      \b(locked? (me |us |her |him )?(in|up|inside)|held (captive|against|hostage)|trapped|kidnapp?\w*|
        hostage|imprisoned)\b
      \b(cant|cannot|can t|can not|not allowed to|wont let (me|us|her)|tidak let (me|us)|not let (me|
        us)|couldnt) (leave|go out|get out|escape|go home|quit)
      \b(escape|run away|ran away) (from|my)\b
    `,
  ],
  [
    'trafficked',
    anyOf`
      \b${someone}( \w+){0,3} (dijual|didol|dical|diperjualbelikan|diperdagangkan|jadi korban (tppo|
        perdagangan|trafficking))
      \b(dijual|didol|dical) (oleh|dengan (agen|majikan|orang|teman|calo|pacar|bos)|ku (agen|calo)|(ke|
        di|ka|menyang) (agen|majikan|perusahaan|bandar|orang|kamboja|myanmar|laos|sindikat|mafia|
        mucikari|arab|malaysia|china|cina))\b
      \b(saya|kami|dia) korban (tppo|perdagangan|trafficking|trafiking|penjualan)
      \b(prostitusi|pelacuran|psk|lokalisasi|dilacurkan|prostitution|brothel|sex work)\b
      \bdijadikan (psk|pelacur|budak|admin judi|penipu)
      \b(sold (me|us|her|him|to)|been sold|trafficked|being trafficked)\b
    `,
  ],
  [
    'passport-held',
    anyOf`
      \b${papers}( \w+){0,3} ${kept}
      \b${kept}( \w+){0,2} ${papers}\b
      \b(tahan|nahan|menahan|ngambil|mengambil|ambil|rampas|merampas|nyita|menyita|sita|megang|memegang|
        pegang|simpan|menyimpan|nyimpen|nyekel|nyepeng) (paspor|ktp|dokumen)\b
      \b(paspor|dokumen|ktp)\b.{0,40}\b(tidak|belum|durung) (mau )?(di ?|nga?)?(kembali\w*|balik\w*|
        balek\w*|disukakke|wangsul\w*|pulangkeun|wenehke)\b
      \b(wont|will not|refus\w*|never|didnt|tidak) (to )?(give|return|giving|hand)( back)? (my|our|the|
        us our|me my) (paspor|papers|dokumen|id)\b
      \b(takes?|took|taken|taking|keeps?|kept|keeping|confiscat\w*|holds?|held|holding|withh\w*|seized?|
        has|have) (away )?(my|our|her|his|the|their|all|all our) (paspor|papers|dokumen|phone|id)
      \b(paspor|papers|dokumen|phone) (is |was |were |has been |been |being |got )?(taken|kept|
        confiscated|held|withheld|seized)
    `,
  ],
  [
    'stranded',
    anyOf`
      \b(terlantar|ditelantarkan|telantar|ditelantarin|ditinggalkeun|terdampar|luntang lantung|
        lontang lantung|kapiran)\b
      \bditinggal(kan|in)? (agen|sponsor|majikan|calo|begitu|sendiri|di (bandara|pelabuhan|jalan|hutan|
        luar|negara|penampungan|hotel|malaysia|arab))
      \btidak (di ?)?(kasih|beri|dikasih|diberi|diwehi|dipasihan|wehi) (makan|minum|mangan|neda|makanan)
      \b(kelaparan|tidak makan (berhari|sudah|2|3|dua|tiga)|starving|no food|without food)\b
      \b(diusir|dideportasi|deported|dibuang (majikan|agen|di|begitu)|dituduh|nuduh saya|menuduh saya|
        accused|jenazah|mayat|overstay|(saya|kami|jadi|status|aku)( \w+)? kaburan|kicked out|
        thrown out)\b
      \b(sakit|demam|hamil|luka|ill|sick)\b.*\btidak (boleh|dibawa|dikasih|diobati|diizinkan|diberi|
        allowed|taken)\b.*\b(dokter|berobat|obat|rumah sakit|rs|istirahat|klinik|doctor|hospital)\b
      \b(stranded|abandoned|left (me|us) (at|in|here)|stuck (in|at|here)|homeless)\b
      \btidak (bisa|tahu cara|punya (uang|ongkos|biaya)( \w+){0,2}) pulang\b
      \b(ditangkap|dipenjara|ditahan|diamankan|arrested|detained|in jail|in prison) (\w+ ){0,2}(polisi|
        imigrasi|immigration|police|polis)
      \b(dipenjara|arrested|detained)\b
      ^(?!.*\b(gaji|upah|visa|izin|uang|ijazah|berkas)\b).*\b${someone}( \w+)? ditahan\b
      \b${someone}( \w+){0,2} (kecelakaan|sakit parah|koma|kritis|meninggal|tidak sadar|pingsan|opname)
    `,
  ],
  [
    'lost-contact',
    anyOf`
      \b(hilang|putus|ilang|kehilangan|lost|losing|los) (kontak|contact)\b
      ^(?!.*\b(paspor|hp|dompet|berlaku|uang|barang|koper)\b).*\b${family}( \w+){0,6} (tidak ada (kabar|
        berita)|tidak bisa dihubungi|hilang|menghilang|tidak pulang pulang|tidak ada kabarnya|
        tanpa kabar)
      \b(tidak ada kabar|tanpa kabar) (\w+ ){0,4}(bulan|minggu|tahun|hari|lagi)
      \b(missing|disappeared)\b
      \btidak ada kabar(nya)?\b.*\b(anak|adik|istri|suami|ibu|kakak|kamboja|malaysia|arab|taiwan|
        hongkong)
    `,
  ],
  [
    'unclear',
    anyOf`
      (?<!\b(?:nomor|no|kontak|telepon|hotline) )\b(darurat|emergency|sos|gawat|urgent|
        mayday)\b(?! (number|contact|hotline))
      \bdalam bahaya\b
      \bin danger\b
      \bbahaya (saya|nyawa)
      \bnyawa\b
      \bnot safe\b
      \bunsafe\b
      \b(selamatkan|slametin|selametin|selamatin|rescue|save) (saya|kami|me|us|anak|istri|adik|ibu)
      ^(tolong|kak|saya|pak|bu|please|me|ya|cepat|cepetan|segera|kami|aku|dong|us|plis|pls|ya allah|
        siapapun)*( |^)?tolong( (tolong|kak|saya|pak|bu|please|me|cepat|cepetan|segera|kami|us|plis|pls|
        now|ya|allah|siapapun))*$
      (?<!\b(?:can|could|will|would) (?:you|u) )\btolong (saya|me|kami|us|anak saya|istri saya|
        adik saya)( (please|cepat|segera|sekarang|now|kak|pak|bu|takut|saya takut))*$
      \b(diikuti|dibuntuti|diteror|dikejar|diintai|being followed)\b
      \bsaya (takut|ketakutan|sangat takut)\b.*\b(majikan|agen|di sini|disini|rumah|kamar)\b
    `,
  ],
]

const asked = [
  /^(apa|apakah yang dimaksud|what is|what s|whats|what are|jelaskan|pengertian|arti|definisi|bagaimana cara (menghindari|mencegah|mengenali|tahu)|cara (menghindari|mencegah|mengenali)|ciri|tanda|contoh|bagaimana (menghindari|mencegah|to avoid)|how to (avoid|prevent))\b/,
  /\b(hukum|hukuman|aturan|melanggar|pasal|undang|sanksi|pidana|makalah|sosialisasi|santunan|asuransi|klaim|law|illegal)\b/,
  /^(apakah|bolehkah|emang|memang|kalau|seandainya|umpama|andai|misalnya)\b.*\b(boleh|wajar|legal|ditanggung)\b/,
  /^(is it (legal|allowed|ok|right)|are (employers|bosses|agents|they) allowed|can (employers|bosses|an employer|a boss|the employer)|may (an employer|employers|a boss))\b/,
]
const aboutOneself =
  /\b(saya|kami|my|me|our|us|im|anakku|adikku|istriku|suamiku|ibuku|bojoku|kakakku|(anak|adik|adek|kakak|istri|suami|ibu|bapak|ponakan|keponakan|teman) (saya|di|sudah|tidak))\b/

/** Somebody asks what a word means, what the law says, or how to avoid it: they want to learn, not to be rescued. Who
 * speaks of themselves or their own is in it. */
export function asksToLearn(plain: string): boolean {
  return asked.some((pattern) => pattern.test(plain)) && !aboutOneself.test(plain)
}

const supposed =
  /^(kalau|seandainya|umpama|andai|misalnya|if|what if)\b.*\b(tidak|bagaimana|boleh|apa|berapa|siapa|kemana|mana)$|\b(termasuk|kalebu|kaasup|counted as|considered)\b/

/** A phone that is locked, a journey that is not allowed. */
const onlyAThing =
  /\b(hp|handphone|akun|email|laptop|atm)( \w+)? (dikunci|terkunci|kekunci|mati)\b.*\b(lupa|sandi|pola|password|batre|baterai)\b|\b(tidak )?boleh (ke )?(keluar|luar) negeri\b/

/** Somebody may only suppose it: "if one is ill, are wages paid?" Danger is then believed less easily, not ruled out. */
export function supposes(plain: string): boolean {
  return (supposed.test(plain) && !aboutOneself.test(plain)) || onlyAThing.test(plain)
}

/** A firm, a number or an office that does not answer is a nuisance; a person who does not is a danger. */
const onlyAnOffice =
  /\b(nomor|no|kantor|wa|agen|pt|perusahaan|admin|sponsor|website|web|situs|aplikasi)\w* (\w+ ){0,3}tidak bisa dihubungi/

/** The danger a message speaks of, or null. `plain` comes from `plainWords`. */
export function readDanger(plain: string): Danger | null {
  if (asksToLearn(plain)) return null
  for (const [danger, pattern] of dangers) {
    if (danger === 'lost-contact' && onlyAnOffice.test(plain)) continue
    if (pattern.test(plain)) return danger
  }
  return null
}
