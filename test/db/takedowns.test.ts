import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CaseId, CaseStep, OrganisationId, ReportedAd, ReviewerId, TakedownId } from '#engine'
import { createAudit } from '../../db/audit.ts'
import { createCaptures } from '../../db/captures.ts'
import { type Client, codeOf } from '../../db/client.ts'
import { createEvidence } from '../../db/evidence.ts'
import { createMemory } from '../../db/memory.ts'
import { homeOrganisation } from '../../db/organisations.ts'
import { createTakedowns, type Target } from '../../db/takedowns.ts'
import { empty, openTestDatabase } from '../kit/database.ts'
import { inboundFrom, nobody, testSeal, turnSaying } from '../kit/deliveries.ts'
import { shippedAds, shippedKnowledge } from '../kit/people.ts'

const ani = '0a000000-0000-4000-8000-000000000001' as ReviewerId
const budi = '0b000000-0000-4000-8000-000000000002' as ReviewerId
const elsewhere = '0c000000-0000-4000-8000-000000000003' as OrganisationId
const home = [homeOrganisation]
const offer =
  'Dicari admin online di Kamboja, gaji 15 juta tanpa ijazah. https://t.me/kerja_kamboja WA 0812-3456-7890'
const channelTarget: Target = {
  kind: 'account',
  value: 'telegram:kerja_kamboja',
  url: 'https://t.me/kerja_kamboja',
  platform: 'telegram',
}

