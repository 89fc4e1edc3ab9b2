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
  // Used again for every query: most of what a search would allocate.
  const scores = new Float32Array(texts.length)
  const touched = new Uint32Array(texts.length)
  const all = Math.log(1 + texts.length)
  const countOf = (triple: number) => (starts[triple + 1] ?? 0) - (starts[triple] ?? 0)

  return {
    nearest(query, most) {
      const asked: number[] = []
      eachTriple(query, (triple) => {
        if (countOf(triple) > 0 && !asked.includes(triple)) asked.push(triple)
      })
      asked.sort((a, b) => countOf(a) - countOf(b))
      let found = 0
      for (let at = 0; at < asked.length; at++) {
        const triple = asked[at] ?? 0
        const count = countOf(triple)
        const late = texts.length > longList && at >= bringing
        if (late && count > texts.length * commonShare) break
        const weight = Math.log(1 + texts.length / count) / all
        const end = starts[triple + 1] ?? 0
        for (let place = starts[triple] ?? 0; place < end; place++) {
          const text = postings[place] ?? 0
          const score = scores[text] ?? 0
          if (score === 0) {
            if (late) continue
            touched[found++] = text
          }
          scores[text] = score + weight
        }
      }
      const rank = (text: number) => (scores[text] ?? 0) / Math.sqrt(12 + (sizes[text] ?? 0))
      const best = pickBest(touched.subarray(0, found), rank, most)
      for (let at = 0; at < found; at++) scores[touched[at] ?? 0] = 0
      return best
    },
  }
}

/** The `most` items of highest rank, best first, without sorting them all; of equal ones the first found. */
function pickBest(items: Uint32Array, rank: (item: number) => number, most: number): readonly number[] {
  const kept: number[] = []
  const ranks: number[] = []
  for (const item of items) {
    const value = rank(item)
    let place = kept.length
    if (place === most && value <= (ranks[place - 1] ?? 0)) continue
    if (place === most) place--
    while (place > 0 && (ranks[place - 1] ?? 0) < value) {
      kept[place] = kept[place - 1] ?? 0
      ranks[place] = ranks[place - 1] ?? 0
      place--
    }
    kept[place] = item
    ranks[place] = value
  }
  return kept
}
