/** A sentence as somebody types it in haste: vowels left out, letters swapped, doubled or missing, short forms. Readers
 * learn from these beside the sentence itself. Pure: the same sentence always comes out the same. */

const shortForms: Readonly<Record<string, string>> = {
  yang: 'yg',
  tidak: 'tdk',
  saya: 'sy',
  dengan: 'dgn',
  untuk: 'utk',
  sudah: 'udh',
  udah: 'udh',
  belum: 'blm',
  gimana: 'gmn',
  bagaimana: 'bgmn',
  berapa: 'brp',
  kalau: 'klo',
  bisa: 'bs',
  kerja: 'krj',
  dari: 'dr',
  sama: 'sm',
  orang: 'org',
  juga: 'jg',
  boleh: 'blh',
  tolong: 'tlg',
  apa: 'ap',
  abdi: 'abd',
  kulo: 'kl',
  you: 'u',
  please: 'pls',
}

/** How many of a hundred words with a short form are shortened, and of the longer others are slurred. */
const shortened = 60
const slurred = 40
/** Shorter words are typed right. */
const longEnough = 5

/** What people put before and behind what they want, in whatever language: it tells nothing of it. */
const openings =
  'halo kak|assalamualaikum|min|kak mau tanya|permisi numpang tanya|selamat pagi pak|maaf mau tanya|hi|hello admin|excuse me|i want to ask|mas badhe tanglet|mas arep takon|punten kang|punten bade tumaros|kak|bang|bu|gini kak|jadi gini|mohon info|saya mau tanya|oh iya|terus|tanya dong|please'.split(
    '|',
  )
const closings =
  'ya kak|min|kak|dong|makasih|terima kasih|mohon dijawab|tolong dijawab ya|thanks|suwun|nuhun|nggih|bu|pls|gimana ya|pak|ya'.split(
    '|',
  )
/** How many of a hundred sentences get one of each. */
const opened = 12
const closed = 6

/** The sentence in haste. `seed` tells one haste from another. */
export function slur(text: string, seed: number): string {
  const dice = createDice(seed)
  const before = dice(100) < opened ? openings[dice(openings.length)] : ''
  const after = dice(100) < closed ? closings[dice(closings.length)] : ''
  return `${before} ${text} ${after}`
    .trim()
    .split(' ')
    .map((word) => {
      const short = Object.hasOwn(shortForms, word) ? shortForms[word] : undefined
      if (short !== undefined && dice(100) < shortened) return short
      return word.length < longEnough || dice(100) >= slurred ? word : slip(word, dice)
    })
    .join(' ')
}

/** One slip in a word, its first letter excepted. */
function slip(word: string, dice: (sides: number) => number): string {
  const at = 1 + dice(word.length - 2)
  const [before, letter, after] = [word.slice(0, at), word.charAt(at), word.slice(at + 1)]
  switch (dice(8)) {
    case 0:
      return before + after
    case 1:
      return before + letter + letter + after
    case 2:
      return before + after.slice(0, 1) + letter + after.slice(1)
    case 3:
      return before + String.fromCharCode(97 + dice(26)) + after
    default:
      return word.slice(0, 1) + word.slice(1).replace(/[aiueo]/g, (vowel) => (dice(100) < 75 ? '' : vowel))
  }
}

/** Whole numbers from 0 up to `sides`, always the same row for a seed. */
function createDice(seed: number): (sides: number) => number {
  let state = Math.imul(seed + 1, 2_654_435_761) >>> 0
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * sides)
  }
}
