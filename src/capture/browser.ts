/** Looks at one address with a real browser that has nothing to lose: a new profile each time, no name looked up by
 * itself, every byte through the guarded proxy, nothing downloaded, no permission given. */
import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'puppeteer-core'
import { type Network, openProxy } from '../guard/index.ts'

export interface Shot {
  readonly bytes: Uint8Array
  readonly sha256: string
}

export interface Sight {
  /** Of the page itself; null: it did not answer. */
  readonly status: number | null
  readonly url: string
  readonly text: string
  readonly shot: Shot | null
}

/** For the whole look, from the start of the browser to its end. */
export const lookLimits = { ms: 60_000, bytes: 30 * 1024 * 1024 } as const
/** A phone's screen, since most of those pages are made for phones, and how much of a long page is pictured. */
const view = { width: 412, height: 915 } as const
const tallest = 6_000
/** Letters of a page's text that are kept. */
const mostLetters = 20_000
/** What a page draws after it was loaded, in ms. */
const settles = 2_000

const arguments_ = (proxy: string): readonly string[] => [
  `--proxy-server=http://${proxy}`,
  // Without this Chromium goes to this machine by itself, past the proxy.
  '--proxy-bypass-list=<-loopback>',
  // It may resolve no name at all: only the proxy's own address is left.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--disable-quic',
  '--disable-gpu',
  '--disable-extensions',
  '--disable-sync',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-features=Translate,MediaRouter,OptimizationHints,AutofillServerCommunication,DnsOverHttps',
  '--deny-permission-prompts',
  '--mute-audio',
  '--no-first-run',
  '--no-default-browser-check',
  '--lang=id',
  // Chromium refuses to sandbox for root.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
]

/** Throws when the browser itself fails; whatever the page does is a `Sight`. */
export async function lookAt(
  address: string,
  { chromium, network }: { readonly chromium: string; readonly network: Network },
): Promise<Sight> {
  // Read when the first look is made.
  const { launch } = await import('puppeteer-core')
  const proxy = await openProxy(network, lookLimits)
  const profile = await mkdtemp(join(tmpdir(), 'tanya-dulu-look-'))
  const browser = await launch({
    executablePath: chromium,
    headless: true,
    userDataDir: profile,
    args: [...arguments_(proxy.address)],
    timeout: 30_000,
    // Its environment holds no secret of ours.
    env: { PATH: process.env['PATH'] ?? '', HOME: profile, LANG: 'C.UTF-8' },
  })
  const timer = setTimeout(() => void browser.close().catch(() => {}), lookLimits.ms)
  try {
    const page = await browser.newPage()
    return await see(page, address)
  } finally {
    clearTimeout(timer)
    await browser.close().catch(() => {})
    await proxy.close()
    await rm(profile, { recursive: true, force: true, maxRetries: 3 })
  }
}

async function see(page: Page, address: string): Promise<Sight> {
  await page.setViewport({ ...view, hasTouch: true })
  const session = await page.createCDPSession()
  await session.send('Browser.setDownloadBehavior', { behavior: 'deny' })
  page.on('dialog', (dialog) => void dialog.dismiss().catch(() => {}))
  page.on('popup', (popup) => void popup?.close().catch(() => {}))
  const answer = await page.goto(address, { waitUntil: 'load', timeout: 30_000 }).catch(() => null)
  if (answer === null) return { status: null, url: address, text: '', shot: null }
  await new Promise((resolve) => setTimeout(resolve, settles))
  const text = await page.evaluate('document.body === null ? "" : document.body.innerText').catch(() => '')
  const height = Number(await page.evaluate('document.documentElement.scrollHeight').catch(() => view.height))
  const bytes = await page
    .screenshot({
      type: 'png',
      captureBeyondViewport: true,
      clip: { x: 0, y: 0, width: view.width, height: Math.min(Math.max(height, view.height), tallest) },
    })
    .catch(() => null)
  return {
    status: answer.status(),
    url: page.url(),
    text: String(text).slice(0, mostLetters),
    shot: bytes === null ? null : { bytes, sha256: createHash('sha256').update(bytes).digest('hex') },
  }
}
