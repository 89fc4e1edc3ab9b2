import { sql } from 'drizzle-orm'
import fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { OrganisationId, ReviewerId } from '#engine'
import type { Client } from '../../db/client.ts'
import { createOpenData } from '../../db/open-data.ts'
import { homeOrganisation } from '../../db/organisations.ts'
import { createTokens, pace, type Scope } from '../../db/tokens.ts'
import { createApi } from '../../src/api/index.ts'
import { openConsole, type TestConsole } from '../console/kit.ts'
import { empty, openTestDatabase } from '../kit/database.ts'

const somebody = '11111111-1111-4111-8111-111111111111' as ReviewerId
const pageOf = z.object({
  items: z.array(z.record(z.string(), z.unknown())),
  next: z.string().nullable().optional(),
})

describe('read access for other systems', () => {
  let client: Client
  let town: TestConsole
  let app: FastifyInstance
  beforeAll(async () => {
    client = await openTestDatabase()
  })
  beforeEach(async () => {
    await empty(client.database)
    town = await openConsole(client)
    const room = createApi({ data: createOpenData(client.pool), tokens: town.tokens, origin: null })
    app = fastify()
    void app.register((inner) => room.register(inner), { prefix: room.prefix })
    await app.ready()
  })
  afterAll(() => client.close())

  const make = (scopes: readonly Scope[], organisation: OrganisationId = homeOrganisation) =>
    town.tokens.make({ name: 'ministry', scopes, days: 30, organisation, by: somebody })
  const ask = (path: string, token?: string) =>
    app.inject({ url: path, headers: token === undefined ? {} : { authorization: `Bearer ${token}` } })
  const province = async (): Promise<OrganisationId> => {
    const made = await town.organisations.add({ name: 'Dinas', kind: 'province', oversees: false }, somebody)
    if (made === null) throw new Error('no organisation')
    return made
  }
  const report = (phone: string) =>
    town.report(`Dicari admin di Kamboja, gaji 15 juta tanpa ijazah, tiket kami urus. WA ${phone}`)

  it('tells a case without anything that names a person, a number or a word that was written', async () => {
    const id = await report('0812-3456-7890')
    const answer = await ask('/api/v1/cases', await make(['cases']))
    expect(pageOf.parse(answer.json()).items).toEqual([
      expect.objectContaining({ id, status: 'waiting', finding: null, reports: 1, people: 1, takedowns: 0 }),
    ])
    expect(answer.body).not.toMatch(/7890|Kamboja|budi/)
    expect((await ask(`/api/v1/cases/${id}`, await make(['cases']))).statusCode).toBe(200)
  })

  it('tells no other organisation’s case, takedown or count', async () => {
    const elsewhere = await province()
    const id = await report('0812-3456-7890')
    await client.database.execute(
      sql`insert into takedowns (case_id, kind, key, target, recipient) values (${id}, 'link', 'k', 't', 'platform')`,
    )
    const token = await make(['cases', 'takedowns', 'counts'], elsewhere)
    for (const path of ['/api/v1/cases', '/api/v1/takedowns', '/api/v1/counts'])
      expect([path, pageOf.parse((await ask(path, token)).json()).items]).toEqual([path, []])
    expect((await ask(`/api/v1/cases/${id}`, token)).statusCode).toBe(404)
    const own = await make(['cases', 'takedowns', 'counts'])
    expect(pageOf.parse((await ask('/api/v1/takedowns', own)).json()).items).toMatchObject([{ case_id: id }])
    expect(pageOf.parse((await ask('/api/v1/counts', own)).json()).items).toMatchObject([{ cases_opened: 1 }])
  })

  it('turns pages without losing or repeating a case', async () => {
    const ids = [
      await report('0812-3456-7890'),
      await report('0813-1111-2222'),
      await report('0857-0000-1111'),
    ]
    const token = await make(['cases'])
    const first = pageOf.parse((await ask('/api/v1/cases?limit=2', token)).json())
    const second = pageOf.parse((await ask(`/api/v1/cases?limit=2&after=${first.next}`, token)).json())
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids.toSorted())
    expect(second.next).toBeNull()
  })

  it('refuses what has no good token, and what the token may not read', async () => {
    const token = await make(['counts'])
    expect((await ask('/api/v1/cases')).statusCode).toBe(401)
    expect((await ask('/api/v1/cases', `${token}x`)).statusCode).toBe(401)
    expect((await ask('/api/v1/cases', token)).statusCode).toBe(403)
    expect((await ask('/api/v1/counts', token)).statusCode).toBe(200)
    town.later(31 * 86_400_000)
    expect((await ask('/api/v1/counts', token)).statusCode).toBe(401)
  })

  it('slows down a token that asks too often, on its own, however many processes answer it', async () => {
    const [busy, other] = [await make(['counts']), await make(['counts'])]
    // Two processes on one database know nothing of each other.
    const elsewhere = createTokens({ pool: client.pool, seal: town.seal, now: town.now })
    const many = await Promise.all(
      Array.from({ length: pace.atOnce + 20 }, (_, at) => (at % 2 === 0 ? town.tokens : elsewhere).ask(busy)),
    )
    expect(many.filter((pass) => pass?.wait === 0)).toHaveLength(pace.atOnce)
    const refused = await ask('/api/v1/counts', busy)
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, '1'])
    expect((await ask('/api/v1/counts', other)).statusCode).toBe(200)
    // What was refused costs nothing: two more may be asked after two of its spaces.
    town.later(2 * pace.eachMs)
    const after = [1, 2, 3].map(() => ask('/api/v1/counts', busy))
    expect((await Promise.all(after)).map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 200, 429])
    expect((await ask('/docs/openapi.json')).body).toContain('Retry-After')
  })

  it('ends a token that an admin revokes, and an admin elsewhere cannot', async () => {
    const admin = await town.person('admin')
    const other = await town.person('admin', 'other', await province())
    const shown = await admin.post('/console/tokens', { name: 'Sistem KP2MI', cases: 'yes', days: '90' })
    const token = /tanyadulu_[\w-]+/.exec(shown.body)?.[0] ?? ''
    expect((await ask('/api/v1/cases', token)).statusCode).toBe(200)
    const page = (await admin.get('/console/tokens')).body
    expect(page).toContain('Sistem KP2MI')
    expect(page).not.toContain(token)
    expect((await other.get('/console/tokens')).body).not.toContain('Sistem KP2MI')
    const revoke = /\/console\/tokens\/[0-9a-f-]+\/revoke/.exec(page)?.[0] ?? ''
    await other.post(revoke)
    expect((await ask('/api/v1/cases', token)).statusCode).toBe(200)
    await admin.post(revoke)
    expect((await ask('/api/v1/cases', token)).statusCode).toBe(401)
    const stored = JSON.stringify((await client.database.execute(sql`select * from api_tokens`)).rows)
    expect(stored).not.toContain(token)
  })

  it.each([
    ['/api/v1/cases?limit=0', 'limit must be 1 or more'],
    ['/api/v1/cases?limit=many', 'limit must be a number'],
    ['/api/v1/cases?after=x', 'after must be an id, as `next` gave it'],
  ])('says what is wrong with %s', async (path, error) => {
    const answer = await ask(path, await make(['cases']))
    expect([answer.statusCode, answer.json()]).toEqual([400, { error }])
  })

  it('describes each of its routes, with what is truly answered', async () => {
    const described = z
      .object({
        paths: z.record(z.string(), z.unknown()),
        components: z.object({
          schemas: z.record(z.string(), z.object({ properties: z.record(z.string(), z.unknown()) })),
        }),
      })
      .parse((await ask('/docs/openapi.json')).json())
    for (const path of Object.keys(described.paths))
      expect((await ask(path.replace('{id}', somebody))).statusCode).toBe(401)
    const id = await report('0812-3456-7890')
    const told = (await ask(`/api/v1/cases/${id}`, await make(['cases']))).json()
    expect(Object.keys(described.components.schemas['Case']?.properties ?? {})).toEqual(Object.keys(told))
    const page = await ask('/docs')
    expect(page.body).toContain('GET /api/v1/cases/{id}')
    expect(page.headers['content-security-policy']).toMatch(/^default-src 'none'/)
  })
})
