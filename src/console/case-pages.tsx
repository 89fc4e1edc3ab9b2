/** One case, and what officers do with it. */
import { Fragment } from 'preact'
import type { CaseAction, CaseId, Finding, Mention, OrganisationId, ReviewerId } from '#engine'
import type { Audit } from '../../db/audit.ts'
import type { CaseFile, CaseFiles, CaseOf } from '../../db/case-files.ts'
import { type Evidence, type EvidenceFacts, mostPages, type View } from '../../db/evidence.ts'
import type { Organisations } from '../../db/organisations.ts'
import type { Regrouped, Regroupings } from '../../db/regroup.ts'
import type { Reviewer } from '../../db/reviewers.ts'
import { muteDays } from './case-props.ts'
import { CaseView } from './case-view.tsx'
import { type Cases, namesOf } from './cases.tsx'
import { uuid } from './filter.ts'
import type { Label } from './labels.ts'
import { Letter } from './letter.tsx'
import { type Answer, base, type Page, type SignedPage, type SignedVisit } from './page.ts'
import { Status } from './queue-view.tsx'
import { allows, type Need } from './roles.ts'
import { messagePage } from './views.tsx'

/** A rule that a decision may go by, from the operator's table. */
export interface Rule {
  readonly name: string
  readonly findings: readonly Finding[]
  readonly text: Readonly<Record<SignedVisit['locale'], string>>
  readonly source: string
}

export interface CasePages extends Cases {
  readonly files: CaseFiles
  readonly regroupings: Regroupings
  readonly organisations: Pick<Organisations, 'all'>
  readonly evidence: Pick<Evidence, 'list' | 'view'>
  readonly audit: Audit
  readonly rules: readonly Rule[]
  /** Firms named in a text, each with what the list says now. */
  readonly mentions: (text: string) => readonly Mention[]
}

const findings: readonly Finding[] = ['illegal-recruitment', 'no-violation', 'unproven']
/** Letters of a reason and of a note. */
const longestReason = 4_000
const dayMs = 24 * 3_600_000

