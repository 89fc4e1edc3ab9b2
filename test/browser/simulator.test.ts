import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launchChromium, type Visit, visit } from './chromium.ts'
import { type Echo, startEcho } from './echo.ts'

let browser: Browser
let echo: Echo
const visits: Visit[] = []
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())
beforeEach(async () => {
  echo = await startEcho()
})
afterEach(async () => {
  for (const each of visits.splice(0)) await each.close()
  await echo.close()
})

async function open(options: Parameters<typeof visit>[2] = {}): Promise<Visit> {
  const made = await visit(browser, echo.url, options)
  visits.push(made)
  return made
}

const small = { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }

const box = (page: Page | Locator): Locator => page.getByRole('textbox', { name: 'Tulis pesan' })
const botLine = (page: Page | Locator, text: string): Locator => page.locator('.by-bot', { hasText: text })
const myLine = (page: Page | Locator, text: string): Locator => page.locator('.mine', { hasText: text })

async function say(page: Page | Locator, text: string): Promise<void> {
  await box(page).fill(text)
  await box(page).press('Enter')
}

async function wear(
  phone: Page | Locator,
  page: Page,
  part: Readonly<{ costume?: string; place?: string }>,
): Promise<void> {
  await phone.getByRole('button', { name: /^Pengaturan ponsel/ }).click()
  const dialog = page.getByRole('dialog', { name: 'Pengaturan ponsel' })
  for (const choice of Object.values(part)) await dialog.locator(`input[value=${choice}]`).check()
  await dialog.getByRole('button', { name: 'Selesai' }).last().click()
  await dialog.waitFor({ state: 'detached' })
}

const bodies = (): readonly unknown[] => echo.heard.map(({ body }) => body)

describe('a first visit', () => {
  it('can write at once, and sees the answer', async () => {
    const { page, troubles, picture } = await open()
    await picture('desktop-first')
    // The box has the focus: the first key pressed is the first letter.
    await page.keyboard.type('halo')
    await page.keyboard.press('Enter')
    await botLine(page, 'echo: halo').waitFor()
    await myLine(page, 'halo').locator('[data-state="heard 1"]').waitFor()
    expect(await box(page).inputValue()).toBe('')
    expect(bodies()).toEqual([{ kind: 'text', text: 'halo' }])
    expect(troubles).toEqual([])
  })

  it('finds sentences to begin with', async () => {
    const { page } = await open()
    await page.locator('.empty').getByRole('button', { name: 'Mulai' }).click()
    await botLine(page, 'echo: /start').waitFor()
    await page.getByRole('button', { name: /Nama yang salah ketik/ }).click()
    await botLine(page, 'human selek').waitFor()
    expect(await page.locator('.empty').isVisible()).toBe(false)
  })

  it('reads English to those whose browser does, and in Indonesian when asked', async () => {
    const { page } = await open({ locale: 'en-GB' })
    await page.getByRole('textbox', { name: 'Write a message' }).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    await page.getByRole('button', { name: 'Indonesia', exact: true }).click()
    await box(page).waitFor()
    await page.reload()
    await box(page).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('id')
  })
})

describe('costumes', () => {
  it('Telegram: buttons that can be tapped, and tapped again when they are old', async () => {
    const { page } = await open()
    await say(page, 'menu 2')
    const old = page.getByRole('button', { name: 'Pilihan 2' })
    await old.click()
    await botLine(page, 'echo: press 1.1').waitFor()
    await say(page, 'lain')
    await botLine(page, 'echo: lain').waitFor()
    await old.click()
    await expect.poll(() => bodies().length).toBe(4)
    expect(bodies().filter((body) => JSON.stringify(body) === '{"kind":"press","token":"1.1"}')).toHaveLength(
      2,
    )
  })

  it('WhatsApp Web: a numbered menu, typed or tapped', async () => {
    const { page } = await open()
    await wear(page, page, { costume: 'whatsapp-web' })
    await say(page, 'menu 3')
    await page.getByRole('button', { name: '2. Pilihan 2' }).click()
    await botLine(page, 'echo: 2').waitFor()
    await say(page, '3')
    await botLine(page, 'echo: 3').waitFor()
    expect(echo.heard[0]?.from.channel).toBe('simulator-whatsapp')
  })

  it('WhatsApp Cloud: three buttons, or a list that opens', async () => {
    const { page } = await open()
    await wear(page, page, { costume: 'whatsapp-cloud' })
    await say(page, 'menu 3')
    await page.getByRole('button', { name: 'Pilihan 3' }).waitFor()
    await say(page, 'menu 5')
    const list = botLine(page, 'echo: menu 5')
    const opener = list.getByRole('button', { name: 'Pilih', exact: true })
    await opener.waitFor()
    expect(await list.getByRole('button', { name: 'Pilihan 5' }).isVisible()).toBe(false)
    await opener.click()
    await list.getByRole('button', { name: 'Pilihan 5' }).click()
    await botLine(page, 'echo: press 1.4').waitFor()
  })
})

