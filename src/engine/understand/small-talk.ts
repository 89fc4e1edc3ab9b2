/** Greetings, thanks, a lone yes or no: what people say before and after they ask. */

/** Somewhere in a thank-you. */
const thanksWord =
  /\b(makasih|terima kasih|thank you|thank u|matur (makasih|nuwun|sembah)|hatur (makasih|nuhun)|syukron|suksma|jazakallah\w*|arigato|appreciate|thankyou|sangat membantu)\b|^(bye|bye bye|goodbye|dadah|dah dulu|sampai jumpa|see you|pamit)\b/
const greetingWords = new Set(
  `halo hai hi hello helo hallo hei hey hay hy alo assalamualaikum assalamu assalamualaykum alaikum wr wb warahmatullahi wabarakatuh
   wabarokatuh ass asw aslmkm asalamualaikum samlekum mikum pagi siang sore malam selamat met permisi punten sampurasun kulonuwun
   nuwun sewu sugeng enjing injing siyang sonten dalu ndalu wilujeng wengi good morning afternoon evening night day there everyone semua
   p pp ping test tes testing bot min kak gan sis om tante mas mbak pak bu bang bro tanya dulu salam sejahtera om swastiastu shalom horas
   rahayu dong nih kakak admin misi kulo kang teh halloo apa kabar how are you ya kabarnya lagi dear sir madam ada orang oi oy woy hoi hola bos nanya mau boleh izin bertanya numpang ijin`
    .split(/\s+/)
    .filter((word) => word !== ''),
)
const okayWords = new Set(
  'ok oke okay okey oky sip siap baik baiklah iya ya yes yup yoi yo y yaa inggih nggih njih muhun sumuhun mangga monggo leres betul benar bener kak pak bu min mantap mantab good great nice paham ngerti mengerti noted lanjut sudah jadi gitu begitu oh ooh o oalah hmm hm tidak no nope nggak bukan batal jangan'.split(
    ' ',
  ),
)

/** A lone "ok", "ya", "sip": heard, nothing asked. */
export function isOkay(raw: readonly string[]): boolean {
  return raw.length > 0 && raw.length <= 4 && raw.every((word) => okayWords.has(word))
}

/** A plain yes or no, in any of the four languages, as the whole message. */
export function readYesNo(raw: readonly string[]): 'yes' | 'no' | null {
  const words = raw.filter(
    (word) => !/^(kak|pak|bu|min|ya|dong|saja|aja|please|deh|lah)$/.test(word) || raw.length === 1,
  )
  if (words.length === 0 || words.length > 3) return null
  const [first = ''] = words
  if (
    /^(ya|iya|iyo|yes|y|yup|yoi|betul|benar|bener|boleh|silakan|silahkan|monggo|mangga|teruskan|hapus|setuju|ok|oke|nggih|inggih|njih|muhun|sumuhun|leres|lanjut|lanjutkan|yakin|sure)$/.test(
      first,
    )
  )
    return 'yes'
  return /^(tidak|tdk|gak|ga|gk|nggak|ngga|enggak|no|nope|n|jangan|batal|bukan|mboten|ora|henteu|teu|cancel|urung|sanes|dudu|ojo|ulah)$/.test(
    first,
  )
    ? 'no'
    : null
}

/** Whether a message is a greeting and nothing else. */
export function isGreeting(raw: readonly string[], plain: string): boolean {
  return raw.length <= 10 && raw.every((word) => greetingWords.has(word)) && !alone.test(plain)
}

/** Words of a greeting that are none when they stand alone. */
const alone = /^(apa|ya|ok|lagi|izin|mau|boleh|admin|dong|kak)$/

/** Whether a message thanks somewhere in it. */
export function saysThanks(plain: string): boolean {
  return thanksWord.test(plain)
}