describe('takedowns', () => {
  let client: Client
  let at: number
  let steps: CaseStep['kind'][]
  const seal = testSeal()
  const now = () => new Date(at)
  const captures = () => createCaptures({ pool: client.pool, seal, now, holder: 'here' })
  const takedowns = () =>
    createTakedowns({
      pool: client.pool,
      seal,
      now,
      captures: captures(),
      evidence: createEvidence({
        pool: client.pool,
        seal,
        strip: async () => ({ kind: 'refused', why: 'not here' }),
      }),
      onStep: async (_, __, { kind }) => void steps.push(kind),
    })
  beforeAll(async () => {
    client = await openTestDatabase()
  })
  beforeEach(async () => {
    await empty(client.database)
    at = Date.parse('2026-11-24T03:00:00Z')
    steps = []
  })
  afterAll(() => client.close())

  let filed = 0
  async function report(text = offer): Promise<CaseId> {
    const number = 20_000_000 + filed++
    const { judgement, indicators } = shippedAds().read(text, shippedKnowledge(), [])
    const ad: ReportedAd = {
      text,
      posters: [],
      media: null,
      forwarded: 'often',
      level: judgement.level,
      signs: judgement.signs.map((sign) => sign.name),
      indicators,
      countries: [],
      agencies: [],
    }
    await createMemory({ pool: client.pool, seal, holder: 'here', handOver: nobody }).turn(
      inboundFrom(`o${number}`, `r${number}`),
      () => turnSaying('filed', { effects: [{ kind: 'file-report', number, ads: [ad], facts: [] }] }),
    )
    const { rows } = await client.database.execute<{ id: CaseId }>(
      sql`select case_id as id from reports where number = ${number}`,
    )
    return rows[0]?.id as CaseId
  }
  const decide = (id: CaseId) =>
    client.database.execute(
      sql`update cases set status = 'decided', finding = 'illegal-recruitment', decided_by = array[${ani}, ${budi}]::uuid[],
          decided_at = now(), reason = ${seal.close('karena')} where id = ${id}`,
    )
  const draft = async (id: CaseId, targets: readonly Target[] = [channelTarget]): Promise<TakedownId> => {
    const made = await takedowns().draft(
      { case: id, sees: home },
      ani,
      targets.map((target) => ({ ...target, recipient: 'ministry' })),
    )
    return (made as readonly TakedownId[])[0] as TakedownId
  }
  const whole = async (): Promise<TakedownId> => {
    const one = await report()
    await decide(one)
    const id = await draft(one)
    await takedowns().write({ id, sees: home }, ani, {
      recipient: 'ministry',
      class: 'ordinary',
      legalBases: ['uu-18-2017-69'],
      letter: 'B-12/2026',
    })
    await captures().order({ id, sees: home }, ani)
    const [job] = await captures().claim(5)
    if (job === undefined) throw new Error('no look')
    await captures().settle(job.id, {
      result: 'alive',
      seen: { url: job.url, status: 200, text: offer },
      picture: { bytes: Buffer.from('gambar'), sha256: 'a'.repeat(64) },
    })
    return id
  }
  const status = async (id: TakedownId) => (await takedowns().read({ id, sees: home }))?.takedown.status

  it('is asked for only where two people decided, and once for each target', async () => {
    const id = await report()
    expect(await takedowns().draft({ case: id, sees: home }, ani, [])).toBe('not-illegal')
    await decide(id)
    await draft(id)
    await draft(id)
    expect(await takedowns().ofCase(id, home)).toHaveLength(1)
  })

  it('says what is missing, and is not approved before it is whole', async () => {
    const one = await report()
    await decide(one)
    const id = await draft(one)
    const file = await takedowns().read({ id, sees: home })
    expect(file?.lacks).toEqual(['screenshot', 'legal-basis', 'class', 'letter'])
    expect(file?.texts).toEqual([offer])
    expect(await takedowns().move({ id, sees: home }, budi, { kind: 'approve', by: budi })).toEqual({
      ok: false,
      why: 'incomplete',
    })
  })

  it('goes through its states with a clock, and those who reported hear of each', async () => {
    const id = await whole()
    const move = (by: ReviewerId, action: Parameters<ReturnType<typeof takedowns>['move']>[2]) =>
      takedowns().move({ id, sees: home }, by, action)
    expect((await takedowns().read({ id, sees: home }))?.lacks).toEqual([])
    expect(await move(ani, { kind: 'approve', by: ani })).toEqual({ ok: false, why: 'own-draft' })
    await move(budi, { kind: 'approve', by: budi })
    await move(budi, { kind: 'send', class: 'ordinary', reference: 'ND-77' })
    expect(await status(id)).toEqual({
      kind: 'sent',
      at: now(),
      due: new Date(at + 24 * 3_600_000),
      reference: 'ND-77',
    })
    at += 25 * 3_600_000
    expect((await takedowns().counts(home)).overdue).toBe(1)
    const overdue = {
      sees: home,
      shown: 'overdue',
      platform: null,
      recipient: null,
      since: null,
      gone: null,
      page: 0,
    } as const
    expect((await takedowns().list(overdue)).takedowns).toHaveLength(1)
    await move(budi, { kind: 'acknowledge', reference: 'TKT-1' })
    await move(budi, { kind: 'look', gone: true })
    expect(await status(id)).toEqual({ kind: 'removed', seenGone: [now()] })
    expect((await takedowns().counts(home)).overdue).toBe(0)
    // Looked at again on several days, by itself.
    expect((await captures().of(id)).filter(({ askedBy }) => askedBy === null)).toHaveLength(5)
    at += 26 * 3_600_000
    await move(budi, { kind: 'look', gone: false })
    expect(await status(id)).toEqual({ kind: 'back', since: now() })
    expect(steps).toEqual(['takedown-sent', 'removed', 'back'])
    const acts = await createAudit({ pool: client.pool, seal }).read({ subject: id, most: 20, sees: home })
    expect(acts.map(({ act }) => act)).toEqual([
      'takedown.look',
      'takedown.look',
      'takedown.acknowledge',
      'takedown.send',
      'takedown.approve',
      'takedown.capture',
      'takedown.write',
      'takedown.draft',
    ])
  })

  it('is told as gone only when nothing of the case is asked for any more', async () => {
    const id = await whole()
    const one = (await takedowns().read({ id, sees: home }))?.takedown.case as CaseId
    await draft(one, [{ kind: 'phone', value: '+6281234567890', url: null, platform: 'whatsapp' }])
    await takedowns().move({ id, sees: home }, budi, { kind: 'approve', by: budi })
    await takedowns().move({ id, sees: home }, budi, { kind: 'send', class: 'ordinary', reference: 'x' })
    await takedowns().move({ id, sees: home }, budi, { kind: 'look', gone: true })
    expect(steps).toEqual(['takedown-sent'])
  })

  it('is not sent for a case that was reopened meanwhile', async () => {
    const id = await whole()
    await takedowns().move({ id, sees: home }, budi, { kind: 'approve', by: budi })
    await client.database.execute(sql`update cases set status = 'waiting', finding = null`)
    expect(
      await takedowns().move({ id, sees: home }, budi, { kind: 'send', class: 'ordinary', reference: 'x' }),
    ).toEqual({ ok: false, why: 'incomplete' })
  })

  it('is approved by one person alone by no program', async () => {
    const id = await whole()
    const alone = client.database.execute(
      sql`update takedowns set status = 'approved', approved_by = drafted_by where id = ${id}`,
    )
    expect(codeOf(await alone.catch((error: unknown) => error))).toBe('23514')
  })

  it('does not exist for another organisation', async () => {
    const id = await whole()
    const sees = [elsewhere]
    expect(await takedowns().read({ id, sees })).toBeNull()
    expect(await takedowns().move({ id, sees }, budi, { kind: 'approve', by: budi })).toBeNull()
    expect(
      (
        await takedowns().list({
          sees,
          shown: 'open',
          platform: null,
          recipient: null,
          since: null,
          gone: null,
          page: 0,
        })
      ).takedowns,
    ).toEqual([])
    expect(await captures().order({ id, sees }, budi)).toBe(false)
    const [look] = await captures().of(id)
    expect(look === undefined ? null : await captures().picture(look.id, sees)).toBeNull()
    const picture = look === undefined ? null : await captures().picture(look.id, home)
    expect(picture?.bytes.toString()).toBe('gambar')
  })
})