describe('with the keyboard alone', () => {
  it('writes two lines, opens the clip, sends a sticker, and walks back through the chat', async () => {
    const { page } = await open()
    await page.keyboard.type('satu')
    await page.keyboard.press('Shift+Enter')
    await page.keyboard.type('dua')
    await page.keyboard.press('Enter')
    await botLine(page, 'echo: satu').waitFor()
    expect(bodies()).toEqual([{ kind: 'text', text: 'satu\ndua' }])

    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Enter')
    await page.getByRole('menu', { name: 'Lampirkan' }).waitFor()
    for (let times = 0; times < 3; times++) await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect.poll(() => bodies().at(-1)).toEqual({ kind: 'unsupported', what: 'sticker' })

    // From the clip back into the chat, to the newest line and the one before it.
    await botLine(page, 'echo: unsupported').waitFor()
    await page.getByRole('log', { name: 'Percakapan' }).focus()
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('ArrowUp')
    expect(await page.locator('.line:focus').textContent()).toContain('Stiker')
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: 'Antar lagi ke bot' }).focus()
    await page.keyboard.press('Enter')
    await page.locator('[data-state="heard 2"]').waitFor()
    expect(echo.heard.at(-1)?.id).toBe(echo.heard.at(-2)?.id)
    await page.keyboard.press('Escape')
    await page.keyboard.type('kembali')
    expect(await box(page).inputValue()).toBe('kembali')
  })

  it('reaches the buttons of the newest message right before the box, and changes the costume', async () => {
    const { page } = await open()
    await page.keyboard.type('menu 2')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Pilihan 2' }).waitFor()
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Shift+Tab')
    expect(await page.locator(':focus').textContent()).toBe('Pilihan 2')
    await page.keyboard.press('Enter')
    await botLine(page, 'echo: press 1.1').waitFor()

    await page.getByRole('button', { name: /^Pengaturan ponsel/ }).focus()
    await page.keyboard.press('Enter')
    await page.locator('input[value=telegram]').focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Pengaturan ponsel: WhatsApp Web' }).waitFor()
    expect(await box(page).evaluate((element) => element.matches(':focus'))).toBe(true)
  })
})

describe('more than text', () => {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC',
    'base64',
  )

  it('a picture with words, marked as forwarded many times', async () => {
    const { page, troubles } = await open()
    await page.setInputFiles('[data-takes=photo]', { name: 'poster.png', mimeType: 'image/png', buffer: png })
    await page.getByRole('button', { name: 'Lampirkan' }).click()
    await page.getByRole('menuitem', { name: 'Tandai sering diteruskan' }).click()
    await say(page, 'ini iklannya')
    await botLine(page, 'echo: media').waitFor()
    const [inbound] = echo.heard
    expect(inbound?.forwarded).toBe('often')
    expect(inbound?.body).toMatchObject({ kind: 'media', caption: 'ini iklannya', media: { type: 'image' } })
    await page.reload()
    const shown = myLine(page, 'ini iklannya')
    await shown.getByText('Sering diteruskan').waitFor()
    await expect
      .poll(() =>
        shown
          .getByRole('img', { name: 'poster.png' })
          .evaluate((image) => 'naturalWidth' in image && image.naturalWidth),
      )
      .toBe(10)
    expect(troubles).toEqual([])
  })

  it('a voice note, a card, a place, an ad, a reply', async () => {
    const { page } = await open()
    const attach = async (name: string): Promise<void> => {
      await page.getByRole('button', { name: 'Lampirkan' }).click()
      await page.getByRole('menuitem', { name }).click()
    }
    await attach('Catatan suara')
    await box(page).press('Enter')
    await attach('Lokasi')
    await box(page).press('Enter')
    await attach('Kartu kontak')
    await box(page).fill('Pak Agen tanpa nomor')
    await box(page).press('Enter')
    expect(await page.getByRole('alert').textContent()).toContain('Tulis nama dan nomor telepon')
    await box(page).fill('Pak Agen, 0812-3456-7890')
    await box(page).press('Enter')
    await attach('Iklan yang diteruskan')
    await box(page).press('Enter')
    await expect.poll(() => echo.heard.length).toBe(4)
    expect(echo.heard[0]?.body).toMatchObject({ kind: 'media', media: { type: 'audio' } })
    const airport = { latitude: -6.1256, longitude: 106.6559, name: 'Bandara Soekarno-Hatta' }
    expect(echo.heard[1]?.body).toEqual({ kind: 'place', ...airport })
    expect(echo.heard[2]?.body).toEqual({ kind: 'card', name: 'Pak Agen', phones: ['0812-3456-7890'] })
    expect(echo.heard[3]?.forwarded).toBe('often')
    const answer = botLine(page, 'echo: media')
    await answer.hover()
    await answer.getByRole('button', { name: 'Tindakan' }).click()
    await page.getByRole('menuitem', { name: 'Balas' }).click()
    await say(page, 'maksudnya?')
    await expect.poll(() => echo.heard.at(-1)?.quotes).toEqual({ kind: 'text', text: 'echo: media' })
    expect(await myLine(page, 'maksudnya?').locator('blockquote').textContent()).toBe('echo: media')
  })

  it('hostile text is shown as text', async () => {
    const { page, troubles } = await open()
    const hostile =
      '<img src=x onerror="document.title=1"><script>document.title=2</script> *tebal* \u202Eterbalik'
    await say(page, hostile)
    await botLine(page, 'echo: <img').waitFor()
    expect(await myLine(page, '<img').locator('p').textContent()).toBe(hostile)
    expect(await page.locator('.log img:not(.face), .log script').count()).toBe(0)
    expect(await page.title()).toBe('Tanya Dulu · Simulator')
    expect(troubles).toEqual([])
  })
})

