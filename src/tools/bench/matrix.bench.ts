/** matrix: what people of one organisation can get of another's cases, by every route, with ids in the path, the query, a
 * form, a search and the interface for other systems. Each case carries marks of its own; an answer that holds one which
 * was not in the question is a leak. */
import fastify from 'fastify'
import type { OrganisationId, ReviewerId } from '#engine'
import { type Client, openDatabase } from '../../../db/client.ts'
import { createOpenData } from '../../../db/open-data.ts'
import { scopes } from '../../../db/tokens.ts'
import { openConsole, type Person, type Route, type TestConsole, tokenIn } from '../../../test/console/kit.ts'
import { createApi } from '../../api/index.ts'
import { roleNames } from '../../console/roles.ts'
import type { Bench } from './form.ts'
import { figure } from './form.ts'
import { onScratchDatabase } from './scratch.ts'

const planted = 2
const somebody = '11111111-1111-4111-8111-111111111111' as ReviewerId

/** A case of the home organisation, with what nobody else may read. */
interface Planted {
  readonly id: string
  readonly number: string
  readonly takedown: string
  readonly phone: string
  readonly marks: readonly string[]
}

interface Probe {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly form: Readonly<Record<string, string>>
}

export const bench: Bench = {
  name: 'matrix',
  run: () =>
    onScratchDatabase(async (url) => {
      const client = await openDatabase({ url, folder: '' })
      try {
        return await measure(client)
      } finally {
        await client.close()
      }
    }),
}

async function measure(client: Client) {
  const town = await openConsole(client)
  const home = await town.person('senior-reviewer', 'home')
  const cases: Planted[] = []
  for (let at = 0; at < planted; at++) cases.push(await plant(town, home, at))
  const before = await stateOf(client)
  const elsewhere = await town.organisations.add(
    { name: 'Dinas provinsi', kind: 'province', oversees: false },
    somebody,
  )
  if (elsewhere === null) throw new Error('no organisation')

  let probes = 0
  const leaks: string[] = []
  for (const role of roleNames) {
    const person = await town.person(role, `elsewhere-${role}`, elsewhere)
    for (const probe of probesOf(town.routes, cases)) {
      probes++
      if (leaksOf(probe, await ask(town, person, probe), cases))
        leaks.push(`${role} ${probe.method} ${probe.path}`)
    }
  }
  const api = await askApi(client, town, elsewhere, cases)

  // The same questions of somebody at home: were nothing found here, nothing would be shown.
  const control = probesOf(town.routes, cases).filter(({ method }) => method === 'GET')
  let seen = 0
  for (const probe of control) if (leaksOf(probe, await ask(town, home, probe), cases)) seen++

  const told = [...leaks, ...faults].slice(0, 20)
  if (told.length > 0) process.stderr.write(`${told.join('\n')}\n`)

  const silent = town.routes.filter(({ need }) => need === '').length
  return [
    figure({
      name: 'probes',
      unit: 'probes',
      target: 1_000,
      better: 'higher',
      values: [probes + api.probes],
    }),
    figure({
      name: 'answers that held another organisation’s marks',
      unit: 'leaks',
      target: 0,
      better: 'lower',
      values: [leaks.length + api.leaks],
      reference: { sameQuestionsAtHome: control.length, answersWithMarksAtHome: seen },
    }),
    figure({
      name: 'cases changed from another organisation',
      unit: 'rows',
      target: 0,
      better: 'lower',
      values: [(await stateOf(client)) === before ? 0 : 1],
    }),
    figure({
      name: 'questions answered with a fault',
      unit: 'questions',
      target: 0,
      better: 'lower',
      values: [faults.size],
    }),
    figure({
      name: 'routes that name no need',
      unit: 'routes',
      target: 0,
      better: 'lower',
      values: [silent],
      reference: { routes: town.routes.length, roles: roleNames.length },
    }),
  ]
}

/** Reported and worked on at home, with a note and a takedown: the first awaits its second person, the others are decided. */
async function plant(town: TestConsole, home: Person, at: number): Promise<Planted> {
  const phone = `0812-3456-7${100 + at}`
  const mark = `zamrud${at}kelabu`
  const id = await town.report(
    `Dicari admin di Kamboja ${mark}, gaji ${10 + at} juta tanpa ijazah, tiket kami urus. WA ${phone}`,
    `reporter-${at}`,
  )
  const [reason, note] = [`alasan${at}rahasia`, `catatan${at}rahasia`]
  await home.post(`/console/cases/${id}/claim`)
  const page = (await home.get(`/console/cases/${id}`)).body
  const rule = /name="rule"[\s\S]*?value="([\w-]+)"/.exec(page)?.[1] ?? ''
  await home.post(`/console/cases/${id}/note`, { note })
  await home.post(`/console/cases/${id}/propose`, {
    finding: at === 0 ? 'illegal-recruitment' : 'unproven',
    reason,
    rule,
  })
  const { rows } = await town.client.pool.query(
    `insert into takedowns (case_id, kind, key, target, recipient) values ($1, 'account', $2, $3, 'platform') returning id`,
    [
      id,
      `key-${at}`,
      town.seal.close({ kind: 'account', value: `akun${at}rahasia`, url: null, platform: null }),
    ],
  )
  const number = (await town.read(id))?.filed[0]?.number
  return {
    id,
    number: String(number),
    takedown: String(rows[0]?.id),
    phone,
    marks: [
      id,
      mark,
      reason,
      note,
      `akun${at}rahasia`,
      phone,
      phone.replace(/\D/g, '').slice(1),
      String(number),
    ],
  }
}

