/** A real Chromium, and a watch over what its pages say and whom they call. */
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { transform } from 'esbuild'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { findOnPath } from '../kit/find-on-path.ts'
import type { Faint } from './faint.ts'

const pictures = join(import.meta.dirname, '../../test-artefacts')

const moves =
  "document.getAnimations().some((each) => each.playState === 'running' && each.effect.getTiming().iterations !== Infinity)"

export async function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: findOnPath(['chromium', 'chromium-browser', 'google-chrome']),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // An address of no network (RFC 5737) stands for this machine as another would see it.
      '--host-resolver-rules=MAP 192.0.2.10 127.0.0.1',
    ],
  })
}

export interface Visit {
  readonly page: Page
  /** Errors on the console, exceptions, and requests to anybody but the page's own host. Empty when all is well. */
  readonly troubles: string[]
  /** Text that is seen and has less contrast than WCAG 2.2 AA asks. */
  faintText(): Promise<readonly Faint[]>
  /** Keeps a picture of what is seen now. */
  picture(name: string): Promise<void>
  close(): Promise<void>
}

/** A fresh person's browser at `url`: nothing remembered, Indonesian unless said otherwise. `landmark`: what a page
 * shows once it is there. */
export async function visit(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
  landmark = '.phone',
): Promise<Visit> {
  const context = await browser.newContext({
    locale: 'id-ID',
    viewport: { width: 1280, height: 800 },
    ...options,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const troubles: string[] = []
  const { host } = new URL(url)
  page.on('pageerror', (error) => troubles.push(`exception: ${error.message}`))
  page.on('console', (said) => {
    if (said.type() === 'error' || said.type() === 'warning') troubles.push(`${said.type()}: ${said.text()}`)
  })
  page.on('request', (request) => {
    const called = new URL(request.url())
    if (!['data:', 'blob:'].includes(called.protocol) && called.host !== host)
      troubles.push(`called ${called.href}`)
  })
  await page.goto(url)
  await page.locator(landmark).first().waitFor()
  return {
    page,
    troubles,
    async faintText() {
      const source = readFileSync(join(import.meta.dirname, 'in-page/faint-text.ts'), 'utf8')
      const { code } = await transform(source, { loader: 'ts', format: 'iife', globalName: 'measured' })
      return page.evaluate<readonly Faint[]>(`${code}; measured.findFaintText()`)
    },
    async picture(name) {
      mkdirSync(pictures, { recursive: true })
      // What moves has come to rest, but for what never does.
      while (await page.evaluate<boolean>(moves)) await page.waitForTimeout(30)
      await page.screenshot({ path: join(pictures, `${name}.png`) })
    },
    close: () => context.close(),
  }
}
