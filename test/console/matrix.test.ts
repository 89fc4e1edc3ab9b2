import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from '../../db/client.ts'
import { createOrganisations } from '../../db/organisations.ts'
import { allows, roleNames } from '../../src/console/roles.ts'
import { openTestDatabase } from '../kit/database.ts'
import { openConsole, type Person, type Route, type TestConsole } from './kit.ts'

const someId = '11111111-1111-4111-8111-111111111111'

describe('routes and roles of the console', () => {
  let client: Client
  let town: TestConsole
  /** Somebody of every role at home, and an admin of an organisation that is not home. */
  const people = new Map<string, Person>()
  beforeAll(async () => {
    client = await openTestDatabase()
    town = await openConsole(client)
    for (const role of roleNames) people.set(role, await town.person(role))
    const admin = await town.reviewers.all().then((all) => all.find(({ role }) => role === 'admin'))
    const other = await createOrganisations({ pool: client.pool, seal: town.seal, now: town.now }).add(
      { name: 'Dinas provinsi', kind: 'province', oversees: false },
      admin?.id ?? (someId as never),
    )
    if (other === null) throw new Error('no organisation')
    people.set('admin elsewhere', await town.person('admin', 'other', other))
  })
  afterAll(() => client.close())

  /** Asks for a page without changing anything: the right is looked at before the form's token, and none is given. */
  async function mayOpen({ method, url }: Route, person: Person): Promise<boolean> {
    const path = url.replaceAll(/:\w+/g, someId)
    if (method === 'GET') return (await person.status(path)) !== 403
    const answer = await person.post(path, { token: '' })
    expect([method, path, answer.statusCode]).toEqual([method, path, 403])
    const right = answer.body.includes('Peran Anda tidak memberi hak')
    expect(right || answer.body.includes('Formulir ini sudah tidak berlaku')).toBe(true)
    return !right
  }

  // The table is kept as a file, so that a change of rights is read before it is committed: `vitest -u` writes it anew.
  it('opens every route to exactly the roles in the table', async () => {
    const lines: string[] = []
    for (const route of town.routes.filter(({ need }) => need !== 'nobody')) {
      const open: string[] = []
      for (const [name, person] of people) if (await mayOpen(route, person)) open.push(name)
      lines.push(`${route.method} ${route.url}  [${route.need}]  ${open.join(', ')}`)
    }
    await expect(`${lines.toSorted().join('\n')}\n`).toMatchFileSnapshot('./matrix.txt')
  })

  it('opens no route that is not public to a stranger', async () => {
    const stranger = town.stranger()
    for (const { method, url, need } of town.routes) {
      if (need === 'nobody') continue
      const path = url.replaceAll(/:\w+/g, someId)
      const status = method === 'GET' ? await stranger.status(path) : (await stranger.post(path)).statusCode
      expect([method, path, [303, 401].includes(status)]).toEqual([method, path, true])
    }
  })

  it('gives what concerns all organisations to the home organisation alone', () => {
    const organisation = { id: someId as never, name: '', kind: 'ngo', oversees: false, home: false } as const
    const admin = { role: 'admin', organisation }
    expect(allows(admin, 'agencies.manage')).toBe(false)
    expect(allows({ ...admin, organisation: { ...organisation, home: true } }, 'agencies.manage')).toBe(true)
    expect(allows({ ...admin, role: 'of another release' }, 'self')).toBe(false)
  })
})