export function casePages(kit: CasePages): readonly Page[] {
  const { files, regroupings } = kit
  return [
    { method: 'GET', path: '/cases/:id', need: 'cases.read', answer: (visit) => show(visit, kit, null) },
    {
      method: 'GET',
      path: '/cases/:id/moved',
      need: 'cases.read',
      byItself: true,
      async answer(visit) {
        const one = caseIn(visit, visit.sees)
        const file = one === null ? null : await files.read(one)
        const isNews = file !== null && stampOf(file) !== visit.query['stamp']
        const body = isNews ? <a href={`${base}/cases/${file.id}`}>{visit.t('case_moved')}</a> : <Fragment />
        return { kind: 'part', body }
      },
    },
    {
      method: 'GET',
      path: '/cases/:id/evidence/:evidence',
      need: 'cases.read',
      async answer(visit) {
        const seen = await seenIn(visit, kit)
        return seen === null
          ? lost(visit)
          : { kind: 'file', name: 'evidence.jpg', type: 'image/jpeg', bytes: Buffer.from(seen.view.bytes) }
      },
    },
    {
      method: 'GET',
      path: '/cases/:id/evidence/:evidence/pages',
      need: 'cases.read',
      async answer(visit) {
        const seen = await seenIn(visit, kit)
        if (seen === null) return lost(visit)
        const { of, facts, view } = seen
        const { pages } = view
        const page = Math.min(pageIn(visit), pages, mostPages)
        return {
          kind: 'page',
          title: visit.t('letter_of', { number: facts.report }),
          body: <Letter visit={visit} of={of} letter={facts} page={page} pages={pages} />,
        }
      },
    },
    act('claim', kit, ({ who }) => ({ kind: 'claim', by: who.id })),
    act('release', kit, ({ who }) => ({ kind: 'release', by: who.id })),
    act('propose', kit, (visit) => proposed(visit, kit.rules)),
    act('confirm', kit, ({ who, form }) => {
      const finding = findings.find((each) => each === form['finding'])
      return finding === undefined ? null : { kind: 'confirm', by: who.id, finding }
    }),
    act('send-back', kit, ({ who, form }) => ({ kind: 'send-back', by: who.id, reason: reasonIn(form) })),
    act('reopen', kit, ({ who, form }) => ({ kind: 'reopen', by: who.id, reason: reasonIn(form) })),
    {
      method: 'POST',
      path: '/cases/:id/renew',
      need: 'cases.work',
      byItself: true,
      async answer(visit) {
        const one = caseIn(visit, [visit.who.organisation.id])
        if (one !== null) await files.move(one, { kind: 'renew', by: visit.who.id })
        const file = one === null ? null : await files.read(one)
        if (file === null) return { kind: 'part', body: <Fragment /> }
        return { kind: 'part', body: <Status visit={visit} each={file} names={await namesOf(kit)} /> }
      },
    },
    work('assign', kit, async (one, { who, form }) => {
      const to = (await colleaguesOf(kit, who)).find(({ id }) => id === form['to'])?.id ?? null
      if (to === null && form['to'] !== '') return 'colleague_missing'
      return (await files.assign(one, to, who.id)) ? one.id : null
    }),
    work('note', kit, async (one, { who, form }) => {
      const text = (form['note'] ?? '').trim().slice(0, longestReason)
      if (text === '') return 'note_empty'
      return (await files.addNote(one, text, who.id)) ? one.id : null
    }),
    work('mute', kit, async (one, { who, form, now }) => {
      const days = muteDays.find((each) => String(each) === form['days'])
      const until = days === undefined ? null : new Date(now.getTime() + days * dayMs)
      const report = Number(form['report'])
      return (await files.mute(one, { report, until, by: who.id })) ? one.id : null
    }),
    work('merge', kit, async (one, visit) => {
      const other = uuid.test(visit.form['other'] ?? '') ? (visit.form['other'] as CaseId) : null
      return other === null ? null : regrouped(await regroupings.merge(one.id, other, actOf(visit)))
    }),
    work('split', kit, async (one, visit) => {
      const numbers = Object.keys(visit.form).flatMap((name) => {
        const [, number] = /^report-(\d{8})$/.exec(name) ?? []
        return number === undefined ? [] : [Number(number)]
      })
      return regrouped(await regroupings.split(one.id, numbers, actOf(visit)))
    }),
    work('undo', kit, async (one, visit) => {
      const id = visit.form['regrouping'] ?? ''
      if (!/^\d{1,18}$/.test(id)) return null
      const done = await regroupings.undo(one.id, id, actOf(visit))
      return regrouped(done)
    }),
    work('reject', kit, async (one, { who, form }) => {
      const other = uuid.test(form['other'] ?? '') ? (form['other'] as CaseId) : null
      const way = { by: who.id, sees: one.sees, undo: form['undo'] === 'yes' }
      return other !== null && (await regroupings.reject(one.id, other, way)) ? one.id : null
    }),
  ]
}

function pageIn({ query }: SignedVisit): number {
  return /^[1-9]\d{0,2}$/.test(query['page'] ?? '') ? Number(query['page']) : 1
}

/** What is asked for of a case that may be read, as far as it can be shown. */
async function seenIn(
  visit: SignedVisit,
  { files, evidence }: CasePages,
): Promise<{
  readonly of: CaseId
  readonly facts: EvidenceFacts
  readonly view: Extract<View, { readonly kind: 'shown' }>
} | null> {
  const one = caseIn(visit, visit.sees)
  const file = one === null ? null : await files.read(one)
  const kept = file === null ? [] : await evidence.list(file.id)
  const facts = kept.find(({ id }) => id === visit.params['evidence'])
  const view = facts === undefined ? null : await evidence.view(facts.id, pageIn(visit))
  return file === null || facts === undefined || view?.kind !== 'shown' ? null : { of: file.id, facts, view }
}

/** Changes when anything on the page that a colleague may have done has changed. */
export function stampOf({ status, reports, notes, assignedTo, mergedInto }: CaseFile): string {
  const since = 'at' in status ? status.at.getTime() : 0
  return [status.kind, since, reports, notes.length, assignedTo ?? '', mergedInto ?? ''].join('.')
}

/** Colleagues of one's own organisation who may work on cases. */
async function colleaguesOf(
  { reviewers }: Pick<Cases, 'reviewers'>,
  who: Reviewer,
): Promise<readonly Reviewer[]> {
  return (await reviewers.all()).filter(
    (each) =>
      each.state === 'active' && each.organisation.id === who.organisation.id && allows(each, 'cases.work'),
  )
}

