import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { OrganisationId } from '#engine'
import type { Client } from '../../db/client.ts'
import { homeOrganisation } from '../../db/organisations.ts'
import { empty, openTestDatabase } from '../kit/database.ts'
import { openConsole, type Person, type TestConsole } from './kit.ts'

describe('organisations apart', () => {
  let client: Client
  let town: TestConsole
  let province: OrganisationId
  let id: string
  let home: Person
  beforeAll(async () => {
    client = await openTestDatabase()
  })
  beforeEach(async () => {
    await empty(client.database)
    town = await openConsole(client)
    const admin = await town.person('admin')
    await admin.post('/console/organisations', { name: 'Dinas Jawa Timur', kind: 'province' })
    const made = (await town.organisations.all()).find((each) => !each.home)
    if (made === undefined) throw new Error('no organisation')
    province = made.id
    home = await town.person('senior-reviewer', 'home')
    id = await town.report('Dicari admin di Kamboja zamrud, gaji 15 juta tanpa ijazah. WA 0812-3456-7890')
  })
  afterAll(() => client.close())

  const reads = async (person: Person): Promise<boolean> =>
    (await person.get(`/console/cases/${id}`)).body.includes('zamrud')
  const handOver = (person: Person, to: string, reason = 'Pelapor dari Jawa Timur.') =>
    person.post(`/console/cases/${id}/hand-over`, { organisation: to, reason })

  it('gives a new report to the home organisation, and to nobody else', async () => {
    const away = await town.person('senior-reviewer', 'away', province)
    expect(await reads(home)).toBe(true)
    expect((await away.get(`/console/cases/${id}`)).statusCode).toBe(404)
    expect((await away.get('/console/cases')).body).not.toContain(id)
    expect((await away.get('/console/cases?search=0812-3456-7890')).body).not.toContain(id)
    expect((await away.post(`/console/cases/${id}/claim`)).statusCode).toBe(404)
  })

  it('hands a case over with its reason: it waits anew there, and is gone here', async () => {
    const away = await town.person('senior-reviewer', 'away', province)
    await home.post(`/console/cases/${id}/claim`)
    expect((await handOver(home, province, ' ')).statusCode).toBe(409)
    expect((await handOver(away, province)).statusCode).toBe(409)
    expect((await handOver(home, province)).statusCode).toBe(303)
    expect(await reads(home)).toBe(false)
    expect(await reads(away)).toBe(true)
    expect((await away.post(`/console/cases/${id}/claim`)).statusCode).toBe(303)
    // Back by whoever has it now, and by nobody else.
    expect((await handOver(home, homeOrganisation)).statusCode).toBe(409)
    expect((await handOver(away, homeOrganisation)).statusCode).toBe(303)
    expect(await reads(home)).toBe(true)
  })

  it('lets the auditors of an organisation that oversees read all, and change nothing', async () => {
    const auditor = await town.person('auditor', 'auditor', province)
    const reviewer = await town.person('reviewer', 'reviewer', province)
    const admin = await town.person('admin', 'boss', province)
    expect(await reads(auditor)).toBe(false)
    const { name, kind } = (await town.organisations.all()).find((each) => each.id === province) ?? {}
    const by = (await town.reviewers.all())[0]?.id
    if (name === undefined || kind === undefined || by === undefined) throw new Error('nobody')
    await town.organisations.change(province, { name, kind, oversees: true }, by)
    expect(await reads(auditor)).toBe(true)
    expect(await reads(admin)).toBe(true)
    expect(await reads(reviewer)).toBe(false)
    expect((await admin.post(`/console/cases/${id}/claim`)).statusCode).toBe(404)
    expect((await handOver(admin, province)).statusCode).toBe(409)
    expect((await town.read(id))?.status.kind).toBe('waiting')
  })
})
