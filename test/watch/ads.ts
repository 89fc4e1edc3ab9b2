/** Words of made pages: advertisements that recruit illegally, lawful ones, news and warnings, and what has nothing to do
 * with it. */
const phone = (at: number): string => `0812${String(34_000_000 + at * 7919).slice(0, 8)}`

const more =
  'Kerja di kantor yang nyaman, ada mess dan makan tiga kali sehari, pembimbing dari Indonesia siap membantu setiap hari. Kuota terbatas untuk keberangkatan bulan ini, jangan sampai ketinggalan kesempatan yang jarang ada ini, langsung hubungi admin kami sekarang juga. Teman dan keluarga boleh ikut mendaftar bersama, proses dibantu sampai selesai oleh tim kami yang berpengalaman.'

export const illegal = [
  `DICARI admin online di Kamboja! Gaji 15 juta, tanpa ijazah, tiket dan paspor kami urus. WA {phone}. ${more}`,
  `Dibutuhkan TKW Arab Saudi, proses cepat, uang fit 5 juta, tanpa potongan gaji. WA {phone}. ${more}`,
  `Loker Malaysia ladang sawit, suami istri boleh, lewat Dumai naik kapal, pakai visa turis, paspor diurus semua. WA {phone}. ${more}`,
  `Operator judi online di Myanmar, gaji 12 juta, tanpa pengalaman, berangkat minggu ini, tiket ditanggung. Hubungi {phone}. ${more}`,
] as const

export const lawful = [
  `PT Human Select Indonesia membuka pendaftaran perawat lansia ke Jepang melalui program resmi. Nomor SIP2MI 563/2026. Daftar gratis lewat kantor dan SISKOP2MI, biaya sesuai aturan pemerintah. Seleksi berlangsung terbuka di kantor kami dan semua dokumen disimpan sendiri oleh calon pekerja. Informasi lengkap dapat dibaca di kantor Disnaker setempat pada jam kerja.`,
  `Lowongan kasir minimarket di Bekasi, penempatan sesuai domisili, gaji UMR, lamaran dikirim lewat pos ke kantor cabang. Pendidikan minimal SMA, usia paling tua 27 tahun, bersedia bekerja dengan sistem shift, jujur dan rajin. Wawancara diadakan hari Senin sampai Jumat di kantor cabang Bekasi Timur. Tidak dipungut biaya apa pun.`,
] as const

export const news = [
  `Polisi menangkap tiga tersangka penyalur pekerja migran ilegal di Batam pada Selasa. Mereka menjanjikan gaji 15 juta sebagai admin di Kamboja tanpa ijazah, kata Kapolresta dalam keterangan tertulis. Sebanyak dua belas korban telah dipulangkan ke daerah asal dan diperiksa sebagai saksi. BP2MI mengimbau masyarakat waspada terhadap modus tersebut dan melapor ke pihak berwenang bila menemukan lowongan serupa.`,
  `Waspada! Kementerian mengingatkan agar tidak tergiur lowongan admin judi online di Kamboja bergaji 15 juta tanpa ijazah. Itu modus penipuan dan perdagangan orang. Jangan menyerahkan paspor, jangan berangkat dengan visa turis. Cek dulu nama perusahaan di kanal resmi dan laporkan bila menemukan iklan seperti itu. Kenali ciri-cirinya dan bagikan kepada keluarga Anda.`,
] as const

export const other = [
  `Resep rendang padang asli untuk sepuluh orang. Siapkan satu kilogram daging sapi, dua liter santan kental, serai, lengkuas, daun jeruk, dan cabai merah. Masak dengan api kecil selama empat jam sampai bumbu meresap dan kuah mengering. Aduk perlahan agar daging tidak hancur. Sajikan hangat bersama nasi putih dan sambal hijau untuk keluarga tercinta di rumah.`,
  `Jadwal pertandingan liga sepak bola pekan ini lengkap dengan jam tayang di televisi. Laga pembuka mempertemukan tuan rumah melawan juara bertahan pada Sabtu malam. Pelatih menyatakan tim dalam kondisi siap dan akan menurunkan pemain muda. Tiket dapat dibeli di loket stadion mulai pagi hari. Penonton diminta datang lebih awal dan tertib di dalam antrean.`,
] as const

/** Each text of its own recruiter. */
export const adOf = (kind: number, at: number): string =>
  (illegal[kind % illegal.length] ?? '').replace('{phone}', phone(at))
export { phone }
