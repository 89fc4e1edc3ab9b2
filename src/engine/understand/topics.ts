/** What a message is about, by its words. Order matters: the first topic that fits wins, so the narrow stand before
 * the wide. Read on plain words (see letters.ts). */
import type { IntentName } from '../conversation.ts'
import { anyOf } from './pattern.ts'
import { isGreeting, saysThanks } from './small-talk.ts'

/** Everything that words alone can tell. Danger and names of agencies are read before. */
export type Topic = Exclude<IntentName, 'emergency' | 'unknown' | 'language'>

const firm =
  '(pt|cv|agen|perusahaan|sponsor|yayasan|lpk|bkk|p3mi|pjtki|pptkis|penyalur|calo|biro|lembaga|lembaganya|kantor|kantornya|recruiter|firm|company)'
const lawful =
  '(resmi|legal|ilegal|berizin|izin|izinnya|terdaftar|bodong|abal|abal2|penipu|aman|amanah|asli|palsu|sah|terpercaya|dipercaya|fake|real|trusted|trustworthy|genuine|safe|beneran|bener|kredibel|tenan|leres|blacklist|dicabut)'
/** Beside a firm's word these ask the same. */
const lawfulOrOffice = lawful.replace(')', '|kp2mi|bp2mi|sip3mi|sip2mi)')

