/** A limit on how long something may take. */

/** Rejects with Late after `ms`; what was begun goes on. */
export async function within<T>(ms: number, begun: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Late()), ms)
  })
  try {
    return await Promise.race([begun, late])
  } finally {
    clearTimeout(timer)
  }
}

export class Late extends Error {
  override readonly name = 'Late'
}