describe('nothing is lost', () => {
  it('a reload shows the chat again, once; a new person starts with none', async () => {
    const { page } = await open()
    await say(page, 'satu')
    await botLine(page, 'echo: satu').waitFor()
    await page.reload()
    await botLine(page, 'echo: satu').waitFor()
    expect(await page.locator('.line').count()).toBe(2)
    const [before] = echo.heard
    await page.getByRole('button', { name: /^Pengaturan ponsel/ }).click()
    await page.getByRole('button', { name: 'Orang baru' }).click()
    await page.locator('.empty').waitFor()
    await say(page, 'dua')
    await botLine(page, 'echo: dua').waitFor()
    expect(await page.locator('.line').count()).toBe(2)
    expect(echo.heard.at(-1)?.person).not.toBe(before?.person)
  })

  it('a turn that failed is shown as such, and tried again until it is committed', async () => {
    const { page, picture } = await open()
    echo.failNext(2)
    await say(page, 'coba')
    await page.getByText('Belum sampai, dicoba lagi').waitFor()
    await picture('desktop-retrying')
    await botLine(page, 'echo: coba').waitFor()
    await myLine(page, 'coba').locator('[data-state="heard 1"]').waitFor()
    expect(await page.locator('.line').count()).toBe(2)
  })

  it('written while the server was gone, heard when it is back, once', async () => {
    const { page } = await open()
    await say(page, 'sebelum')
    await botLine(page, 'echo: sebelum').waitFor()
    const port = Number(new URL(echo.url).port)
    await echo.close()
    await page.getByText('terputus, menyambung lagi…').waitFor()
    await say(page, 'selama')
    await myLine(page, 'selama').getByText('Belum sampai, dicoba lagi').waitFor()
    echo = await startEcho(port)
    await botLine(page, 'echo: selama').waitFor()
    await say(page, 'sesudah')
    await botLine(page, 'echo: sesudah').waitFor()
    expect(bodies()).toEqual([
      { kind: 'text', text: 'selama' },
      { kind: 'text', text: 'sesudah' },
    ])
    const texts = (await page.locator('.line p').allTextContents()).map((text) => text.replace('echo: ', ''))
    expect(texts).toEqual(['sebelum', 'sebelum', 'selama', 'selama', 'sesudah', 'sesudah'])
  })
})

it('works by an address of the local network too, where browsers withhold what they call secure', async () => {
  const elsewhere = new URL(echo.url)
  elsewhere.hostname = '192.0.2.10'
  const { page, close } = await visit(browser, elsewhere.href)
  expect(await page.evaluate('isSecureContext')).toBe(false)
  await say(page, 'halo')
  await botLine(page, 'echo: halo').waitFor()
  await close()
})

describe('two phones', () => {
  it('are two people, apart in private and together in a group', async () => {
    const { page, troubles, picture } = await open()
    await page.getByRole('button', { name: 'Dua ponsel' }).click()
    const [siti, budi] = [page.locator('.phone').nth(0), page.locator('.phone').nth(1)]
    await say(siti, 'dari Siti')
    await say(budi, 'dari Budi')
    await botLine(siti, 'echo: dari Siti').waitFor()
    await botLine(budi, 'echo: dari Budi').waitFor()
    expect(await siti.getByText('dari Budi').count()).toBe(0)
    expect(new Set(echo.heard.map(({ person }) => person)).size).toBe(2)
    expect(echo.heard.map(({ from }) => from.channel)).toEqual(['simulator', 'simulator-whatsapp'])

    await wear(siti, page, { costume: 'whatsapp-web', place: 'group' })
    await wear(budi, page, { costume: 'whatsapp-web', place: 'group' })
    await say(siti, 'halo grup')
    await siti.getByRole('button', { name: 'Sebut bot' }).click()
    await botLine(budi, 'echo: halo grup').waitFor()
    expect(
      await budi.locator('.theirs', { hasText: 'halo grup' }).locator('.author').first().textContent(),
    ).toBe('Siti')
    await say(siti, 'bot, tolong')
    await botLine(siti, 'echo: bot, tolong').waitFor()
    expect(echo.heard.slice(-2).map(({ addressed }) => addressed)).toEqual([false, true])
    expect(echo.heard.at(-1)?.setting).toBe('group')
    await picture('two-phones-group')
    expect(troubles).toEqual([])
  })
})