/** The first row that fits is the topic. */
const topics: readonly (readonly [Topic, RegExp])[] = [
  [
    'privacy_delete',
    anyOf`
      \b(data|akun|nomor|chat|riwayat|account|history)\b( \w+){0,4} hapus\b
      \bjangan simpan (data|nomor|chat)\b
      \bsaya( \w+){0,2} lupakan$
      \bhapus (my|the) (data|info\w*|account|number|chat|history)\b
      \b(hapus|hilangkan|lupakan|lalekake|lalekno|poho?keun|forget|wipe|clear|musnahkan|busak) (semua |
        seluruh |all |of |all of )?(my |our )?(nomor dan |chat dan |nama dan )?(data|info|informasi|
        riwayat|chat|percakapan|nomor|akun|saya|history|number|me|account|everything|jejak|obrolan|
        semua|tentang)( (saya|ku|kami|pribadi|tentang|chat|percakapan|ini|di|yang|about|kula|me|you|
        dari|semua|about me|kak|dong|ya|please|nya|ini)|$)
    `,
  ],
  [
    'privacy_export',
    anyOf`
      \b(nomor|nama|chat|data|pesan|identitas) saya( \w+){0,2} (disimpan|aman|rahasia|dicatat|bocor|
        kemana)\b
      \bprivasi\b
      \bprivacy\b
      \b(kamu|anda|bot|km) (tahu|tau|kenal) (nama|nomor|siapa) saya\b
      \b(apa|data|info|informasi|what)\b.*\b(kamu|anda|bot|km|lu|kau|disimpan|kesimpen|simpan|you|
        panjenengan|sampeyan|anjeun|dicatat|direkam|dikumpulkan|ketahui)\b.*\b(tentang|soal|mengenai|
        about|bab|ngeunaan|perihal) (saya|diri saya|me|ku)\b
      \b(data|info|informasi) (apa|pribadi|saya)( \w+){0,4} (disimpan|simpan|dicatat|kamu punya|
        anda punya|direkam|diambil|tersimpan|kesimpen|dikumpulkan)
      \b(lihat|liat|minta|tampilkan|unduh|download|show|export|see|get|kirim|mana) (me )?(my |
        salinan )?(data)( (saya|ku|pribadi|i|you)|$)
      \b(what|which) (data|info\w*) (do|are|of mine|about) ?(you|me)?
      \bdata (saya|ku) (apa|mana|yang|di)
      \bmy data\b
      ^(info )?(data|dataku|data ku) ?(saya|ku|pribadi|pribadi saya)?$
      \bkamu (tahu|tau) apa (saja |aja )?(tentang|soal) saya\b
      \bsimpan (data|apa|chat|nomor)( |$)\b
      \b(kamu|anda|bot|km|you)( ini)? (simpan|nyimpen|menyimpan|tahu|tau|catat|punya) (data |
        info )?apa\b
    `,
  ],
  [
    'report_status',
    anyOf`
      \b(status|kabar|kelanjutan|progres\w*|perkembangan|tindak lanjut|hasil|nasib|update|
        what happened)\b.{0,30}\b(laporan|aduan|report|lapor)\b
      \b(laporan|aduan|report)\b.{0,25}\b(status|bagaimana|sampai mana|sudah|diproses|kabar|belum|
        progres\w*|kapan|ditindak\w*|going|hasilnya|direspon|doing|any news)\b
      \bsampai (mana|di mana|dimana|endi)\b.{0,20}\b(laporan|aduan)
      \b(yang|saya) (kemarin|tadi|sudah) (saya )?lapor\b.{0,25}\b(bagaimana|kabar|sudah|belum|sampai)
    `,
  ],
  [
    'unsubscribe',
    anyOf`
      \bjangan (chat|hubungi|ganggu|wa|kirim|sms|kirimi) (saya )?(lagi|terus)\b
      ^(stop|berhenti|unsubscribe|setop|eureun|mandheg)( (saja|aja|ya|kak|min|please|dong|semua|all|bot|
        saya))*$
      \b(stop|berhenti|batal|batalkan|hentikan|jangan|cabut|unsubscribe|matikan|berhentikan|mandheg|
        eureun|ulah)\b.{0,15}\b(langganan|berlangganan|kirim\w*|pesan\w*|notif\w*|berita|messages?|sms|
        updates?|siaran|broadcast|subscription|sending|mengirim\w*|ngirim\w*|info)\b
      \bunsubscribe\b
      \btidak (mau|usah) (lagi )?(di ?)?(kirim\w*|terima|dapat|langganan|berlangganan|dikirimi|
        menerima)\b
    `,
  ],
  [
    'subscribe',
    anyOf`
      \b(kalau|when|if|setiap|tiap)\b.{0,50}\b(kabari|kabarin|infokan|infoin|ingatkan|notify me|tell me|
        beritahu|kasih tahu|kasih tau)\b
      \b(langganan|berlangganan|subscribe|subscription|ngalanggan)\b
      \b(kabari|kabarin|ingatkan|ingetin|notify|beritahu|beri tahu|kasih tahu|kasih tau|infokan|infoin|
        alert|remind|tell|let) (saya |me |us |kami |know )*(kalau|when|if|setiap|tiap|know when)
      \b(info|berita|update|kabar|peringatan|waspada|tips|informasi)\b (terbaru|rutin|berkala|setiap|
        tiap|mingguan|bulanan|harian|terus)
      \b(send|give|get|want) (me )?(regular |the latest |latest |new )?(updates|alerts|news|warnings)
      \b(daftar|ikut|gabung|mau|terima|dapat|kirimi|kirimin|kirim) (saya |dapat |terima |menerima |
        untuk )*(info|berita|update|kabar|peringatan|notif\w*)( (terbaru|penipu|rutin|loker|tentang|
        soal|dari|waspada|dong|kak|ya)|$)
    `,
  ],
  [
    'help',
    anyOf`
      \b(bagaimana|how) (does|do) (this|it|you|the bot) (work|help)
    `,
  ],
  // Before "ketipu": who asks how not to be cheated has not been.
  [
    'learn.scams',
    anyOf`
      \b(takut|khawatir|kuatir|wedi|sieun|afraid|worried|scared)( \w+){0,3} (tipu|ketipu|ditipu|tertipu|diapusi|katipu|penipu|scammed|cheated)\b
      \b(biar|supaya|agar|tips|cara|ben|bagaimana|to)\b.{0,20}\b(tidak|terhindar|menghindari|hindari|
        aman dari|not|avoid|never)\b.{0,20}\b(tipu|ketipu|ditipu|tertipu|penipu|katipu|kapusan|diapusi|
        scammed|scams?|cheated|calo|korban)\b
    `,
  ],
  [
    'report_ad',
    anyOf`
      \b(lapor|aduin|adukan|mengadu|ngadu|mengadukan|ngaduin|report|reporting|nglapor|ngalapor|
        wadul)\b(?! (diri|pajak|kedatangan))
      \b(ketipu|ditipu|kena tipu|tertipu|kena penipu|katipu|kapusan|diapusi|ditipu|scammed|cheated|
        defrauded|korban penipu|dibohongi|dibawa kabur|uang (saya )?(hilang|dibawa|raib)|kena scam)\b
      \b(nemu|ada|lihat|liat|menemukan|dapat|found|saw|ini) (\w+ ){0,2}(iklan|loker|lowongan|ad|
        posting\w*|akun|grup) (\w+ ){0,3}(palsu|mencurigakan|penipu|ilegal|bodong|aneh|fake|suspicious)
      \b(akun|iklan|loker|lowongan|nomor) (\w+ ){0,2}(penipu|mencurigakan)
      \b(ditindak|tindak) (\w+ )?(loker|akun|iklan|lowongan|pelaku)
      \b(uang|transfer) (\w+ ){0,3}(tidak (di ?)?kembali\w*|hilang|raib|dibawa)
    `,
  ],
  [
    'human',
    anyOf`
      \b(bicara|curhat|ngobrol|ngomong|chat|chatting|berbicara|konsultasi|tanya|talk|speak|hubungkan|
        sambungkan|disambungkan|sambungin|ketemu|matur|nyarios|nyarita|omong|connect|wicara|bicaranya|
        chatnya|telepon)( \w+){0,3} (orang|petugas|manusia|admin|cs|operator|staf|staff|human|person|
        someone|wong|jalma|officer|konsultan|pendamping|relawan|tiyang|adminnya|petugase)( (asli|
        beneran|langsung|saja|aja|ya|kak|nya|please|dong|kp2mi|bp2mi|disini|di sini)|$)
      \bcustomer (service|care)\b
      ^(ada )?(admin|cs|operator|petugas|human|orang)( (dong|kak|ya|please|ada|mana|online|disini|tidak|
        saja))*$
      \b(bicara|ngobrol|ngomong|chat|telepon) (langsung|sama orang)\b
      \btelepon (admin|petugas|cs)\b
      \breal (person|human)\b
      \b(bukan|not a|jangan|tidak mau) (bot|robot|mesin)\b
      \b(butuh|minta|mau) (petugas|admin|orang|pendamping|pengacara|bantuan hukum)\b
    `,
  ],
  [
    'hotline',
    anyOf`
      \b(hotline|call center|helpline)\b
      \b(nomor|no|nomer|kontak|telepon|telpon|telfon|alamat|wa|number|phone|contact|email|nomere|
        nomerna|hubungi|kontaknya|nomornya)\b.{0,25}\b(darurat|kbri|kjri|kdei|kedutaan|konsulat|bp2mi|
        kp2mi|disnaker|bp3mi|aduan|polisi|embassy|consulate|emergency|kementerian|lapor|kemlu|bantuan|
        pemerintah|penting|ojk|help|dinas)\b
      \b(hubungi|telepon|nelpon|menghubungi|menelepon|call|contact|ngontak|ngubungi) (siapa|kemana|
        ke mana|nomor apa|who|whom|sopo|saha)\b
      \b(kemana|ke mana|kmn|siapa|who|where)\b.{0,25}\b(hubungi|minta bantuan|cari bantuan|mengadu|
        to call|i call|get help|contact|minta tolong|telepon|dihubungi)\b
      \bnomor (telepon|telpon|wa|pengaduan|aduan)$
    `,
  ],
  [
    'learn.trafficking',
    anyOf`
      \b(tppo|perdagangan (orang|manusia|anak)|human trafficking|trafficking|trafiking|traficking|
        jual beli orang|perdagangan wong)\b
    `,
  ],
  [
    'learn.scams',
    anyOf`
      \b(ciri|ciri2|cirine|cirina|tanda|tanda2|modus|mengenali|kenali|menghindari|hindari|waspada|
        terhindar|mewaspadai|bedakan|membedakan|bedanya|beda|spot|avoid|recogni[sz]e|signs?|warning|
        biar|supaya|agar|ngenali|ngindari|tips|nyegah|mencegah)\b.{0,40}\b(penipu|ilegal|palsu|scam\w*|
        bodong|calo|abal|mencurigakan|ditipu|tertipu|ketipu|kena tipu|diapusi|katipu|kapusan|fake|
        jebakan|bahaya|fraud)\b
      \bmodus\b
      \btanda bahaya\b
      \bred flags?\b
      \bhow (do i|can i|to) (spot|avoid|recogni[sz]e|know)\b.*\b(penipu|scams?|fake)
    `,
  ],
  // Is it safe there? A question about a country, unless a firm stands in it.
  [
    'learn.countries',
    anyOf`
      ^(?!.*\b(pt|agen|perusahaan|sponsor|yayasan|lpk|calo|p3mi)\b).*\b(kamboja|kmboja|cambodia|myanmar|
        thailand|laos|arab|saudi|dubai|qatar|kuwait|oman|timur tengah|middle east|malaysia|taiwan|
        jepang|japan|korea|hong ?kong|singapura|singapore|polandia|poland|turki|turkey|kanada|canada|
        australia|brunei|jerman|germany|italia|new zealand)\b.*\b(aman|boleh|legal|resmi|dibuka|buka|
        ditutup|tutup|safe|allowed|kah)\b
    `,
  ],
  [
    'agency_check',
    anyOf`
      \b${firm}( \w+){0,6} ${lawfulOrOffice}\b
      \b(cek|check|periksa|mengecek|ngecek|cekin|dicek|pariksa|priksa|verify|cari tahu|lihat|
        bedain)( \w+){0,5} (${firm}|legalitas|izin|keaslian)\b
      \b(apakah|apa|is|is the|are) (ini|itu|this|that|it|they)?( \w+){0,2}( )?${lawful}( (tidak|apa|
        atau|ga|gak|kah|kak|ya|or|not|opo)|$)
      ^(ini|itu|niki|iki|ieu|eta|that|this|it|masih)( \w+){0,4} ${lawful}\b
      \b${lawful} (tidak|apa tidak|atau tidak|opo tidak|apa bukan|atau bukan|kah|bukan|or not)\b
      \b${lawful}( \w+){0,2} ${firm}( (ini|itu|saya|niki|this|the)|$)
      \b${firm}( \w+){0,3} (memberangkatkan|menempatkan|ngirim|mengirim|kirim|berangkatkan|nempatin|
        memberangkatin)
      \b${firm}( \w+){0,3} (ada|masuk) (di )?daftar\b
      \b(daftar|list)( \w+){0,3} ${firm}\b
      \b${firm} (mana|apa|yang mana|which)( \w+){0,3} ${lawful}
      ^(cek|check) (${firm}|izin|legalitas)\b
      \b(legalitas|keabsahan|legality)\b
    `,
  ],
  [
    'learn.scams',
    anyOf`
      \b(tahu|tau|know|bedain|tandanya)\b.{0,25}\b(palsu|penipu|bodong|asli|fake)\b
    `,
  ],
  [
    'learn.return',
    anyOf`
      \b(pulang (kampung|ke (indonesia|tanah air|rumah|kampung|indo))|kepulangan|pemulangan|
        setelah pulang|sesudah pulang|habis pulang|purna|tiket pulang|mau pulang|bagaimana pulang|
        pulang kalau|pulang cuti|cuti pulang|boleh pulang|cara pulang|biaya pulang|return home|
        going home|go home|come home|back home|after (i )?return\w*|returning|pulang (gimana|bagaimana|
        caranya|sebelum)|bantuan pulang|repatriat\w*|usaha setelah|proses pulang|dipulangkan|
        deportasi)\b
    `,
  ],
  [
    'learn.money',
    anyOf`
      \b(kirim uang|kirim duit|mengirim uang|ngirim uang|remit\w*|send(ing)? money|nabung|menabung|
        tabungan|tabung|savings?|save money|kelola (uang|gaji|keuangan)|atur (uang|keuangan|gaji)|
        ngatur (uang|gaji)|mengatur (uang|gaji|keuangan)|pinjam\w*|pinjol|kredit|kur|utang|hutang|
        ngutang|berhutang|loan|rentenir|debt|buka rekening|rekening bank|bank apa|gadai|investasi|
        western union|ngintun artos|ngirim duit|nyelengi)\b
    `,
  ],
  [
    'learn.insurance',
    anyOf`
      \b(asuransi\w*|bpjs\w*|insurance|insured|jaminan (sosial|kesehatan|kecelakaan|kematian|hari tua)|
        klaim|jkn|jkk|jkm|jamsos\w*|santunan)\b
    `,
  ],
  [
    'learn.rights',
    anyOf`
      \b(lembur|libur|cuti|jam kerja|overtime|days? off|\d+ jam (sehari|per hari|kerja)|gaji (telat|
        terlambat)|pegang hp)\b
      \bijazah\b.{0,20}\bditahan\b
      \b(tahan|nahan|menahan) ijazah\b
    `,
  ],
  [
    'learn.costs',
    anyOf`
      \b(biaya|biaya2|bayar|bayarin|dibayar|ongkos\w*|tarif\w*|potongan|potong gaji|dp|uang muka|fee|
        fees|costs?|pay|paying|paid|gratis|zero cost|free|pungutan|dipungut|overcharg\w*|charged?|
        regane|hargana|harga (tiket|visa|paspor|proses|medical|berangkat|job)|price|talangan|deposit|
        jaminan uang|uang jaminan|transfer|ditransfer|habis berapa|berapa (juta|duit|uang)|modal|
        ditarik|setor|minta uang|(minta|diminta|dimintai|habis|keluar) (\w+ ){0,2}\d+ ?(jt|juta)|
        \d+ ?(jt|juta) (untuk|proses))\b
    `,
  ],
  [
    'learn.contract',
    anyOf`
      \b(kontrak\w*|perjanjian (kerja|penempatan)?|pk|sign(ing)?|tanda ?tangan\w*|teken|agreement|
        kontrakna|surat perjanjian)\b
    `,
  ],
  [
    'learn.visa',
    anyOf`
      \b(visa|work permit|permit kerja|izin kerja|iqama|calling|kitas|vissa|umroh|ziarah)\b
    `,
  ],
  [
    'learn.documents',
    anyOf`
      \b(dokumen|syarat|paspor|papers|paperwork|skck|medical|mcu|ijazah|akta|kartu keluarga|surat (izin|
        ijin|nikah|apa|keterangan|suami|orang tua)|izin (suami|orang tua|keluarga|istri)|disiapkan|
        disiapin|dipersiapkan|persiapan|prepare|layang|surat2|usia (minimal|\d+)|umur (minimal|berapa|
        \d+)|minimum age|apa (saja|aja) yang (harus|perlu) (di)?(bawa|siap\w*)|disiapno|disiapkeun)\b
    `,
  ],
  [
    'learn.countries',
    anyOf`
      \b(negara (mana|apa|yang|tujuan|penempatan|nendi)|negara2|moratorium|kamboja|kmboja|cambodia|
        myanmar|thailand|laos|timur tengah|arab|saudi|arabia|dubai|qatar|kuwait|oman|middle east|
        countries|which country|what country|country|negoro endi|nagara mana|(boleh|bisa|
        aman) (tidak )?(kerja |berangkat )?ke (malaysia|taiwan|jepang|korea|hongkong|hong kong|
        singapura|polandia|turki|australia|kanada|brunei|jerman|inggris|new zealand|italia)|ditutup|
        dibuka|penempatan ke)\b
    `,
  ],
  [
    'learn.rights',
    anyOf`
      \b(hak|hakku|haknya|hak2|rights|libur|liburnya|cuti|jam kerja|kerja berapa jam|jam berapa|lembur|
        overtime|day off|days off|holiday|gaji minimum|minimum wage|gaji (standar|layak|berapa|
        di bawah)|working hours|istirahat|prei|peryogi)\b
    `,
  ],
  [
    'learn.legal_steps',
    anyOf`
      \b(cara|caranya|carane|carana|langkah\w*|prosedur\w*|procedure|proses\w*|tahap\w*|alur\w*|
        bagaimana|syarat|steps?|process|how (do i|can i|to)|gimana|mulai dari|ingin|mau|bagaimana to|
        jalur)\b.{0,40}\b(kerja|berangkat|daftar|mendaftar|ndaftar|jadi (tki|tkw|pmi|tenaga kerja)|
        resmi|legal|luar negeri|abroad|overseas|work|apply|legally|prosedural|migran|taiwan|hongkong|
        hong kong|jepang|korea|malaysia|singapura|arab)\b
      \b(sip2mi|job order|g to g|gtog|g2g|p to p|ukps|jalur (resmi|mandiri)|mandiri kerja|perseorangan|
        disnaker|ltsa|siskop2mi|opp|pap|prosedural|berangkat (resmi|legal|mandiri))\b
      \bcara (resmi|legal)\b
      \blegally\b
    `,
  ],
  [
    'help',
    anyOf`
      \b(bantuan|butuh bantuan|dibantu|minta tolong|mohon bantu\w*|bisa tanya|tanya apa|bisa (kamu|anda|
        bot) (lakukan|bantu)|ini nomor (apa|siapa)|menu|cara( bagaimana)? (pakai|pake|menggunakan|
        gunakan|kerja bot|tanya)|bisa apa|bisa (bantu|ngapain|nolong)|bantu saya apa|(kamu|anda|bot|
        ini) (siapa|apa|bot|robot)|siapa (kamu|anda|ini|kau)|apa (ini|itu) (bot|layanan|nomor)|fungsi|
        what can you|who are you|what are you|how does this|how do you work|what is this|fitur|panduan|
        petunjuk|instructions|bingung|tidak (paham|ngerti|mengerti|mudeng|tahu (harus|cara|mulai))|
        saya harus (apa|bagaimana|tanya)|confused|sampeyan sopo|anjeun saha|bot apa|apa gunanya)\b
      ^(tolong )?(bantu|bantuin|bantuan|ban2)( (saya|kak|dong|ya|min|please|me))*$
      \btolong (bantu|bantuin)\b
      ^(can you|could you|please|i need|need) tolong( (me|please|kak|with something|with this|dong))*$
    `,
  ],
  // Nothing narrower: somebody wants to work abroad.
  [
    'learn.legal_steps',
    anyOf`
      \b(kerja|work|job)\b.*\b(luar negeri|abroad|overseas|malaysia|taiwan|jepang|japan|korea|
        hong ?kong|singapura|singapore|brunei|polandia|turki|australia|kanada|jerman|italia)\b
      \b(jadi|daftar|mau|ingin) (jadi )?(tkw|tki|pmi|tenaga kerja)\b
    `,
  ],
]

/** Topics that a thank-you outweighs: "stop dulu ya makasih", "makasih infonya". */
const lighter: readonly (Topic | null)[] = [null, 'help', 'subscribe', 'unsubscribe']

/** The topic that a message's plain words tell, or null. `raw` are its words as typed. */
export function readTopic(plain: string, raw: readonly string[]): Topic | null {
  if (plain === '') return null
  if (isGreeting(raw, plain)) return 'greeting'
  const found = topics.find(([, pattern]) => pattern.test(plain))?.[0] ?? null
  const ordersStop =
    found === 'unsubscribe' && /\b(langganan|berlangganan|unsubscribe|kirim\w*)\b/.test(plain)
  return saysThanks(plain) && lighter.includes(found) && !ordersStop ? 'thanks' : found
}
