/** Reads the whole audit against its anchors: for the command, and for the process that looks again and again. */
import type pg from 'pg'
import { readAnchors } from './anchors.ts'
import { chainOf } from './audit.ts'
import { type ChainReading, createChainCheck } from './audit-chain.ts'

/** `anchors`: a line of their file is none. */
export type ChainChecked = ChainReading | { readonly kind: 'anchors'; readonly line: number }

export async function checkChain(pool: pg.Pool, folder: string): Promise<ChainChecked> {
  const { anchors, broken } = await readAnchors(folder)
  if (broken !== null) return { kind: 'anchors', line: broken }
  const check = createChainCheck(anchors)
  for await (const rows of chainOf(pool)) if (!check.take(rows)) break
  return check.end()
}
