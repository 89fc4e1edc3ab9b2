import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { sql } from 'drizzle-orm'
import fastify, { type FastifyPluginAsync } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ReviewerId } from '#engine'
import type { Client } from '../../db/client.ts'
import { homeOrganisation } from '../../db/organisations.ts'
import { openGate } from '../../src/console/gate.ts'
import { empty, openTestDatabase } from '../kit/database.ts'
import { codeOf, cookieIn, host, openConsole, password, type TestConsole, tokenIn } from './kit.ts'

const minute = 60_000
const secretIn = (html: string): string => /name="secret" value="([A-Z2-7]+)"/.exec(html)?.[1] ?? ''
const recoveryIn = (html: string): string[] =>
  [...html.matchAll(/<code>((?:[a-z2-9]{4} ?){4})<\/code>/g)].map(([, code]) => code ?? '')

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

  const idOf = async (email: string): Promise<ReviewerId> => {
    const found = (await town.reviewers.all()).find((each) => each.email === email)
    if (found === undefined) throw new Error('nobody')
    return found.id
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

  it('lets somebody in without the phone by a recovery code, each once, in any writing', async () => {
    await join('sari@example.org', 'admin')
    const cookie = cookieIn(
      await town.stranger().post('/console/sign-in', { email: 'sari@example.org', password }),
    )
    const sari = town.signed(cookie ?? '')
    const secret = secretIn((await sari.get('/console/account/codes')).body)
    const shown = (
      await sari.post('/console/account/codes', { secret, code: await codeOf(secret, town.now()) })
    ).body
    const [first = '', second = ''] = recoveryIn(shown)
    expect(recoveryIn(shown)).toHaveLength(10)
    const enter = (code: string) =>
      town.stranger().post('/console/sign-in', { email: 'sari@example.org', password, code })
    expect((await enter(first.toUpperCase().replaceAll(' ', '-'))).statusCode).toBe(303)
    expect((await enter(first)).statusCode).toBe(403)
    expect((await enter('abcd efgh jkmn pqrs')).statusCode).toBe(403)
    expect((await sari.get('/console/account')).body).toContain('tersisa: 9.')
    // New ones end the old ones.
    expect(recoveryIn((await sari.post('/console/account/recovery')).body)).toHaveLength(10)
    expect((await enter(second)).statusCode).toBe(403)
  })

  it('shows where somebody is signed in, by the name of the browser alone, and ends one or all others', async () => {
    await join('sari@example.org')
    const signIn = async (agent: string) =>
      town.signed(
        cookieIn(
          await town
            .stranger()
            .post('/console/sign-in', { email: 'sari@example.org', password }, { 'user-agent': agent }),
        ) ?? '',
      )
    const phone = await signIn(
      'Mozilla/5.0 (Linux; Android 14; secret-model) Chrome/130.0 Mobile Safari/537.36',
    )
    const work = await signIn('Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0')
    const other = await signIn('something')
    const page = (await work.get('/console/account')).body
    for (const name of ['Chrome · Android', 'Firefox · Linux', 'Peramban tidak dikenal'])
      expect(page).toContain(name)
    expect(page).not.toContain('secret-model')
    const [end = ''] = /\/console\/account\/sessions\/[0-9a-f-]{36}\/end/.exec(page) ?? []
    await work.post(end)
    const open = async () => [
      (await phone.get('/console/account')).statusCode,
      (await work.get('/console/account')).statusCode,
      (await other.get('/console/account')).statusCode,
    ]
    expect((await open()).toSorted()).toEqual([200, 200, 303])
    await work.post('/console/account/sessions/others/end')
    expect(await open()).toEqual([303, 200, 303])
    // Nobody ends a stranger's session.
    const ani = await town.person('reviewer', 'ani')
    const [mine] = await town.reviewers.sessionsOf(await idOf('sari@example.org'), null)
    await ani.post(`/console/account/sessions/${mine?.id}/end`)
    expect((await work.get('/console/account')).statusCode).toBe(200)
  })

  it('changes a role at once, closes an account and opens it again with a new password', async () => {
    const admin = await town.person('admin')
    const ani = await town.person('reviewer', 'ani')
    const act = async (name: string, form = {}) =>
      admin.post(`/console/reviewers/${await idOf(ani.email)}/${name}`, form)
    expect((await ani.get('/console/cases')).statusCode).toBe(200)
    await act('role', { role: 'inbox-officer' })
    expect((await ani.get('/console/cases')).statusCode).toBe(403)
    await act('role', { role: 'emperor' })
    expect((await ani.get('/console/account')).body).toContain('petugas kotak masuk')
    await act('close')
    expect((await ani.get('/console/account')).statusCode).toBe(303)
    const link = /\/console\/invitation\/[\w-]+/.exec((await act('reopen')).body)?.[0] ?? ''
    expect((await town.stranger().post('/console/sign-in', { email: ani.email, password })).statusCode).toBe(
      403,
    )
    await town.stranger().post(link, { name: 'Ani', password, again: password })
    expect((await town.stranger().post('/console/sign-in', { email: ani.email, password })).statusCode).toBe(
      303,
    )
    // Nobody changes their own rights.
    await admin.post(`/console/reviewers/${await idOf(admin.email)}/role`, { role: 'auditor' })
    expect((await admin.get('/console/reviewers')).statusCode).toBe(200)
  })

  it('lets an admin elsewhere see and manage their own people alone', async () => {
    const home = await town.person('admin')
    await home.post('/console/organisations', { name: 'Dinas Jawa Timur', kind: 'province' })
    expect(
      (await home.post('/console/organisations', { name: 'Dinas Jawa Timur', kind: 'ngo' })).statusCode,
    ).toBe(400)
    const province = (await town.organisations.all()).find(({ name }) => name === 'Dinas Jawa Timur')
    const admin = await town.person('admin', 'elsewhere', province?.id)
    const page = (await admin.get('/console/reviewers')).body
    expect(page).toContain(admin.email)
    expect(page).not.toContain(home.email)
    expect((await home.get('/console/reviewers')).body).toContain(admin.email)
    await admin.post(`/console/reviewers/${await idOf(home.email)}/close`)
    expect((await home.get('/console/reviewers')).statusCode).toBe(200)
    // Neither by naming another organisation in the form.
    const invited = await admin.post('/console/reviewers', {
      email: 'spy@example.org',
      role: 'admin',
      organisation: homeOrganisation,
    })
    expect(invited.statusCode).toBe(400)
    expect((await admin.get('/console/organisations')).statusCode).toBe(403)
  })

  it('shows times in the zone an officer chose', async () => {
    const sari = await town.person('reviewer')
    expect((await sari.get('/console/account')).body).toContain('10.00 WIB')
    const back = await sari.post('/console/account/zone', { zone: 'Asia/Jayapura', next: '/console/cases' })
    expect(back.headers.location).toBe('/console/cases')
    expect((await sari.get('/console/account')).body).toContain('12.00 WIT')
  })

  it('leads from the answer to a form back to the page that had it, in another zone or language', async () => {
    const sari = await town.person('reviewer')
    const asked = { referer: `http://${host}/console/cases?shown=all` }
    const answer = await sari.post(
      '/console/account/password',
      { old: 'x', password: 'x', again: 'x' },
      asked,
    )
    expect(answer.statusCode).toBeGreaterThanOrEqual(400)
    const next = /name="next" value="([^"]+)"/.exec(answer.body)?.[1] ?? ''
    const english = /lang="en" hreflang="en" href="([^"]+)"/.exec(answer.body)?.[1] ?? ''
    expect((await sari.get(english.replaceAll('&amp;', '&'))).body).toContain('lang="en"')
    const back = await sari.post('/console/account/zone', { zone: 'Asia/Makassar', next })
    expect(back.headers.location).toBe('/console/cases?shown=all')
    // Nobody else's page is led back to.
    const elsewhere = { referer: 'https://elsewhere.example/console/cases' }
    const other = await sari.post('/console/account/password', { old: 'x' }, elsewhere)
    expect(other.body).toContain('name="next" value="/console"')
  })

  it('packs pages as the browser can read them', async () => {
    const sari = await town.person('reviewer')
    const packed = await sari.get('/console/account', { 'accept-encoding': 'gzip, deflate, br' })
    expect(packed.headers['content-encoding']).toBe('br')
    expect(brotliDecompressSync(packed.rawPayload).toString()).toContain('Akun Anda')
    const zipped = await sari.get('/console/account', { 'accept-encoding': 'gzip' })
    expect(gunzipSync(zipped.rawPayload).toString()).toContain('Akun Anda')
    // The form's token is another on each page, and good on all.
    const [one, other] = [
      (await sari.get('/console/account')).body,
      (await sari.get('/console/account')).body,
    ].map(tokenIn)
    expect(one).not.toBe(other)
    for (const token of [one ?? '', other ?? ''])
      expect((await sari.post('/console/account/zone', { token })).statusCode).toBe(303)
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
    expect((await town.read(id))?.status.kind).toBe('waiting')
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
