/** What a reporter tells beside an advertisement that makes its case more urgent: somebody paid, left, is held. */
import type { Danger } from '../understand/danger.ts'
import { anyOf } from '../understand/pattern.ts'

export const facts = ['captive', 'money-sent', 'left', 'leaves-soon', 'child'] as const
export type Fact = (typeof facts)[number]

const held: ReadonlySet<Danger> = new Set([
  'confinement',
  'forced-scamming',
  'trafficked',
  'violence',
  'sexual-abuse',
])

const told: readonly (readonly [Fact, RegExp])[] = [
  [
    'money-sent',
    anyOf`
      \b(sudah|kadung|terlanjur|telanjur|kebacut|barusan|baru saja|tadi|kemarin) (saya |kami |ke |dia |terlanjur |pada )*(
        bayar|transfer|tf|trf|kirim (uang|dp)|setor|dp|lunas|membayar|mentransfer|nransfer|kasih uang|masuk uang|ngirim uang)\b
      \b(uang|duit|dp|tabungan)( saya| kami| ku)? (sudah|telah|terlanjur|kadung) (masuk|dikirim|ditransfer|di transfer|hilang|lenyap|dibawa|saya)\b
      \b(saya|kami|ibu|bapak|suami|istri|anak|adik|kakak|teman) (saya |kami )?(transfer|bayar|setor|tf|kirim uang) (dp )?(rp )?\d
      \b(i|we|she|he|they) (have |already |had |has )*(paid|transferred|sent (the |them |him |her )?(money|\d))\b
    `,
  ],
  [
    'left',
    anyOf`
      \b(teman|temanku|tetangga|adik|adikku|kakak|kakakku|anak|anakku|saudara|suami|istri|keponakan|sepupu|ibu|bapak|orang|\d+ orang|mereka|dia) (
        saya |ku |kami |kampung |desa |itu |nya |satu |dua |tiga |beberapa )*(
        sudah|kadung|terlanjur|kemarin|barusan|baru saja|tadi malam) (ada yang )*(berangkat|terbang|dibawa|pergi|jalan|diberangkatkan|sampai|ikut berangkat|nyebrang|mangkat|budal|angkat)\b
      \bsudah ada yang (berangkat|terbang|dibawa|pergi|diberangkatkan)\b
      \b(friend|sister|brother|cousin|neighbou?r|son|daughter|husband|wife|someone|people)s? (has |have |already |had )*(left|gone|flown|departed)\b
    `,
  ],
  [
    'leaves-soon',
    anyOf`
      \b(besok|lusa|malam ini|nanti malam|hari ini|minggu ini|minggu depan|tomorrow|tonight|next week) (
        saya |kami |dia |mau |akan |sudah |harus |jadwalnya |teman |adik |anak |kakak )*(berangkat|terbang|dijemput|fly|leave)\b
      \b(saya|kami|dia|teman|adik|anak|kakak|i|we) (saya |kami |juga |mau |akan |harus |sudah |dijadwalkan |disuruh |di suruh |diminta |di minta |will |am |are )*(
        berangkat|terbang|dijemput|fly|leave|leaving|flying) (ke \w+ )?(besok|lusa|malam ini|hari ini|minggu ini|minggu depan|tomorrow|tonight|next week)\b
    `,
  ],
  [
    'child',
    anyOf`
      \b(umur|usia|berumur|berusia|aged?) (nya |masih |baru |baru saja )*1[0-7]\b
      \b(masih|di) bawah umur\b
    `,
  ],
]

/** Facts in a person's own words, written plainly; a danger that was heard says one too. */
export function readFacts(plain: string, danger: Danger | null): readonly Fact[] {
  const found = told.flatMap(([fact, pattern]) => (pattern.test(plain) ? [fact] : []))
  if (danger !== null && held.has(danger)) found.push('captive')
  if (danger === 'child-in-danger') found.push('child')
  return [...new Set(found)]
}
