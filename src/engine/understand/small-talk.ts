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
  return raw.length > 0 && raw.length <= 4 && raw.every((word) => okayWords.has(word)) && !isCall(raw)
}

/** "Kak", "min", "pak": somebody is called, and nothing said yet. */
function isCall(raw: readonly string[]): boolean {
  return (
    raw.length > 0 && raw.every((word) => /^(kak|kaka|min|pak|bu|mbak|mas|teh|kang|sis|gan|bang)$/.test(word))
  )
}

const yesWords =
  /^(ya|iya|iyo|yes|y|yup|yoi|betul|benar|bener|boleh|silakan|silahkan|monggo|mangga|teruskan|hapus|setuju|ok|oke|nggih|inggih|njih|muhun|sumuhun|leres|lanjut|lanjutkan|yakin|sure)$/
const noWords =
  /^(tidak|tdk|gak|ga|gk|nggak|ngga|enggak|no|nope|n|jangan|batal|bukan|mboten|ora|henteu|teu|cancel|urung|sanes|dudu|ojo|ulah)$/
/** What stands around a yes and leaves it one: whom it is said to, and what it agrees to. */
const besideYes =
  /^(kak|kaka|pak|bu|min|mbak|mas|gan|ya|dong|deh|lah|saja|aja|wae|mawon|kemawon|atuh|please|banget|sangat|itu|ini|niku|eta|semua|semuanya|data|saya|it|that|go|ahead|to|officers?|ke|petugas|terima|kasih|makasih|mksh|thanks|teruskan|lanjutkan|lanjut|hapus|kirim|boleh|silakan|silahkan|setuju|oke|ok|iya|nggih|monggo|mangga|muhun|yakin|betul|benar|bener|leres)$/

/** A plain yes or no, in any of the four languages, as the whole message. A yes with a question in it is none. */
export function readYesNo(raw: readonly string[], text = raw.join(' ')): 'yes' | 'no' | null {
  const words = raw.filter(
    (word) => !/^(kak|pak|bu|min|ya|dong|saja|aja|please|deh|lah)$/.test(word) || raw.length === 1,
  )
  const [first = '', ...more] = words
  if (words.length === 0 || words.length > 3) return null
  if (noWords.test(first)) return 'no'
  return yesWords.test(first) && !text.includes('?') && more.every((word) => besideYes.test(word))
    ? 'yes'
    : null
}

/** Words that agree to something being done; "right" and "true" may as well be a question: "bener?". */
const agrees =
  /^(ya|iya|iyo|yes|y|yup|yoi|boleh|silakan|silahkan|monggo|mangga|teruskan|setuju|ok|oke|nggih|inggih|njih|muhun|sumuhun|lanjut|lanjutkan|yakin|sure)$/

/** Whether a yes leaves no doubt that something may be done. */
export function isConsent(raw: readonly string[]): boolean {
  return raw.some((word) => agrees.test(word))
}

/** "Ya laporin aja", "kirim ke petugas", "go ahead, report it": they want it done. `plain` words; the whole message. */
export function ordersReport(plain: string): boolean {
  return /^(ya|iya|oke?|boleh|tolong|yes|please|nggih|muhun|kak|mau|saya|sudah|langsung)?( (ya|iya|oke?|boleh|tolong|please|kak|mau|saya|sudah|langsung|go ahead))* ?(lapor|report|teruskan|kirim|forward|lapurkeun|terasaken)( (saja|aja|wae|mawon|kemawon|kak|ya|dong|deh|ke|ka|dateng|to|the|petugas|officers?|it|this|itu|ini|semua|iklannya|please|sekarang|now))*$/.test(
    plain,
  )
}

/** Whether a message is a greeting and nothing else. */
export function isGreeting(raw: readonly string[], plain: string): boolean {
  if (isCall(raw)) return true
  return raw.length <= 10 && raw.every((word) => greetingWords.has(word)) && !alone.test(plain)
}

/** Words of a greeting that are none when they stand alone. */
const alone = /^(apa|ya|ok|lagi|izin|mau|boleh|admin|dong|kak)$/

/** Whether a message thanks somewhere in it. */
export function saysThanks(plain: string): boolean {
  return thanksWord.test(plain)
}
