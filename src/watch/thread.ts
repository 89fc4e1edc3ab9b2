/** The reading thread. What strangers wrote is taken apart here and nowhere else: what breaks or hangs it, breaks no answer,
 * since it has bounds of time and memory (`parser.ts`) and is begun again. */
import { parentPort } from 'node:worker_threads'
import robots from 'robots-parser'
import { lettersOf } from './letters.ts'
import { readFeed, readSitemap } from './read-feed.ts'
import type { Job, Parsed, ToThread } from './wire.ts'
import { readPage } from './words-of-page.ts'

/** Its types are of another way of modules than it is. */
const robotsParser = robots as unknown as (
  url: string,
  text: string,
) => {
  isAllowed(url: string, agent: string): boolean | undefined
  getCrawlDelay(agent: string): number | undefined
}

/** Of robots.txt crawlers read 500 kibibytes (RFC 9309, 2.5). */
const mostOfRobots = 512_000

function read(job: Job): Parsed {
  switch (job.want) {
    case 'robots': {
      const rules = robotsParser(job.url, job.text.slice(0, mostOfRobots))
      const delay = rules.getCrawlDelay(job.agent) ?? 0
      return {
        kind: 'robots',
        // undefined: an address of another site, about which it says nothing.
        allowed: job.asked.map((url) => rules.isAllowed(url, job.agent) !== false),
        delayMs: Number.isFinite(delay) && delay > 0 ? delay * 1_000 : 0,
      }
    }
    case 'sitemap':
      return readSitemap(job.bytes, job.url)
    case 'feed':
      return hasWords(job.bytes) ? readFeed(lettersOf(job.bytes, job.type), job.url) : wrongType
    case 'page': {
      if (!hasWords(job.bytes)) return wrongType
      const letters = lettersOf(job.bytes, job.type)
      return { kind: 'page', page: readPage(letters, job.url) }
    }
  }
}

const wrongType: Parsed = { kind: 'refused', why: 'wrong-type' }

/** By its first bytes, whatever the server called it: pictures, archives and programs have NULs or a mark of their own. */
function hasWords(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, 1_024)
  const isWide = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)
  const mark = Buffer.from(head.subarray(0, 5)).toString('latin1')
  return (
    bytes.length > 0 &&
    (isWide || !head.includes(0)) &&
    !/^(?:%PDF-|PK|GIF8|\x89PNG|\xff\xd8\xff|RIFF)/.test(mark)
  )
}

parentPort?.on('message', ({ job }: ToThread) => {
  let parsed: Parsed
  try {
    parsed = read(job)
  } catch {
    // What a library throws at a stranger's file quotes the file.
    parsed = { kind: 'refused', why: 'unreadable' }
  }
  parentPort?.postMessage(parsed)
})
parentPort?.postMessage('ready')
