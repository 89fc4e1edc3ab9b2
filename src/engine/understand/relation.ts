/** Whether somebody writes about another: a mother about her daughter, a friend about a friend. Read on plain words. */

const relatives =
  'anak|adik|adek|kakak|istri|bini|suami|ibu|emak|mama|bapak|ayah|teman|kawan|keponakan|sepupu|saudara|tetangga|cucu|menantu|bojo|garwa|pamajikan|salaki|lanang|wedok|rencang|babaturan'
const owner = '(saya|kami|ku|gadis|perempuan|laki|lelaki|kandung|sulung|bungsu|tiri|pertama|kedua)'

const aboutAnother = [
  new RegExp(`\\b(${relatives})( \\w+){0,2} ${owner}\\b`),
  /\b(anak|adik|adek|kakak|istri|suami|ibu|bapak|teman|keponakan|sepupu|saudara|bojo)(ku|kulo|kula)\b/,
  new RegExp(`^(tolong |kak |min |halo |assalamualaikum |ada )*(${relatives}) (saya )?\\w*`),
  /\b(my|our) (\w+ )?(son|daughter|sister|brother|wife|husband|mother|father|friend|child|kid|niece|nephew|cousin|aunt|uncle|mom|dad|mum)\b/,
]

/** "Dipukul suami saya", "my husband hits me": the other is the one who does it. */
const againstSelf = [
  new RegExp(
    `(?<!\\b(${relatives})( \\w+)? )\\bsaya (sudah |lagi |masih |terus |selalu )?(di\\w{4,}|takut|sakit|lapar|terlantar)\\b`,
  ),
  new RegExp(`\\b(di\\w{3,}|oleh|dari|dengan|takut|sama) (\\w+ )?(${relatives})\\b`),
  /\b(hits?|beats?|hurts?|kicks?|abuses?|rapes?|raped|beat|locked|locks|sold|took|takes|threatens?) (me|my (paspor|phone|papers))\b/,
  /\b(pukul|mukul|memukul|mukuli|nampar|menyiksa|siksa|kunci|ngunci|jual|menjual|perkosa|memperkosa|ancam|mengancam|ambil|ngambil|bawa|ajak|ngajak|tawari|nawarin) (saya|beta|awak)\b/,
]

/** True: the person in trouble is someone else, and we write to a relative or a friend. */
export function isAboutAnother(plain: string): boolean {
  return (
    aboutAnother.some((pattern) => pattern.test(plain)) && !againstSelf.some((pattern) => pattern.test(plain))
  )
}