describe('on a small screen', () => {
  it.each(['light', 'dark'] as const)(
    '360 px wide, %s: all in reach, nothing beyond the edge',
    async (colorScheme) => {
      const { page, picture, troubles } = await open({ ...small, colorScheme })
      await picture(`phone-${colorScheme}-first`)
      await say(page, 'menu 3')
      await page.getByRole('button', { name: 'Pilihan 3' }).waitFor()
      await page.getByRole('button', { name: 'Lampirkan' }).tap()
      await picture(`phone-${colorScheme}-clip`)
      const widths = await page.evaluate('[document.documentElement.scrollWidth, innerWidth]')
      expect(widths).toEqual([360, 360])
      for (const button of await page.locator('button:visible, textarea:visible').all()) {
        const place = await button.boundingBox()
        const name = await button.textContent()
        if (place === null || (await button.evaluate((element) => element.closest('.more') !== null)))
          continue
        expect(place.x, name ?? '').toBeGreaterThanOrEqual(0)
        expect(place.x + place.width, name ?? '').toBeLessThanOrEqual(360)
        expect(Math.min(place.height, place.width), name ?? '').toBeGreaterThanOrEqual(40)
      }
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: /^Pengaturan ponsel/ }).tap()
      await picture(`phone-${colorScheme}-settings`)
      await page.getByRole('button', { name: 'Selesai' }).last().tap()
      expect(troubles).toEqual([])
    },
  )

  it('a long answer is read from its beginning, and the newest is a tap away', async () => {
    const { page } = await open(small)
    await say(page, `panjang ${'kata '.repeat(300)}`)
    const answer = botLine(page, 'echo: panjang')
    await answer.waitFor()
    await page.getByRole('button', { name: 'Ke pesan terbaru' }).waitFor()
    const top = (await answer.boundingBox())?.y ?? -1
    expect(top).toBeGreaterThan(0)
    await page.getByRole('button', { name: 'Ke pesan terbaru' }).tap()
    await expect
      .poll(async () => {
        const place = await answer.boundingBox()
        return place === null ? 0 : Math.round(place.y + place.height)
      })
      .toBeLessThan(640)
  })
})

describe('for every eye and ear', () => {
  it.each(['light', 'dark'] as const)('%s: every text has the contrast of AA', async (colorScheme) => {
    const { page, faintText } = await open({ colorScheme })
    expect(await faintText()).toEqual([])
    for (const costume of ['telegram', 'whatsapp-cloud', 'whatsapp-web']) {
      await wear(page, page, { costume })
      await page.getByRole('button', { name: /Iklan yang diteruskan/ }).click()
      await box(page).press('Enter')
      await botLine(page, 'LOWONGAN').waitFor()
      echo.failNext(1)
      await say(page, 'menu 2')
      await page.getByText('Belum sampai').waitFor()
      expect(await faintText(), costume).toEqual([])
      await botLine(page, 'menu 2').waitFor()
      expect(await faintText(), costume).toEqual([])
    }
    await page.getByRole('button', { name: /^Pengaturan ponsel/ }).click()
    expect(await faintText()).toEqual([])
    // The measure sees what is faint.
    await page.evaluate("document.documentElement.style.setProperty('--soft', '#888f')")
    expect(await faintText()).not.toEqual([])
  })

  it('reads out what is new, not what was there before', async () => {
    const { page } = await open()
    await say(page, 'satu')
    await botLine(page, 'echo: satu').waitFor()
    const log = page.getByRole('log', { name: 'Percakapan' })
    await expect.poll(() => log.getAttribute('aria-live')).toBe('polite')
    expect(await myLine(page, 'satu').locator('.bubble').ariaSnapshot()).toContain('Anda:')
    // Every control says what it is.
    for (const button of await page.getByRole('button').all()) {
      expect((await button.getAttribute('aria-label')) ?? (await button.textContent())).toMatch(/\w/)
    }
  })

  it('nothing moves for those who wish so', async () => {
    const { page } = await open({ reducedMotion: 'reduce' })
    await say(page, 'silent')
    await page.locator('.typing').waitFor()
    expect(await page.evaluate('document.getAnimations().length')).toBe(0)
  })
})
