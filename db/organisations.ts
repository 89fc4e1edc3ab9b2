/** Ministries, provinces and NGOs: whose officers read and decide whose cases. */
import type pg from 'pg'
import type { CaseId, OrganisationId, ReviewerId } from '#engine'
import { note } from './audit.ts'
import { homeOrganisation } from './schema.ts'
import type { Seal } from './seal.ts'
import { ask, prepared, transact } from './statements.ts'

export { homeOrganisation }

export interface Organisation {
  readonly id: OrganisationId
  readonly name: string
  readonly kind: OrganisationKind
  /** Where everything is that no other organisation has; it makes the others. */
  readonly home: boolean
  /** Its admins and auditors may read the cases of all. */
  readonly oversees: boolean
}

export type OrganisationKind = 'ministry' | 'province' | 'ngo'
export const organisationKinds: readonly OrganisationKind[] = ['ministry', 'province', 'ngo']

/** What an admin of the home organisation decides about one. */
export interface OrganisationForm {
  readonly name: string
  readonly kind: OrganisationKind
  readonly oversees: boolean
}

export interface Organisations {
  all(): Promise<readonly Organisation[]>
  /** null: another has this name. */
  add(form: OrganisationForm, by: ReviewerId): Promise<OrganisationId | null>
  /** False: another has this name, or there is no such organisation. */
  change(id: OrganisationId, form: OrganisationForm, by: ReviewerId): Promise<boolean>
  /** Gives a case of `from` to another organisation; who works on it lets it go. False: `from` has no such case, or the
   * other is none. */
  handOver(id: CaseId, way: HandOver): Promise<boolean>
}

export interface HandOver {
  readonly from: OrganisationId
  readonly to: OrganisationId
  readonly by: ReviewerId
  readonly reason: string
}

interface OrganisationRow {
  readonly id: OrganisationId
  readonly name: string
  readonly kind: OrganisationKind
  readonly oversees: boolean
}

export function organisationFrom({ id, name, kind, oversees }: OrganisationRow): Organisation {
  return { id, name, kind, oversees, home: id === homeOrganisation }
}

export function createOrganisations({
  pool,
  seal,
  now,
}: {
  readonly pool: pg.Pool
  readonly seal: Seal
  readonly now: () => Date
}): Organisations {
  return {
    async all() {
      return (await ask<OrganisationRow>(pool, allOrganisations, [])).map(organisationFrom)
    },
    add: ({ name, kind, oversees }, by) =>
      transact(pool, async (ask) => {
        const [made] = await ask<{ id: OrganisationId }>(addOrganisation, [name, kind, oversees])
        if (made === undefined) return null
        await note(
          ask,
          { at: now(), by, act: 'organisation.added', subject: made.id, details: { name } },
          seal,
        )
        return made.id
      }),
    change: (id, { name, kind, oversees }, by) =>
      transact(pool, async (ask) => {
        const changed = await ask(changeOrganisation, [id, name, kind, oversees])
        if (changed.length === 0) return false
        await note(
          ask,
          {
            at: now(),
            by,
            act: 'organisation.changed',
            subject: id,
            details: { name, oversees: String(oversees) },
          },
          seal,
        )
        return true
      }),
    handOver: (id, { from, to, by, reason }) =>
      transact(pool, async (ask) => {
        const given = await ask<{ name: string }>(handOver, [id, from, to])
        const [receiver] = given
        if (receiver === undefined) return false
        await note(
          ask,
          { at: now(), by, act: 'case.hand-over', subject: id, details: { to: receiver.name, reason } },
          seal,
        )
        return true
      }),
  }
}

const allOrganisations = prepared(
  'all_organisations',
  `select id, name, kind, oversees from organisations order by id <> '${homeOrganisation}', name`,
)
const addOrganisation = prepared(
  'add_organisation',
  `insert into organisations (name, kind, oversees) values ($1::text, $2::text, $3::bool)
   on conflict do nothing returning id`,
)
const changeOrganisation = prepared(
  'change_organisation',
  `update organisations set name = $2::text, kind = $3::text, oversees = $4::bool where id = $1::uuid
     and not exists (select 1 from organisations where name = $2::text and id <> $1::uuid) returning id`,
)
/** What was proposed by people who may not read it any more waits anew; what was decided stays decided. */
const handOver = prepared(
  'hand_over_case',
  `update cases c set organisation_id = o.id,
     status = case when c.status in ('claimed', 'proposed') then 'waiting' else c.status end,
     finding = case when c.status = 'proposed' then null else c.finding end,
     reason = case when c.status = 'proposed' then null else c.reason end,
     rule = case when c.status = 'proposed' then null else c.rule end, assigned_to = null,
     claimed_by = null, claimed_at = null, claimed_until = null, proposed_by = null, proposed_at = null
   from organisations o where c.id = $1::uuid and c.organisation_id = $2::uuid and o.id = $3::uuid
     and o.id <> c.organisation_id and c.merged_into is null returning o.name`,
)
