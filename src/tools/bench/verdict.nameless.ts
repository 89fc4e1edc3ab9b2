/**
 * Messages that name no agency: everyday talk, questions about work abroad, and sentences full of the words agencies
 * are called by. None may be answered with "licensed"; hardly any should be asked about.
 */
export const nameless: readonly string[] = `
halo
Selamat pagi kak
assalamualaikum
assalamualaikum warahmatullahi wabarakatuh
hai min, mau tanya dong
pagi min
terima kasih banyak ya kak sangat membantu
makasih infonya
ok siap kak
oke terimakasih
sip mantap
iya
tidak
gak tau kak
lupa namanya
belum ada
nanti saya tanya dulu
saya gatau nama ptnya apa
PT ini resmi gak?
pt nya apa aja yang bagus
PT mana yang paling aman ya?
pt yang resmi di jawa timur apa aja
ada pt resmi di Lombok gak?
pt di bekasi yang buat ke taiwan ada gak
kak pt saya nahan paspor gimana ya
PT saya minta uang lagi
ptnya bilang harus bayar dulu
apakah semua PT harus punya izin?
berapa jumlah PT yang terdaftar sekarang?
cara cek PT resmi gimana
gimana caranya tau pt itu bodong apa enggak
daftar PT resmi ada dimana
agen saya minta 20 juta wajar gak
agen nya kabur, uang saya gimana
sponsor saya orang desa sebelah
calo di desa saya namanya pak Budi
saya ditawari Bu Siti kerja di Malaysia
tetangga saya Pak Slamet Rahayu ngajak kerja ke Korea
saya mau kerja ke Taiwan
mau ke hongkong jadi art berapa biayanya
biaya ke jepang berapa kak
gaji di korea berapa sebulan
syarat kerja di singapura apa aja
butuh ijazah sma gak
umur saya 19 tahun apa bisa ke taiwan
saya hamil apa boleh berangkat
paspor saya hilang di Malaysia
majikan saya tidak bayar gaji 3 bulan
majikan saya galak, saya mau pulang
saya disekap tolong
tolong saya dipukul majikan
tolong kirim polisi ke rumah majikan saya di Johor
anak saya tidak ada kabar di Kamboja
adik saya kerja di kamboja jadi admin judi online
mereka minta tebusan 50 juta
nomor kbri kuala lumpur berapa
nomor telepon bp2mi
alamat kantor disnaker cilacap
kantor bp3mi mataram dimana
bp2mi itu apa
apa itu p3mi
P3MI sama PJTKI beda apa
sip2mi itu apa kak
apa bedanya g to g sama p to p
cara daftar g to g korea
pendaftaran g to g jepang kapan dibuka
visa kerja australia caranya gimana
magang ke jepang lewat mana
lpk jepang di bandung mana yang bagus
LPK itu boleh memberangkatkan gak?
lpk saya janji berangkat 3 bulan
kursus bahasa mandarin berapa lama
belajar bahasa korea dimana
cv saya sudah dikirim
kirim CV ke email mana kak
CV dan ijazah harus dibawa?
cv lamaran kerja contoh
koperasi simpan pinjam desa
yayasan yatim piatu di kampung saya
sertifikat kompetensi itu apa
medical check up dimana
apa itu kontrak kerja
kontrak kerja saya beda dengan janji
potongan gaji 9 bulan wajar?
cuti saya tidak dikasih
lembur tidak dibayar
jam kerja 16 jam sehari
hak saya apa saja
asuransi bpjs pmi berapa
cara klaim asuransi
kirim uang ke kampung yang murah lewat apa
buka rekening bank di taiwan bisa?
cara pulang kalau kabur dari majikan
kaburan di taiwan apa bisa pulang
denda overstay berapa
amnesti malaysia 2026 sampai kapan
stop
berhenti
hapus data saya
bahasa indonesia
English please
ganti bahasa jawa
basa sunda tiasa?
menu
bantuan
help
1
2
10
ya
y
ok
p
tes
???
...
😀😀😀
🙏
wkwkwkwk
hahaha lucu banget
cahaya pagi ini indah sekali
cahaya lombok waktu senja memang indah
semoga sukses dan jaya selalu
semoga jaya abadi selamanya
hidup mandiri itu penting
keluarga sejahtera dan bahagia
menuju masa depan cerah bersama keluarga
semoga masa depan kita cerah
indonesia maju, jaya selalu
indonesia raya merdeka merdeka
kita harus mandiri dan berkarya
karya anak bangsa memang hebat
putra putri daerah harus maju
doa ibu adalah berkah
alhamdulillah rezeki barokah
amanah itu berat
sinar matahari panas sekali hari ini
bintang utara terlihat jelas malam ini
bumi dan langit ciptaan tuhan
sumber daya manusia indonesia
sumber rezeki keluarga saya hanya sawah
harapan saya cuma satu, pulang
duta besar indonesia di malaysia
mitra kerja saya orang baik
bina lingkungan desa kami
graha lantai dua ruang tunggu
setia menunggu kabar
anugerah terindah adalah anak
surya terbit di timur
samudera luas membentang
nusantara kaya akan budaya
global warming bikin panas
internasional airport Lombok jauh gak
bandara internasional lombok ke praya berapa jam
dari lombok ke surabaya naik kapal
saya orang lombok timur
saya dari lombok mau ke malaysia
new comer di sini kak, salam kenal
saya newcomer di taiwan
i am a newcomer here
looking forward to global opportunities
forward message ini ke grup ya
jalan satria raya nomor 5
jl mandiri jaya no 10 bekasi
gang amanah rt 02 rw 05
perumahan graha indah blok c
toko berkah jaya jual pulsa
warung bu dewi sri dekat masjid
bengkel putra mandiri di depan rumah
masjid al hikmah dekat rumah
pondok pesantren al barokah
sma negeri 1 tasikmalaya
smk bina karya
universitas terbuka taiwan
bank mandiri kode berapa
transfer ke bank mandiri bisa gak
rekening bca a.n. Siti Aminah
kartu indosat im3 di hongkong
bus sinar jaya jurusan wonosobo
kereta argo bromo
pesawat garuda indonesia ke taipei
lion air surabaya hongkong
naik citilink atau batik air
grup facebook TKI Hongkong
grup wa pmi taiwan
channel youtube babu taiwan
nama saya Andi Saputra dari Blitar
nama saya Dewi Lestari
saya Putri Ayu Wulandari umur 24
nama suami saya Jaya Kusuma
anak saya namanya Bintang Mandiri Putra
bapak Sukses Sejahtera itu pak lurah kami
ibu Sri Rahayu sakit
Muhammad Iqbal Ramadhan
Rina Kartika Sari
Slamet Riyadi
Agus Setiawan Abadi
pak haji Abdul Rahman
mbak Yanti ngajak ke Hongkong
om Joko kerja di pabrik kursi
saudara saya bersama anaknya di Malaysia
mau jadi perawat di jerman
lowongan perawat lansia taiwan
kerja pabrik di taiwan gaji berapa
kerja di kapal pesiar gimana
jadi abk kapal ikan bahaya gak
kerja kebun sawit sabah
kerja ladang di sarawak
kerja konstruksi di malaysia
las listrik di korea
cleaning service di arab saudi
sopir pribadi di saudi
baby sitter di singapura
caregiver di jepang tokutei ginou
kerja restoran di australia
petik buah di australia
kerja peternakan di new zealand
pabrik elektronik penang
pabrik sarung tangan malaysia
admin telegram di kamboja gaji 15 juta
operator data di thailand gaji besar
loker luar negeri tanpa biaya
berangkat cepat 2 minggu, gaji 20 juta, tanpa bahasa
loker luar negeri hubungi 081234567890
info loker hub wa 0812-3456-7890
nomor saya 6281234567890
no hp saya 085712345678
email saya budi@gmail.com
cek www.bp2mi.go.id ya
https://siskop2mi.bp2mi.go.id
kode otp 928374
tanggal 17-09-2026
jam 10.30 wib
harga 1.500.000
Rp 25.000.000
nik saya 3301234567890123
itu penipuan bukan
apakah ini penipuan?
ini modus penipuan ya
kok disuruh transfer ke rekening pribadi
kok visa nya visa turis
disuruh bohong di imigrasi
paspor 48 halaman apa bisa
visa kunjungan buat kerja aman?
berangkat lewat batam aman?
jalur tikus bahaya gak
lewat nunukan naik kapal malam
ilegal itu apa sih
tki ilegal hukumannya apa
siapa yang boleh menempatkan pmi
perseorangan boleh memberangkatkan?
calo dihukum berapa tahun
mau lapor calo
cara lapor penipuan
lapor ke mana ya kalau ditipu
polisi tidak mau terima laporan
saya korban perdagangan orang
tppo itu apa
bantuan hukum gratis ada?
rumah singgah di taipei
shelter kbri riyadh
jadwal pelayanan kjri hongkong
perpanjang paspor di hongkong
surat izin suami harus ada?
surat izin orang tua contohnya
surat keterangan desa
skck dimana buatnya
opp itu apa
e-pmi gimana cara buat
id pmi saya hilang
siapkerja login gagal
kartu kuning ak1
vaksin apa saja buat ke arab
hasil medical unfit gimana
tato boleh ke jepang?
tinggi badan minimal berapa
lulusan sd bisa?
sudah menikah boleh?
janda perlu surat cerai?
anak kecil ditinggal kasihan
suami tidak mengizinkan
orang tua sakit, mau pulang
tiket pulang siapa yang bayar
kontrak habis mau pindah majikan
pindah majikan di hongkong aturannya
jual beli kontrak job itu apa
job order itu apa
apa itu job formal dan informal
medikal ulang bayar siapa
asrama penampungan sempit dan kotor
di penampungan hp disita
sudah 6 bulan di penampungan belum terbang
katanya terbang minggu depan
terbang jam berapa ya
bandara soekarno hatta terminal berapa
helpdesk pmi bandara
saya sudah di bandara tapi belum ada tiket
kulo badhe mangkat nang taiwan
piye carane daftar
opo syarate kerjo nang korea
pinten biayane nggih
matur suwun nggih mas
bojoku durung digaji
kula mboten ngertos
abdi hoyong damel ka jepang
kumaha carana daftar
sabaraha biayana
hatur nuhun pisan
teu acan aya kabar
majikan abdi bageur
how much is the fee to work in Taiwan?
I want to work abroad
my employer keeps my passport
is it legal to pay an agent?
what documents do I need
can I change employer in Hong Kong
thank you so much
where is the embassy
how do I report a scam
I have not been paid for three months
saya nak balik indonesia
berapa gaji di malaysia
majikan tak bagi cuti
permit saya dah mati
anu
hmm
eh
test
good morning
apa kabar
siapa kamu
kamu bot ya?
bisa ngomong sama orang?
mau bicara dengan petugas
admin online?
kenapa lama balasnya
gak jelas jawabannya
salah, bukan itu
yang lain
semua
lanjut
kembali
batal
saya mau tanya soal perusahaan
perusahaan penyalur yang bagus apa
agensi taiwan itu beda dengan pt?
agency hongkong minta potongan
agen resmi di cirebon
sponsor resmi itu ada?
siapa direktur pt itu
pt itu alamatnya dimana
pt tersebut sudah lama berdiri
pt nya besar kantornya bagus
PT. nya belum jelas
kata pt nya nunggu visa
dari pt belum ada kabar
pihak pt tidak tanggung jawab
pt minta saya tanda tangan kertas kosong
ikut pt apa mandiri lebih aman?
berangkat mandiri tanpa pt boleh?
bapak saya kerja di pt gula
tki purna mau usaha warung
usaha ternak ayam modal berapa
pelatihan wirausaha purna pmi
KUR pmi bunga berapa
pinjam bank buat berangkat
jual sawah buat biaya
hutang ke tetangga buat berangkat
`
  .split('\n')
  .filter((line) => line !== '')