describe('captures', () => {
  it('are taken by one process at a time, and again when it died', async () => {
    const client = await openTestDatabase()
    const seal = testSeal()
    let at = Date.now()
    const now = () => new Date(at)
    const of = (holder: string) => createCaptures({ pool: client.pool, seal, now, holder })
    await client.database.execute(sql`insert into cases (id) values (gen_random_uuid())`)
    const { rows } = await client.database.execute<{ id: TakedownId }>(
      sql`insert into takedowns (case_id, kind, key, target, recipient) select id, 'link', 'k',
          ${seal.close(channelTarget)}, 'ministry' from cases returning id`,
    )
    const id = rows[0]?.id as TakedownId
    expect(await of('one').order({ id, sees: home }, ani)).toBe(true)
    expect(await of('one').order({ id, sees: home }, ani)).toBe(false)
    const [job] = await of('one').claim(5)
    expect(await of('two').claim(5)).toEqual([])
    at += 121_000
    const [again] = await of('two').claim(5)
    expect(again?.id).toBe(job?.id)
    // The one that was too late changes nothing any more.
    if (job === undefined) throw new Error('no look')
    await of('one').postpone(job.id)
    const look = { result: 'gone', seen: { url: job.url, status: 404, text: '' }, picture: null } as const
    await of('two').settle(job.id, look)
    const [done] = await of('two').of(id)
    expect(done).toMatchObject({ result: 'gone', pictureDigest: null, confirmed: null })
    const which = { id: job.id, takedown: id, sees: home }
    expect(await of('two').confirm(which, ani, 'gone')).toBe('confirmed')
    expect(await of('two').confirm(which, budi, 'there')).toBeNull()
    await client.close()
  })
})
