/** The few files a page needs, packed once; named by their content, so that a browser keeps them for ever. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type Packed, pack } from './packing.ts'
import { base } from './page.ts'

export interface Asset {
  /** `/console/assets/3f2a….css`. */
  readonly path: string
  readonly type: string
  /** By the header Accept-Encoding. */
  packed(accepts: string | undefined): Packed
}

export interface Assets {
  readonly style: Asset
  readonly script: Asset
  readonly htmx: Asset
}

/** `folder`: where console.css and console.js are. */
export function loadAssets(folder: string): Assets {
  const htmx = join(createRequire(import.meta.url).resolve('htmx.org'), '..', 'htmx.min.js')
  const script = 'text/javascript; charset=utf-8'
  return {
    style: asset(join(folder, 'console.css'), 'css', 'text/css; charset=utf-8'),
    script: asset(join(folder, 'console.js'), 'js', script),
    htmx: asset(htmx, 'js', script),
  }
}

function asset(file: string, ending: string, type: string): Asset {
  const plain = readFileSync(file)
  const name = createHash('sha256').update(plain).digest('base64url').slice(0, 16)
  const made = new Map<string, Packed>()
  return {
    path: `${base}/assets/${name}.${ending}`,
    type,
    packed(accepts = '') {
      const best = ['br', 'gzip'].find((each) => accepts.includes(each)) ?? ''
      const packed = made.get(best) ?? pack(plain, best, true)
      made.set(best, packed)
      return packed
    },
  }
}
