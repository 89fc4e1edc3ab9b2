/** Provinces by the names people call them. Read on plain words (see letters.ts). */

/** Code (ISO 3166-2:ID, without `ID-`), official name, and how else it is said. */
const names: readonly (readonly [string, string, RegExp])[] = [
  ['AC', 'Aceh', /\b(aceh|nad)\b/],
  ['SU', 'Sumatera Utara', /\b(sumut|(sumatera|sumatra) utara|medan)\b/],
  ['SB', 'Sumatera Barat', /\b(sumbar|(sumatera|sumatra) barat|padang)\b/],
  ['KR', 'Kepulauan Riau', /\b(kepri|kepulauan riau|batam)\b/],
  ['RI', 'Riau', /\b(riau|pekanbaru)\b/],
  ['JA', 'Jambi', /\bjambi\b/],
  ['SS', 'Sumatera Selatan', /\b(sumsel|(sumatera|sumatra) selatan|palembang)\b/],
  ['BE', 'Bengkulu', /\bbengkulu\b/],
  ['LA', 'Lampung', /\blampung\b/],
  ['BB', 'Kepulauan Bangka Belitung', /\b(babel|bangka|belitung)\b/],
  ['JK', 'Jakarta', /\b(dki|jakarta|jkt)\b/],
  ['JB', 'Jawa Barat', /\b(jabar|jawa barat|bandung|cirebon|indramayu|sukabumi)\b/],
  ['JT', 'Jawa Tengah', /\b(jateng|jawa tengah|semarang|cilacap)\b/],
  ['YO', 'DI Yogyakarta', /\b(diy|yogya\w*|jogja\w*)\b/],
  ['JI', 'Jawa Timur', /\b(jatim|jawa timur|surabaya|malang|ponorogo)\b/],
  ['BT', 'Banten', /\bbanten\b/],
  ['BA', 'Bali', /\b(bali|denpasar)\b/],
  ['NB', 'Nusa Tenggara Barat', /\b(ntb|nusa tenggara barat|lombok|mataram|sumbawa|bima)\b/],
  ['NT', 'Nusa Tenggara Timur', /\b(ntt|nusa tenggara timur|kupang|flores)\b/],
  ['KB', 'Kalimantan Barat', /\b(kalbar|kalimantan barat|pontianak)\b/],
  ['KT', 'Kalimantan Tengah', /\b(kalteng|kalimantan tengah)\b/],
  ['KS', 'Kalimantan Selatan', /\b(kalsel|kalimantan selatan|banjarmasin)\b/],
  ['KI', 'Kalimantan Timur', /\b(kaltim|kalimantan timur|samarinda|balikpapan)\b/],
  ['KU', 'Kalimantan Utara', /\b(kaltara|kalimantan utara|nunukan|tarakan)\b/],
  ['SA', 'Sulawesi Utara', /\b(sulut|sulawesi utara|manado)\b/],
  ['ST', 'Sulawesi Tengah', /\b(sulteng|sulawesi tengah|palu)\b/],
  ['SN', 'Sulawesi Selatan', /\b(sulsel|sulawesi selatan|makassar)\b/],
  ['SG', 'Sulawesi Tenggara', /\b(sultra|sulawesi tenggara|kendari)\b/],
  ['GO', 'Gorontalo', /\bgorontalo\b/],
  ['SR', 'Sulawesi Barat', /\b(sulbar|sulawesi barat|mamuju)\b/],
  ['MU', 'Maluku Utara', /\b(malut|maluku utara|ternate)\b/],
  ['MA', 'Maluku', /\b(maluku|ambon)\b/],
  ['PD', 'Papua Barat Daya', /\b(papua barat daya|sorong)\b/],
  ['PB', 'Papua Barat', /\bpapua barat\b/],
  ['PS', 'Papua Selatan', /\b(papua selatan|merauke)\b/],
  ['PT', 'Papua Tengah', /\b(papua tengah|nabire)\b/],
  ['PE', 'Papua Pegunungan', /\b(papua pegunungan|wamena)\b/],
  ['PA', 'Papua', /\b(papua|jayapura)\b/],
]

/** Its code; null when a text names none. */
export function readProvince(plain: string): string | null {
  return names.find(([, , pattern]) => pattern.test(plain))?.[0] ?? null
}

/** How a province is officially called. */
export function provinceName(code: string): string {
  return names.find(([each]) => each === code)?.[1] ?? code
}
