/** Which names share rare letter triples with a query: narrows a list of any size to a few dozen at once. */

export interface Trigrams {
  /** The `most` documents that share most with the query, best first. */
  nearest(query: string, most: number): readonly number[]
}

/** a–z, 0–9 and one sign for all else. */
const signs = 37
const triples = signs ** 3
/** In a long list the rarest triples of a query bring in the names, the others only rank them. */
const longList = 4000
const bringing = 6
/** Triples in more than this share of a long list say little and cost much. */
const commonShare = 0.08

function signOf(code: number): number {
  if (code >= 97 && code <= 122) return code - 97
  if (code >= 48 && code <= 57) return code - 48 + 26
  return 36
}

/** Calls back for every triple of a text, its ends marked by a space. */
function eachTriple(text: string, see: (triple: number) => void): void {
  let a = 36
  let b = 36
  for (let at = 0; at <= text.length; at++) {
    const c = at < text.length ? signOf(text.charCodeAt(at)) : 36
    see((a * signs + b) * signs + c)
    a = b
    b = c
  }
}

/** An index over texts; memory is four bytes for each triple of each text. */
export function createTrigrams(texts: readonly string[]): Trigrams {
  const seen = new Int32Array(triples).fill(-1)
  const starts = new Uint32Array(triples + 1)
  const sizes = new Uint16Array(texts.length)
  const eachText = (see: (triple: number, text: number) => void) => {
    seen.fill(-1)
    for (const [at, text] of texts.entries()) {
      eachTriple(text, (triple) => {
        if (seen[triple] === at) return
        seen[triple] = at
        see(triple, at)
      })
    }
  }
  eachText((triple, text) => {
    starts[triple + 1] = (starts[triple + 1] ?? 0) + 1
    sizes[text] = (sizes[text] ?? 0) + 1
  })
  for (let triple = 0; triple < triples; triple++) {
    starts[triple + 1] = (starts[triple + 1] ?? 0) + (starts[triple] ?? 0)
  }
  const postings = new Uint32Array(starts[triples] ?? 0)
  const fill = starts.slice()
  eachText((triple, text) => {
    const place = fill[triple] ?? 0
    postings[place] = text
    fill[triple] = place + 1
  })
  const scores = new Float32Array(texts.length)
  const all = Math.log(1 + texts.length)
  const countOf = (triple: number) => (starts[triple + 1] ?? 0) - (starts[triple] ?? 0)

  return {
    nearest(query, most) {
      const asked = new Set<number>()
      eachTriple(query, (triple) => {
        if (countOf(triple) > 0) asked.add(triple)
      })
      const touched: number[] = []
      for (const [rank, triple] of [...asked].sort((a, b) => countOf(a) - countOf(b)).entries()) {
        const count = countOf(triple)
        const late = texts.length > longList && rank >= bringing
        if (late && count > texts.length * commonShare) break
        const weight = Math.log(1 + texts.length / count) / all
        const end = starts[triple + 1] ?? 0
        for (let place = starts[triple] ?? 0; place < end; place++) {
          const text = postings[place] ?? 0
          const score = scores[text] ?? 0
          if (score === 0) {
            if (late) continue
            touched.push(text)
          }
          scores[text] = score + weight
        }
      }
      const rank = (text: number) => (scores[text] ?? 0) / Math.sqrt(12 + (sizes[text] ?? 0))
      const best = pickBest(touched, rank, most)
      for (const text of touched) scores[text] = 0
      return best
    },
  }
}

/** The `most` items of highest rank, best first, without sorting them all. */
function pickBest(items: readonly number[], rank: (item: number) => number, most: number): readonly number[] {
  if (items.length <= most) return [...items].sort((a, b) => rank(b) - rank(a) || a - b)
  const kept: { item: number; rank: number }[] = []
  let least = -1
  for (const item of items) {
    const value = rank(item)
    if (kept.length === most && value <= least) continue
    let place = kept.length
    while (place > 0 && (kept[place - 1]?.rank ?? 0) < value) place--
    kept.splice(place, 0, { item, rank: value })
    if (kept.length > most) kept.pop()
    least = kept.length === most ? (kept[most - 1]?.rank ?? 0) : -1
  }
  return kept.map(({ item }) => item)
}