/** Every route with every id it could be given, and every list narrowed by what it could be narrowed by. */
function probesOf(routes: readonly Route[], cases: readonly Planted[]): readonly Probe[] {
  return (
    routes
      // Signing out would end the probing, and the rest of these is one's own.
      .filter(({ url }) => !/\/sign-out$|\/account|\/sign-in|\/invitation|\/assets\//.test(url))
      .flatMap(({ method, url }) =>
        cases.flatMap((each): readonly Probe[] => {
          const path = url
            .replace('/takedowns/:id', `/takedowns/${each.takedown}`)
            .replaceAll(/:\w+/g, each.id)
          const form = {
            case: each.id,
            other: each.id,
            into: each.id,
            report: each.number,
            reports: each.number,
            organisation: each.id,
            finding: 'unproven',
            reason: 'x',
            note: 'x',
            shown: 'open',
          }
          if (method === 'POST') return [{ method, path, form }]
          const queries: readonly Readonly<Record<string, string>>[] = url.includes(':')
            ? [{}]
            : [
                {},
                { search: each.phone },
                { shown: 'decided' },
                { search: each.id.slice(0, 8) },
                { search: each.marks[1] ?? '' },
                { after: each.id },
                { subject: each.id, case: each.id, id: each.id },
              ]
          return queries.map((query) => ({
            method,
            path: `${path}?${new URLSearchParams(query)}`,
            form: {},
          }))
        }),
      )
  )
}

/** The body of the answer; of one that never ends, what comes at once. */
async function ask(town: TestConsole, person: Person, { method, path, form }: Probe): Promise<string> {
  const headers = {
    host: 'localhost:80',
    origin: 'http://localhost:80',
    cookie: `console=${person.cookie}`,
    'content-type': 'application/x-www-form-urlencoded',
  }
  if (method === 'POST') {
    const token = await tokenOf(person)
    const body = new URLSearchParams({ token, ...form }).toString()
    const answer = await town.app.inject({ method, url: path, headers, body })
    if (answer.statusCode >= 500) faults.add(`${method} ${path}`)
    return `${answer.body} ${answer.headers.location ?? ''}`
  }
  const answer = await town.app.inject({ url: path, headers, payloadAsStream: true })
  if (answer.statusCode >= 500) faults.add(`${method} ${path}`)
  const stream = answer.stream()
  const endless = String(answer.headers['content-type']).startsWith('text/event-stream')
  if (endless) {
    stream.destroy()
    return ''
  }
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(Buffer.from(part))
  return Buffer.concat(parts).toString()
}

/** Questions that were answered with a fault: they prove nothing. */
const faults = new Set<string>()

const tokens = new Map<Person, Promise<string>>()
function tokenOf(person: Person): Promise<string> {
  const known = tokens.get(person) ?? person.get('/console/account').then(({ body }) => tokenIn(body))
  tokens.set(person, known)
  return known
}

/** Whether the answer holds a mark that was not in the question itself. */
function leaksOf({ path, form }: Probe, body: string, cases: readonly Planted[]): boolean {
  const asked = decodeURIComponent(`${path} ${Object.values(form).join(' ')}`).replaceAll('+', ' ')
  return cases.some(({ marks }) => marks.some((mark) => !asked.includes(mark) && body.includes(mark)))
}

async function askApi(
  client: Client,
  town: TestConsole,
  organisation: OrganisationId,
  cases: readonly Planted[],
): Promise<{ readonly probes: number; readonly leaks: number }> {
  const room = createApi({ data: createOpenData(client.pool), tokens: town.tokens, origin: null })
  const app = fastify()
  void app.register((inner) => room.register(inner), { prefix: room.prefix })
  await app.ready()
  const token = await town.tokens.make({ name: 'bench', scopes, days: 30, organisation, by: somebody })
  const paths = cases.flatMap(({ id, takedown }) => [
    `/api/v1/cases/${id}`,
    `/api/v1/cases?after=${id}`,
    `/api/v1/cases?organisation=${id}`,
    `/api/v1/takedowns?after=${takedown}`,
    `/api/v1/takedowns?case=${id}`,
    '/api/v1/cases',
    '/api/v1/takedowns',
  ])
  let leaks = 0
  for (const path of paths) {
    const { body } = await app.inject({ url: path, headers: { authorization: `Bearer ${token}` } })
    if (leaksOf({ method: 'GET', path, form: {} }, body, cases)) leaks++
  }
  await app.close()
  return { probes: paths.length, leaks }
}

/** What nobody elsewhere may change, as one text. */
async function stateOf(client: Client): Promise<string> {
  const { rows } = await client.pool.query(
    `select (select json_agg(c order by c.id) from cases c) as cases,
       (select json_agg(t order by t.id) from takedowns t) as takedowns,
       (select count(*) from reports) as reports`,
  )
  return JSON.stringify(rows)
}
