/** Counts what may come too often to be told each time. */

/** Tells the first at once, and what came since then with the first that comes after `everyMs`. */
export function createTally(everyMs: number, tell: (count: number) => void, now = Date.now): () => void {
  let count = 0
  let toldAt = Number.NEGATIVE_INFINITY
  return () => {
    count++
    if (now() - toldAt < everyMs) return
    toldAt = now()
    tell(count)
    count = 0
  }
}
