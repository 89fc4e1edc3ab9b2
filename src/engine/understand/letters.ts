/** What a person typed, in one plain form: lower case, no accents, no punctuation, common short forms written out.
 * For finding topics only; names of agencies are read from the text as it was typed. */

/** More of a message than this is not looked at for topics: eight times the longest message that is usual. */
const mostLetters = 32_768

/** The letters and digits of a text as lower-case words; `tolooong` becomes `tolong`. */
export function wordsOf(text: string): readonly string[] {
  const looked = text.slice(0, mostLetters)
  return (isAscii(looked) ? asciiWords(looked) : allWords(looked)).filter((word) => word !== '')
}

function allWords(text: string): readonly string[] {
  return text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase()
    .replace(/['’`]/g, '')
    .replace(/([\p{L}])\1{2,}/gu, '$1')
    .split(/[^\p{L}\p{N}]+/u)
}

/** The same words as `allWords` finds, with less work: nearly all that is written has these letters only. */
function asciiWords(text: string): readonly string[] {
  return text
    .toLowerCase()
    .replace(/['`]/g, '')
    .replace(/([a-z])\1{2,}/g, '$1')
    .split(/[^a-z0-9]+/)
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) return false
  return true
}

/** Words with short forms, slang, Javanese and Sundanese brought to one Indonesian spelling, joined by spaces. */
export function plainWords(words: readonly string[]): string {
  const whole = words.some((word) => partings.has(word))
    ? words.join(' ').replace(apart, 'di$1').split(' ')
    : words
  return whole.map(oneSpelling).join(' ')
}
/** What `apart` begins with. */
const partings: ReadonlySet<string> = new Set(['d', 'di', 'dipun'])

/** `biayanya` is `biaya`; `tanya`, `punya` and the like are words of their own. */
function oneSpelling(word: string): string {
  const known = spelling.get(word)
  if (known !== undefined) return known
  if (!word.endsWith('nya') && !word.endsWith('nye')) return word
  const [, stem] = /^(\p{L}{4,})...$/u.exec(word) ?? []
  return stem === undefined ? word : (spelling.get(stem) ?? stem)
}

/** `di pukul` for `dipukul`. */
const apart =
  /\b(?:d|di|dipun) (tahan|gebugi|pukul\w*|siksa|kunci\w*|kurung|sekap|perkosa|jual|ancam|suruh|paksa|rampas|setrum|usir|tipu|lecehkan|tangkap|penjara|cabuli|tampar|tendang|bunuh|aniaya|terlantarkan|telantarkan|tinggal(?:kan|in)|culik|sandera)\b/g

/** Each line: the spelling we look for, then ways it is written. */
const spellings = `
tidak: tdk gk ga gak nggak ngga g enggak kagak kaga tak ndak nda ora ra mboten boten teu henteu moal tida tidk dont doesnt
tidak: ga2 gag ngak ngk ndk
saya: sy sya gw gue gua w ak aq aku kulo kula abdi kuring ane saia q sayah dalem
kami: kita mereka
yang: yg sing nu yng
sudah: sdh udh udah dah uda wis wes mpun sampun atos parantos
belum: blm blom belom blum durung dereng dereung tacan acan
bagaimana: gimana gmn gmna bgmn bagaimna piye pripun kepriye kumaha gimna gmana pie how
apa: opo napa punapa naon ap menapa
berapa: brp brapa pira piro pinten sabaraha brpa
kenapa: knp kenopo ngopo naha kunaon
dengan: dgn dg dngn karo kalih sareng sama sm
untuk: utk tuk buat bwt kanggo kangge pikeun
kalau: kalo klo klu kl kalu lamun upami yen menawi bila jika nek misal
di: d ning ing neng nang dina ng
ke: k menyang ka dateng nyang
dari: dr dri saka saking ti tina
bisa: bs bsa bso iso saged tiasa bsia
boleh: blh oleh angsal kenging meunang entuk bole
mau: mo mw arep badhe bade pengen pingin kepengin kepingin hoyong ingin pgn pngen rek kepengen
keluar: metu medal kaluar kluar
pulang: muleh mulih wangsul mulang uih plg balik muih bali
kerja: krja kerjo gawe digawe megawe makaryo nyambut padamelan didamel damel krj kerjaan pekerjaan bekerja
berangkat: brangkat brgkt mangkat budhal budal indit berngkt
biaya: biayanya biayane biayana biayanipun biayae
bayar: mbayar bayare bayarane dibayarna dibayarke byr bayarnya mayar
uang: duit dhuwit artos duwit uangnya duitnya
tolong: tlg tlong tulung tulungin tolongin tolongi tulungan pitulungan tolg help
paspor: pasporku paspor2 psport pspt passporku passpot pasporqu pspor2 passport pasport paspornya paspore pasporna pspor passpor paspot passports paspornye
majikan: majikanku mjikan mjkn majikane majikanna bosku majikn bos boss employer juragan dunungan
agen: agencies agents agency agensi agent agennya agensinya agene agenna ejen
gaji: gajiku gajinya gajine gajina gajih salary bayaran upah wages wage
lapor: laporin laporkan melapor melaporkan ngelapor ngelaporin lapurkeun laporaken ngalaporkeun laporken nglaporake pelaporan laporke
laporan: laporanku laporannya laporanku laporane laporanana
aduan: pengaduan aduanku aduannya
visa: visanya visane visana pisa visas
kontrak: kontraknya kontrake kontrakna contract contracts
resmi: resminya resmikah rsmi offical official
legal: legalkah lega1 legit
ilegal: illegal ilegalkah
izin: ijin izinnya ijinnya ijine ijinna izine izinna licence license licensed licenced
terdaftar: kadaftar kedaftar terdftar registered
penipu: penipuan nipu scam scammer penipunya penipuankah tipu2 scamming
perusahaan: perusahaannya prusahaan perusahan company companies persh pt2
terima: trima
kasih: ksh
makasih: makasi mksh mks thx thanks tq tks trims trimakasih terimakasih suwun nuhun tengkyu tenkyu thankyou mkasih maksih terimksih trm mksi mtrnwn maturnuwun hatur_nuhun haturnuhun trmksh
dokumen: dokumennya document documents berkas berkasnya dokument
syarat: syaratnya sarat sarate saratna persyaratan syarate syaratna requirements requirement
dipukul: dipukuli dipukulin digebuk digebuki digebukin dipukulan diteunggeul dipeupeuh digebugan digebugi diantemi dihajar dikeplak dipentung diseksa dipilara ditempiling
hapus: hapusin hapuskan dihapus menghapus ngapus dihapuskan dibusak dipupus busak busek busaken hapuskeun pupus delete erase remove
jangan: jgn jng aja2 ojo ulah
telepon: telpon telp tlp telfon tlpn nelpon nelepon
bahasa: bhs bhsa boso basane
hilang: ilang leungit ical
simpan: nyimpen nyimpan nyimpin menyimpan
lupakan: dilupakan lupain dilupain
disimpan: disimpen kesimpen tersimpan dipun_simpen
harus: hrs kudu mesti kedah
kak: kaka kakak ka2 mbak mas mba pak bu min gan sis bro bang pakde bude teh kang mang admin2 kk akak
`

const spelling: ReadonlyMap<string, string> = new Map(
  spellings
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [to = '', from = ''] = line.split(': ')
      return from.split(' ').map((word): [string, string] => [word, to])
    }),
)
