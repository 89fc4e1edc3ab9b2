/** One look at an address: first by our own fetching, which tells apart what a browser only calls an error, then by the
 * browser, where there is one. What it means is the engine's to say. */
import { type LookResult, readLook, type Seen } from '#engine'
import { fetchGuarded, type Network, pageLimits } from '../guard/index.ts'
import { lookAt, type Shot } from './browser.ts'

export interface Looked {
  readonly result: LookResult
  readonly seen: { readonly url: string; readonly status: number | null; readonly text: string }
  readonly picture: Shot | null
}

export interface Eyes {
  readonly network: Network
  /** Path of the browser; null: none is installed, and pages are read without it. */
  readonly chromium: string | null
  /** How platforms say that something is not there, in small letters. */
  readonly goneWords: readonly string[]
}

/** `before`: the words that were seen at the first look; null: none were. Throws when the browser fails. */
export async function look(url: string, before: string | null, eyes: Eyes): Promise<Looked> {
  const fetched = await fetchGuarded(url, pageLimits, eyes.network)
  if (fetched.kind !== 'fetched') {
    const silence = fetched.kind === 'failed' && fetched.why === 'no-such-name' ? 'no-such-name' : 'other'
    return told({ status: null, silence, url, text: '' }, null, before, eyes)
  }
  const sight =
    eyes.chromium === null ? null : await lookAt(fetched.url, { ...eyes, chromium: eyes.chromium })
  // A page that the browser could not open is told by what we fetched ourselves.
  if (sight === null || sight.status === null) {
    const text = /html|text/.test(fetched.type) ? wordsOf(fetched.body.toString('utf8')) : ''
    return told({ status: fetched.status, silence: null, url: fetched.url, text }, null, before, eyes)
  }
  return told(
    { status: sight.status, silence: null, url: sight.url, text: sight.text },
    sight.shot,
    before,
    eyes,
  )
}

function told(seen: Seen, picture: Shot | null, before: string | null, { goneWords }: Eyes): Looked {
  const { status, url, text } = seen
  return { result: readLook(seen, { before, goneWords }), seen: { url, status, text }, picture }
}

const mostLetters = 20_000

/** A page's words without its marks: enough to compare two looks by. */
function wordsOf(html: string): string {
  return html
    .replace(/<(script|style|noscript|template)\b[\s\S]*?<\/\1\s*>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, mostLetters)
}
