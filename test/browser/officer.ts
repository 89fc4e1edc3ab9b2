/** What the browser tests of the console share: an officer's phone, their signed-in browser, and what every page must be. */
import type { BrowserContextOptions } from 'playwright-core'
import { expect } from 'vitest'
import { seriousFindings } from './axe.ts'
import type { Visit } from './chromium.ts'

export const phone = {
  viewport: { width: 360, height: 740 },
  hasTouch: true,
  isMobile: true,
  deviceScaleFactor: 2,
}

/** A browser that has the cookie of somebody who signed in. */
export function signedIn(cookie: string | null): BrowserContextOptions {
  const one = { name: 'console', value: cookie ?? '', domain: '127.0.0.1', path: '/', expires: -1 }
  return {
    storageState: {
      cookies: [{ ...one, httpOnly: true, secure: false, sameSite: 'Lax' }],
      origins: [],
    },
  }
}

/** Fails unless the page can be read by everybody, fits its screen, and nothing went wrong in it. */
export async function isWell({ page, troubles, faintText }: Visit): Promise<void> {
  expect(await seriousFindings(page)).toEqual([])
  expect(await faintText()).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  expect(troubles).toEqual([])
}
