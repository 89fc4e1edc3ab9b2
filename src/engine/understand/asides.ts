/** What people say about the talk itself, in the middle of something: are you there, tell nobody, what now? The answer
 * depends on what it stands in. Read on plain words (see letters.ts). */
import { anyOf } from './pattern.ts'

export type Aside =
  /** Is somebody there? They still are, and afraid. */
  | 'here'
  /** Nobody may know of it. */
  | 'secret'
  /** Who else reported? */
  | 'reporters'
  /** Is this man from the firm whose name he uses? */
  | 'person'
  /** Will the money come back? */
  | 'money-back'
  /** They wait for us, or for an officer. */
  | 'waits'
  /** Who is it that answers there? */
  | 'who'
  /** What shall I do now, or if they refuse? */
  | 'next'
  /** How to remove or hide this chat. */
  | 'hide'
  /** They cannot call, or must not be called. */
  | 'no-call'
  /** Money is asked for letting somebody go. */
  | 'ransom'
  /** Enough for now: no wish to be sent nothing any more. */
  | 'later'

const asides: readonly (readonly [Aside, RegExp])[] = [
  [
    'reporters',
    anyOf`
      \b(siapa|who|sapa|sopo|saha)( saja| aja| sih)?( yang)?( sudah| pernah| has| have| else)* (lapor|pelapor|report\w*)\b
      \b(nomor|nomer|nama|kontak|identitas|hp|wa|number|name|data)( \w+){0,2} (pelapor|reporters?|yang lapor)\b
      \b(berapa|bagaimana many)( orang| people)?( yang| kali)?( sudah| pernah| have)* (lapor|report\w*)\b
    `,
  ],
  [
    'secret',
    anyOf`
      (?<!\b(dia|majikan|agen|bilang|katanya|kata|ancam|mengancam|suruh) )\b(jangan|jang|jan|ampun|tidak usah)( \w+){0,2} (lapor|kasih|kasi|
        beri tahu|bilang|ngomong|omong|cerita|bocor\w*|sebar\w*|kabari|kandha|wara|beja|bejakeun|nyarios|matur)( tahu| tau| ke| pada| ka|
        dengan| sama)* (siapa|sapa|sopo|sinten|saha|sasaha|orang|polisi|majikan|agen|keluarga|suami|istri|ibu|bapak|dia)
      \b(tidak|never|not) (tell|report)( this| it| me| to)* (anyone|anybody|the police|police|my|them|him|her)\b
      \b(nama|identitas|nomor)( \w+){0,3} (jangan|tidak)( sampai| mau| usah| pernah)* (di ?)?(sebut\w*|sebar\w*|tulis|bocor\w*|
        muncul\w*|ketahuan|tampil\w*|kasih\w*)
      \b(jangan|tidak)( \w+)? (di ?)?(sebut\w*|sebar\w*|bocor\w*)( \w+)? (nama|identitas|nomor)\b
      \b(di ?rahasia\w*|rahasiakan|anonim|anonymous\w*|keep (it|this) (a )?(secret|private|confidential))\b
    `,
  ],
  [
    'money-back',
    anyOf`
      ^(?!.*\b(kirim|send|sending|ngirim)\b).*\b(bisa|apakah|bagaimana|can|get|will)\b.{0,20}\b(pulang|kembali\w*|back|refund\w*)\b.{0,15}\b(
        uang|dp|dana|money)\b
      ^(?!.*\b(kirim|send|sending|ngirim)\b).*\b(uang|dp|dana|money)( saya| anak| kami| itu| my| yang| sudah| di ?transfer| tadi)* (apakah |
        masih )?(bisa|can|be|get) .{0,12}\b(pulang|kembali\w*|back|refund\w*|diambil lagi|ditarik lagi)\b
      \b(get|want) (my|the|our) money back\b
    `,
  ],
  [
    'person',
    anyOf`
      \b(orang|wong|tiyang|jalma|jalmi|dia|dheweke|sponsor|sales|petugas|person|man|guy|woman|he|she|they)\b.{0,40}\b(dari|from|soko|saka|seko) (pt|
        perusahaan|sana|kono|ditu|company|kantor|the company|that company|there)\b
      \b(surat tugas|id card|kartu (nama|pegawai|identitas)|name card|seragam)\b
    `,
  ],
  [
    'who',
    anyOf`
      \b(petugas|officer|yang (jawab|angkat|balas|nerima)|orangnya)\b.{0,20}\b(laki\w*|perempuan|cewek|cowok|wanita|pria|female|male|
        woman|man|jaler|awewe|istri|estri|wadon|lanang|pameget)\b
      \b(bisa|boleh|mau|can i|saged|tiasa)\b.{0,20}\b(petugas|officer) (perempuan|wanita|female|woman|estri|awewe|istri)\b
    `,
  ],
  [
    'hide',
    anyOf`
      \b(hapus|sembunyi\w*|umpetin|umpetke|ndhelikake|nyumputkeun|kunci|hide|clear|ngilangin)\b( \w+){0,3} (cara|chat|obrolan|
        percakapan|pesan|wa|this|ini|bagaimana)\b
      \b(cara|bagaimana|how)\b( \w+){0,3} (hapus|sembunyi\w*|umpetin|ndhelikake|nyumputkeun|kunci|hide|clear|ngilangin)\b
    `,
  ],
  [
    'no-call',
    anyOf`
      \b(jangan|tidak (bisa|boleh|berani|usah)|cant|cannot|can not) (di ?)?(telepon|call|nelpon|ditelepon|bicara|ngomong|be called)\b
      \b(tidak|no) (ada |punya )?(pulsa|signal|sinyal|credit)\b
    `,
  ],
  [
    'later',
    anyOf`^(ok |oke |kak |ya |sudah )*(stop|cukup|udahan|sekian|berhenti|nanti|bentar) dulu\b(?=.{0,40}$)(?!.*\b(makasih|kasih|thank)\b)`,
  ],
  [
    'waits',
    anyOf`
      ^(ya|iya|oke?|baik|sudah|okay|alright|nggih|muhun)?( ya| sudah| kak| saya| bapak| ibu| kami| i| will| ll)* (tunggu|nunggu|menunggu|
        nengga|enteni|ngenteni|antosan|ngantosan|dagoan|wait|waiting)( \w+){0,3}$
    `,
  ],
  [
    'here',
    anyOf`
      \b(masih|isih|taksih|still|keneh)( \w+)? (di ?sini|disini|kene|mriki|dieu|here|there|ada|online)\b
      \b(ada|wonten|aya|anyone|anybody|someone) (orang|wong|jalma|there|here)\b
      \bare you (still )?(there|here)\b
      \b(jawab|balas|bales)( dong| kak| ya| donk| atuh| please| cepat| saya| to)+
      \b(kok|kenapa|why)( \w+){0,2} (tidak|not)( \w+)? (jawab|dijawab|balas|dibalas|bales|answer\w*|reply\w*)
      ^(halo|hallo|hello|kak|hai|p|woi|oi|min)( (halo|hallo|hello|kak|p|ya))*$
    `,
  ],
  [
    'ransom',
    anyOf`
      \b(tebus\w*|tebusan|ransom)\b
      \b(bayar|pay|kirim uang|transfer)\b.*\b(berapa|much|harus|should|mereka|them|dia|boleh|pulang|bebas|free|release\w*|go home)\b
      \b(berapa|much|harus|should|boleh|kudu)\b.*\b(bayar|pay|kirim uang|transfer)\b
    `,
  ],
  [
    'next',
    anyOf`
      \b(harus|kudu|mesti|should|can|do) (bagaimana|apa|ngapain|i do|saya do)\b
      ^(terus|trus|lalu|lantas|so|then|now|banjur|lajeng|teras)( saya| kami| sekarang)* (bagaimana|apa|ngapain|what)\b
      ^(kalau|jika|if|what if|lha kalau)\b.{0,40}\b(bagaimana|apa|then|what|ngapain)$
      ^what (now|next|if)\b
    `,
  ],
]

/** The first that fits, of those that make sense where it is said; null: nothing of the kind. */
export function readAside(plain: string, among: ReadonlySet<Aside>): Aside | null {
  return asides.find(([aside, pattern]) => among.has(aside) && pattern.test(plain))?.[0] ?? null
}
