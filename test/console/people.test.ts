import { sql } from 'drizzle-orm'
import fastify, { type FastifyPluginAsync } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '../../db/client.ts'
import { homeOrganisation } from '../../db/organisations.ts'
import { openGate } from '../../src/console/gate.ts'
import { empty, openTestDatabase } from '../kit/database.ts'
import { codeOf, cookieIn, openConsole, password, type TestConsole, tokenIn } from './kit.ts'

const minute = 60_000

describe('people of the console', () => {
  let client: Client
  let town: TestConsole
  beforeAll(async () => {
    client = await openTestDatabase()
  })
  beforeEach(async () => {
    await empty(client.database)
    town = await openConsole(client)
  })
  afterAll(() => client.close())

  const invite = async (email: string, role = 'reviewer'): Promise<string> => {
    const invited = await town.reviewers.invite({ email, role, organisation: homeOrganisation, by: null })
    if (invited.kind === 'known') throw new Error('known')
    return invited.token
  }
  const join = async (email: string, role?: string): Promise<void> => {
    const link = `/console/invitation/${await invite(email, role)}`
    await town.stranger().post(link, { name: 'Sari', password, again: password })
  }

  it('takes an invitation up once, with a password that is long enough, and not after three days', async () => {
    const link = `/console/invitation/${await invite('sari@example.org')}`
    const stranger = town.stranger()
    expect((await stranger.get(link)).body).toContain('sari@example.org')
    const short = await stranger.post(link, { name: 'Sari', password: 'pendek', again: 'pendek' })
    expect(short.statusCode).toBe(400)
    expect((await stranger.post(link, { name: 'Sari', password, again: `${password}!` })).statusCode).toBe(
      400,
    )
    expect((await stranger.post(link, { name: 'Sari', password, again: password })).statusCode).toBe(303)
    expect((await stranger.post(link, { name: 'Eve', password, again: password })).statusCode).toBe(404)
    const late = `/console/invitation/${await invite('late@example.org')}`
    town.later(73 * 60 * minute)
    expect((await stranger.get(late)).statusCode).toBe(404)
  })

  it('keeps no password, token, name or address that a stolen database would tell', async () => {
    const token = await invite('sari@example.org')
    await town
      .stranger()
      .post(`/console/invitation/${token}`, { name: 'Sari Dewi', password, again: password })
    const session = cookieIn(
      await town.stranger().post('/console/sign-in', { email: 'sari@example.org', password }),
    )
    const dump = JSON.stringify(
      (
        await client.database.execute(sql`
          select (select json_agg(r) from reviewers r) as r, (select json_agg(s) from sessions s) as s,
            (select json_agg(t) from sign_in_tries t) as t, (select json_agg(a) from audit a) as a`)
      ).rows,
    )
    expect(session).not.toBeNull()
    for (const secret of [token, session ?? '', password, 'sari@example.org', 'Sari Dewi'])
      expect(dump).not.toContain(secret)
    expect(dump).toContain('$argon2id$')
  })

  it('says one sentence whatever is wrong, and signs in with another token than before', async () => {
    await join('sari@example.org')
    const stranger = town.stranger()
    const wrong = await stranger.post('/console/sign-in', {
      email: 'sari@example.org',
      password: 'not this one',
    })
    const nobody = await stranger.post('/console/sign-in', { email: 'sari@example.com', password })
    expect([wrong.statusCode, nobody.statusCode]).toEqual([403, 403])
    const said = /role="alert"[^>]*>([^<]+)</
    expect(said.exec(wrong.body)?.[1]).toBe(said.exec(nobody.body)?.[1])
    const first = cookieIn(await stranger.post('/console/sign-in', { email: 'Sari@Example.org ', password }))
    const second = await stranger.post(
      '/console/sign-in',
      { email: 'sari@example.org', password },
      { cookie: `console=${first}` },
    )
    expect(cookieIn(second)).not.toBe(first)
    // What was there before has ended.
    expect((await stranger.get('/console/account', { cookie: `console=${first}` })).statusCode).toBe(303)
    const set = String(second.headers['set-cookie'])
    expect(set).toMatch(/HttpOnly/)
    expect(set).toMatch(/SameSite=Lax/)
  })

  it('slows whoever guesses: each account by itself, and lets the right one in after the wait', async () => {
    await join('sari@example.org')
    await join('ani@example.org')
    const stranger = town.stranger()
    const guess = (email: string, word = 'guessed wrongly') =>
      stranger.post('/console/sign-in', { email, password: word })
    const answers: number[] = []
    for (let at = 0; at < 5; at++) answers.push((await guess('sari@example.org')).statusCode)
    expect(answers).toEqual([403, 403, 403, 429, 429])
    // Even the right password is not looked at before the wait is over.
    expect((await guess('sari@example.org', password)).statusCode).toBe(429)
    expect((await guess('ani@example.org', password)).statusCode).toBe(303)
    town.later(2_000)
    expect((await guess('sari@example.org', password)).statusCode).toBe(303)
    // Forgotten once somebody signed in.
    expect((await guess('sari@example.org')).statusCode).toBe(403)
  })

  it('slows an address that tries many accounts', async () => {
    const stranger = town.stranger()
    const answers: number[] = []
    for (let at = 0; at < 22; at++)
      answers.push(
        (await stranger.post('/console/sign-in', { email: `x${at}@example.org`, password: 'guess' }))
          .statusCode,
      )
    expect(answers.slice(0, 20)).toEqual(Array(20).fill(403))
    expect(answers.slice(20)).toEqual([429, 429])
  })

  it('asks for a one-time code once it is set up, and takes none twice', async () => {
    const admin = await town.person('admin')
    const sign = (code: string) =>
      town.stranger().post('/console/sign-in', { email: admin.email, password, code })
    expect((await sign('')).statusCode).toBe(403)
    // The code by which it was set up is used up.
    expect((await sign(await codeOf(admin.codes ?? '', town.now()))).statusCode).toBe(403)
    town.later(30_000)
    const code = await codeOf(admin.codes ?? '', town.now())
    expect((await sign(code)).statusCode).toBe(303)
    expect((await sign(code)).statusCode).toBe(403)
  })

  it('opens nothing to who must have codes and has none', async () => {
    await join('boss@example.org', 'admin')
    const stranger = town.stranger()
    const cookie = cookieIn(await stranger.post('/console/sign-in', { email: 'boss@example.org', password }))
    const answer = await stranger.get('/console/cases', { cookie: `console=${cookie}` })
    expect(answer.headers.location).toBe('/console/account/codes')
  })

  it('ends a session after 30 idle minutes, which a page that looks by itself does not prevent', async () => {
    const sari = await town.person('reviewer')
    town.later(29 * minute)
    expect((await sari.get('/console/cases')).statusCode).toBe(200)
    town.later(20 * minute)
    expect((await sari.get('/console/cases/rows')).statusCode).toBe(200)
    town.later(11 * minute)
    const ended = await sari.get('/console/cases')
    expect(ended.headers.location).toBe('/console/sign-in?next=%2Fconsole%2Fcases')
    const part = await sari.get('/console/cases/rows', { 'hx-request': 'true' })
    expect(part.headers['hx-redirect']).toBe('/console/sign-in')
  })

  it('ends a session after 12 hours whatever happens, and at once when an admin says so', async () => {
    const sari = await town.person('reviewer', 'sari')
    for (let at = 0; at < 12 * 3; at++) {
      expect((await sari.get('/console/cases')).statusCode).toBe(200)
      town.later(20 * minute)
    }
    expect((await sari.get('/console/cases')).statusCode).toBe(303)
    const ani = await town.person('reviewer', 'ani')
    const admin = await town.person('admin')
    const known = (await town.reviewers.all()).find(({ email }) => email === ani.email)
    expect((await ani.get('/console/cases')).statusCode).toBe(200)
    await admin.post(`/console/reviewers/${known?.id}/close`)
    expect((await ani.get('/console/cases')).statusCode).toBe(303)
    expect((await town.stranger().post('/console/sign-in', { email: ani.email, password })).statusCode).toBe(
      403,
    )
  })

  it('takes no form without the token of the session, or from elsewhere', async () => {
    const sari = await town.person('reviewer')
    const id = await town.report('Dicari admin Kamboja gaji 15 juta, WA 0812-3456-7890')
    const claim = `/console/cases/${id}/claim`
    expect((await sari.post(claim, { token: '' })).statusCode).toBe(403)
    const ani = await town.person('reviewer', 'ani')
    const other = tokenIn((await ani.get('/console/account')).body)
    expect((await sari.post(claim, { token: other })).statusCode).toBe(403)
    expect((await sari.post(claim, {}, { origin: 'https://evil.example' })).statusCode).toBe(403)
    expect((await sari.post(claim, {}, { origin: 'null' })).statusCode).toBe(403)
    expect((await town.queue.read(id as never))?.status.kind).toBe('waiting')
    expect((await sari.post(claim)).statusCode).toBe(303)
  })

  it('is asked at its own address alone', async () => {
    const answer = await town.stranger().get('/console/sign-in', { host: 'rebound.example' })
    expect(answer.statusCode).toBe(421)
  })

  it('sends with every page what keeps other sites and scripts out', async () => {
    const { headers } = await town.stranger().get('/console/sign-in')
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self'/,
    )
    expect(headers['content-security-policy']).not.toContain('unsafe')
    expect(headers).toMatchObject({
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    const page = (await town.stranger().get('/console/sign-in')).body
    expect(page).not.toMatch(/<script(?![^>]*\bsrc=)|<style| on[a-z]+=| style=/)
    expect(headers['content-security-policy']).toContain("require-trusted-types-for 'script'")
  })

  it('leads nobody to another site after signing in', async () => {
    await join('sari@example.org')
    const lead = async (next: string) =>
      (await town.stranger().post('/console/sign-in', { email: 'sari@example.org', password, next })).headers
        .location
    expect(await lead('//evil.example/console/')).toBe('/console')
    expect(await lead('https://evil.example')).toBe('/console')
    expect(await lead('/console/cases')).toBe('/console/cases')
  })

  it('does not start with a page that names no need', async () => {
    const app = fastify()
    const forgetful: FastifyPluginAsync = async (inner) => {
      openGate(inner, {} as never, [])
      inner.get('/forgotten', async () => 'open to all')
    }
    void app.register(forgetful)
    await expect(app.ready()).rejects.toThrow('/forgotten of the console names no need')
  })
})
