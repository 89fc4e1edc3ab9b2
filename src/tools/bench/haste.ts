/** Sentences as typed in haste, by rules of their own: the reader that is judged never saw these. */
import { createChance } from './names.ts'

const shortForms = new Map(
  'yang:yg tidak:tdk nggak:gk gak:g saya:sy aku:ak dengan:dgn untuk:utk sudah:sdh belum:blm gimana:gmn bagaimana:bgmn berapa:brp kalau:kl kalo:klo bisa:bs kerja:krja banyak:bnyk dari:dr sama:sm orang:org juga:jg boleh:bleh paspor:pspr majikan:mjikan tolong:tlong kasih:ksh please:plz what:wat the:da with:w'
    .split(' ')
    .map((pair) => pair.split(':') as [string, string]),
)

/** About half of the words that have a short form get it, and a third of the longer ones a slip or no vowels. */
export function inHaste(text: string, seed: number): string {
  const chance = createChance(seed * 7919 + 13)
  return text
    .split(' ')
    .map((word) => {
      const short = shortForms.get(word.toLowerCase())
      if (short !== undefined && chance.next() < 0.5) return short
      if (word.length < 5 || chance.next() > 0.33) return word
      const at = 1 + Math.floor(chance.next() * (word.length - 2))
      if (chance.next() < 0.45)
        return word.charAt(0) + word.slice(1).replace(/[aiueo]/g, () => (chance.next() < 0.7 ? '' : 'e'))
      return chance.pick([
        word.slice(0, at) + word.slice(at + 1),
        word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2),
        word.slice(0, at) + word.charAt(at).repeat(2) + word.slice(at + 1),
      ])
    })
    .join(' ')
}
