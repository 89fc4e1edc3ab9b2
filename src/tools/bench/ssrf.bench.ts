/** ssrf: whether a stranger's address can lead us into our own network, by any spelling, redirect, answer or change of a
 * name. Every connection anywhere else than to the one public page would be a canary's. */
import { benignAddress, benignUrl, hostileAddress, hostileUrl } from '../../../test/kit/hostile-addresses.ts'
import { randomFrom } from '../../../test/kit/random.ts'
import { openStage } from '../../../test/kit/stage.ts'
import { type Fetched, fetchGuarded, type Limits } from '../../guard/index.ts'
import type { Bench, Figure } from './form.ts'
import { figure } from './form.ts'

const hostile = 2_000
const benign = 500
const limits: Limits = { ms: 10_000, bytes: 100_000, redirects: 3 }
const there = '93.184.215.14'

export const bench: Bench = {
  name: 'ssrf',
  async run() {
    const draw = randomFrom(2_026)
    let to = ''
    const stage = await openStage(({ url }, answer) =>
      url === '/on' ? answer.writeHead(302, { location: to }).end() : answer.end('halaman'),
    )
    stage.host(there)
    stage.name('mulai.test.id', [there])
    const refused: Record<string, number> = { direct: 0, redirect: 0, answer: 0, rebinding: 0 }
    let byStrings = 0
    const ask = (url: string): Promise<Fetched> => fetchGuarded(url, limits, stage.network)
    const count = async (way: string, url: string) => {
      const got = await ask(url)
      if (got.kind === 'refused') refused[way] = (refused[way] ?? 0) + 1
    }
    for (let at = 0; at < hostile; at++) {
      const url = hostileUrl(draw)
      if (refusedByString(url)) byStrings++
      await count('direct', url)
      to = asLocation(url)
      await count('redirect', 'http://mulai.test.id/on')
      const address = hostileAddress(draw)
      stage.name('dalam.test.id', draw() < 0.5 ? [address] : [there, address])
      await count('answer', 'http://dalam.test.id/')
      // Public when it is asked first, and another when its page sends us to itself.
      const answers = [there]
      stage.name('berubah.test.id', () => [answers.shift() ?? address])
      to = 'http://berubah.test.id/'
      await count('rebinding', 'http://berubah.test.id/on')
    }
    let allowed = 0
    for (let at = 0; at < benign; at++) {
      const { url, host } = benignUrl(draw)
      const address = benignAddress(draw)
      stage.host(address)
      stage.name(host, [address])
      if ((await ask(url)).kind === 'fetched') allowed++
    }
    const sung = stage.sung()
    await stage.close()
    return [
      ...Object.entries(refused).map(([way, many]) =>
        share(`hostile addresses refused: ${way}`, many, hostile, {
          byListOfStrings: way === 'direct' ? (100 * byStrings) / hostile : null,
        }),
      ),
      figure({
        name: 'connections at the canaries',
        unit: 'connections',
        target: 0,
        better: 'lower',
        values: [sung],
      }),
      share('benign addresses allowed', allowed, benign),
    ]
  },
}

/** A header holds bytes of Latin-1: what is beyond is sent percent by percent. What would be a path of the page that says
 * it (`x`, and `http:x` from a page of http) is no other place, and is made one. */
function asLocation(url: string): string {
  const written = url.trim().replace(/[\t\n]/g, '')
  const whole = /^([a-z]+:|\/\/)/i.test(written)
    ? written.replace(/^(https?:)(?![/\\])/i, '$1//')
    : `http://${written}`
  return [...whole].map((letter) => (letter > '~' ? encodeURIComponent(letter) : letter)).join('')
}

/** The guard that is usually written, as a reference. */
function refusedByString(url: string): boolean {
  return /localhost|127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|0\.0\.0\.0|::1|file:|gopher:/i.test(
    url,
  )
}

function share(
  name: string,
  many: number,
  of: number,
  reference: Readonly<Record<string, unknown>> = {},
): Figure {
  return figure({
    name,
    unit: '%',
    target: 100,
    better: 'higher',
    values: [(100 * many) / of],
    reference: { asked: of, ...reference },
  })
}