function proposed({ who, form }: SignedVisit, rules: readonly Rule[]): CaseAction | null {
  const finding = findings.find((each) => each === form['finding'])
  if (finding === undefined) return null
  const rule = rules.find(({ name, findings: of }) => name === form['rule'] && of.includes(finding))
  return { kind: 'propose', by: who.id, finding, reason: reasonIn(form), rule: rule?.name ?? null }
}

function reasonIn(form: SignedVisit['form']): string {
  return (form['reason'] ?? '').slice(0, longestReason)
}

function actOf({ who, form }: SignedVisit) {
  return {
    by: who.id,
    reason: reasonIn(form),
    sees: [who.organisation.id],
    confirms: allows(who, 'cases.confirm'),
  }
}

function regrouped(done: Regrouped): CaseId | Label | null {
  if (done === null) return null
  return done.ok ? done.value : (`regroup_${done.why.replaceAll('-', '_')}` as Label)
}

/** Confirming and undoing a decision take a right of their own. */
const needOf: Readonly<Record<Exclude<CaseAction['kind'], 'renew'>, Need>> = {
  claim: 'cases.work',
  release: 'cases.work',
  propose: 'cases.work',
  confirm: 'cases.confirm',
  'send-back': 'cases.confirm',
  reopen: 'cases.confirm',
}

function act(
  kind: keyof typeof needOf,
  kit: CasePages,
  actionOf: (visit: SignedVisit) => CaseAction | null,
): SignedPage {
  return {
    method: 'POST',
    path: `/cases/:id/${kind}`,
    need: needOf[kind],
    async answer(visit) {
      const one = caseIn(visit, [visit.who.organisation.id])
      const action = actionOf(visit)
      if (one === null) return lost(visit)
      if (action === null) return show(visit, kit, 'finding_missing')
      const moved = await kit.files.move(one, action)
      if (moved === null) return lost(visit)
      if (moved.ok) return { kind: 'go', to: `${base}/cases/${one.id}` }
      return show(visit, kit, `case_${moved.why.replaceAll('-', '_')}` as Label)
    },
  }
}

/** What is done to a case of one's own organisation: it leads to a case, is refused with a label, or finds nothing. */
function work(
  what: string,
  kit: CasePages,
  does: (one: CaseOf, visit: SignedVisit) => Promise<CaseId | Label | null>,
): SignedPage {
  return {
    method: 'POST',
    path: `/cases/:id/${what}`,
    need: 'cases.work',
    async answer(visit) {
      const one = caseIn(visit, [visit.who.organisation.id])
      const done = one === null ? null : await does(one, visit)
      if (done === null) return lost(visit)
      return uuid.test(done) ? { kind: 'go', to: `${base}/cases/${done}` } : show(visit, kit, done as Label)
    },
  }
}

function caseIn({ params }: SignedVisit, sees: readonly OrganisationId[]): CaseOf | null {
  const id = params['id'] ?? ''
  return uuid.test(id) ? { id: id as CaseId, sees } : null
}

function lost(visit: SignedVisit): Answer {
  return {
    kind: 'page',
    title: visit.t('case_lost'),
    body: messagePage(visit, 'case_lost'),
    status: 404,
  }
}

async function show(visit: SignedVisit, kit: CasePages, trouble: Label | null): Promise<Answer> {
  const one = caseIn(visit, visit.sees)
  const file = one === null ? null : await kit.files.read(one)
  if (file === null) return lost(visit)
  const [history, names, regroupings, kept, colleagues, organisations] = await Promise.all([
    kit.audit.read({ subject: file.id, most: 100, sees: visit.sees }),
    namesOf(kit),
    kit.regroupings.of(file.id),
    kit.evidence.list(file.id),
    colleaguesOf(kit, visit.who),
    kit.organisations.all(),
  ])
  const body = (
    <CaseView
      visit={visit}
      file={file}
      stamp={stampOf(file)}
      history={history}
      names={names}
      regroupings={regroupings}
      kept={kept}
      colleagues={colleagues.map(({ id, name }): readonly [ReviewerId, string] => [id, name])}
      organisations={organisations}
      kit={kit}
      trouble={trouble === null ? null : visit.t(trouble)}
      draft={trouble === null ? '' : reasonIn(visit.form)}
    />
  )
  return {
    kind: 'page',
    title: visit.t('case_title', { number: file.id.slice(0, 8) }),
    body,
    status: trouble === null ? 200 : 409,
  }
}
