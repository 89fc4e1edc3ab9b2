import { describe, expect, it } from 'vitest'
import { createDoor, openMs } from '../../../../adapters/whatsapp/web/door.ts'
import type { Standing } from '../../../../adapters/whatsapp/web/keeper.ts'

function open(standing: Standing = { kind: 'pairing', by: 'qr', code: '2@geheim' }) {
  let now = 1_000_000
  let relinked = 0
  const door = createDoor({ standing: () => standing, relink: () => void relinked++, now: () => now })
  const ask = (path: string, init: RequestInit = {}) =>
    door.answer(new Request(`http://127.0.0.1:8080${path}`, init))
  return {
    door,
    ask,
    pass: (ms: number) => {
      now += ms
    },
    relinked: () => relinked,
    async enter() {
      const opened = await ask(door.invite())
      return { cookie: opened.headers.get('set-cookie')?.split(';')[0] ?? '' }
    },
  }
}

describe('the page on which a phone is linked', () => {
  it('opens once, to whoever has the link, and then only to them', async () => {
    const { door, ask } = open()
    const link = door.invite()
    const opened = await ask(link)
    expect([opened.status, opened.headers.get('location')]).toEqual([303, '/whatsapp-web'])
    const cookie = opened.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/HttpOnly; SameSite=Lax; Path=\/whatsapp-web/)
    const page = await ask('/whatsapp-web', { headers: { cookie: cookie.split(';')[0] ?? '' } })
    expect(page.status).toBe(200)
    const html = await page.text()
    expect(html).toContain('<svg')
    // What the QR says stands nowhere as text, and nothing runs in the page.
    expect(html).not.toContain('geheim')
    expect(html).not.toMatch(/<script| on\w+=/)
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(page.headers.get('cache-control')).toBe('no-store')
    expect((await ask(link)).status).toBe(404)
    expect((await ask('/whatsapp-web')).status).toBe(404)
    expect((await ask('/whatsapp-web', { headers: { cookie: 'whatsapp_web=x' } })).status).toBe(404)
  })

  it('is closed to guesses, to links that are void, and after its time', async () => {
    const { door, ask, pass, enter } = open()
    expect((await ask('/whatsapp-web/abc')).status).toBe(404)
    expect((await ask('/whatsapp-web')).status).toBe(404)
    const first = door.invite()
    const second = door.invite()
    expect((await ask(first)).status).toBe(404)
    expect((await ask(second, { method: 'POST' })).status).toBe(404)
    pass(openMs + 1)
    expect((await ask(second)).status).toBe(404)
    expect(door.isOpen).toBe(false)
    const headers = await enter()
    pass(openMs + 1)
    expect((await ask('/whatsapp-web', { headers })).status).toBe(404)
  })

  it('says how it stands, and links again only for a visitor who asks', async () => {
    const banned = open({ kind: 'over', why: 'banned' })
    expect(await (await banned.ask('/whatsapp-web', { headers: await banned.enter() })).text()).toContain(
      'blocked',
    )
    const out = open({ kind: 'over', why: 'logged-out' })
    expect((await out.ask('/whatsapp-web', { method: 'POST' })).status).toBe(404)
    expect(out.relinked()).toBe(0)
    const headers = await out.enter()
    expect(await (await out.ask('/whatsapp-web', { headers })).text()).toContain('<form method="post">')
    expect((await out.ask('/whatsapp-web', { method: 'POST', headers })).status).toBe(303)
    expect(out.relinked()).toBe(1)
    const code = open({ kind: 'pairing', by: 'code', code: 'AB<CD' })
    expect(await (await code.ask('/whatsapp-web', { headers: await code.enter() })).text()).toContain(
      'AB&#60;CD',
    )
  })
})
