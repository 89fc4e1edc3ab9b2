/** The queue of cases, one case, and what reviewers do with it. */
import type { VNode } from 'preact'
import type { CaseAction, CaseId, CaseRefusal, Finding, Indicator, Locale, ReviewerId } from '#engine'
import type { Act, Audit } from '../../db/audit.ts'
import type { Asked, CaseFile, Level, Queue, QueuedCase, Shown } from '../../db/queue.ts'
import type { Reviewers } from '../../db/reviewers.ts'
import { CaseView } from './case-view.tsx'
import type { Label } from './labels.ts'
import { type Answer, base, type Page, type SignedPage, type SignedVisit } from './page.ts'
import { QueueRows, QueueView } from './queue-view.tsx'
import { History, messagePage } from './views.tsx'

export interface Cases {
  readonly queue: Queue
  readonly audit: Audit
  readonly reviewers: Pick<Reviewers, 'all'>
  /** What identifies a recruiter in what a reviewer typed, found as it is found in reports. */
  readonly identify: (text: string) => readonly Indicator[]
  /** The sentence that explains a sign; null for one of another release. */
  readonly explain: (sign: string, locale: Locale) => string | null
}

/** Names of colleagues by their id. */
export type Names = ReadonlyMap<ReviewerId, string>

/** How the queue is narrowed, as its address says it. */
export interface Filter {
  readonly shown: Shown
  readonly level: Level | null
  readonly withPicture: boolean
  readonly search: string
  readonly after: string | null
}

export interface Found {
  readonly filter: Filter
  readonly cases: readonly QueuedCase[]
  readonly more: boolean
  readonly names: Names
}

const shownNames: readonly Shown[] = ['open', 'waiting', 'claimed', 'proposed', 'decided']
const levelNames: readonly Level[] = ['danger', 'caution', 'no-signs']
const findings: readonly Finding[] = ['illegal-recruitment', 'no-violation', 'unproven']
/** Letters of a search, and of a reason. */
const longestSearch = 2_048
const longestReason = 4_000
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export function casePages(kit: Cases): readonly Page[] {
  const find = async ({ query }: SignedVisit): Promise<Found> => {
    const filter = filterFrom(query)
    const asked: Asked = {
      ...filter,
      among: filter.search === '' ? null : await kit.queue.find(sought(filter.search, kit.identify)),
      after: filter.after as CaseId | null,
    }
    return { filter, ...(await kit.queue.list(asked)), names: await namesOf(kit) }
  }
  return [
    {
      method: 'GET',
      path: '/cases',
      need: 'cases.read',
      async answer(visit) {
        return {
          kind: 'page',
          title: visit.t('cases'),
          body: <QueueView visit={visit} found={await find(visit)} />,
        }
      },
    },
    {
      method: 'GET',
      path: '/cases/rows',
      need: 'cases.read',
      byItself: true,
      async answer(visit) {
        return { kind: 'part', body: <QueueRows visit={visit} found={await find(visit)} /> }
      },
    },
    {
      method: 'GET',
      path: '/cases/:id',
      need: 'cases.read',
      answer: (visit) => casePage(visit, kit, null),
    },
    act('claim', kit, ({ who }) => ({ kind: 'claim', by: who.id })),
    act('release', kit, ({ who }) => ({ kind: 'release', by: who.id })),
    act('propose', kit, ({ who, form }) => {
      const finding = findings.find((each) => each === form['finding'])
      return finding === undefined ? null : { kind: 'propose', by: who.id, finding, reason: reasonIn(form) }
    }),
    act('confirm', kit, ({ who, form }) => {
      const finding = findings.find((each) => each === form['finding'])
      return finding === undefined ? null : { kind: 'confirm', by: who.id, finding }
    }),
    act('send-back', kit, ({ who, form }) => ({ kind: 'send-back', by: who.id, reason: reasonIn(form) })),
    act('reopen', kit, ({ who, form }) => ({ kind: 'reopen', by: who.id, reason: reasonIn(form) })),
    {
      method: 'GET',
      path: '/audit',
      need: 'audit.read',
      async answer(visit) {
        const acts = await kit.audit.read({ subject: null, most: 200 })
        const body = <AuditView visit={visit} acts={acts} names={await namesOf(kit)} />
        return { kind: 'page', title: visit.t('audit'), body }
      },
    },
  ]
}

async function namesOf({ reviewers }: Pick<Cases, 'reviewers'>): Promise<Names> {
  return new Map((await reviewers.all()).map(({ id, name }) => [id, name]))
}

function filterFrom(query: SignedVisit['query']): Filter {
  const { after } = query
  return {
    shown: shownNames.find((each) => each === query['shown']) ?? 'open',
    level: levelNames.find((each) => each === query['level']) ?? null,
    withPicture: query['picture'] === 'yes',
    search: (query['search'] ?? '').trim().slice(0, longestSearch),
    after: after !== undefined && uuid.test(after) ? after : null,
  }
}

function sought(search: string, identify: Cases['identify']): Parameters<Queue['find']>[0] {
  const bare = search.replace(/^#/, '').toLowerCase()
  return {
    indicators: identify(search).filter(({ kind }) => kind !== 'text'),
    number: /^\d{8}$/.test(bare) ? Number(bare) : null,
    caseBegins: /^[0-9a-f]{8}$/.test(bare) ? bare : null,
  }
}

function reasonIn(form: SignedVisit['form']): string {
  return (form['reason'] ?? '').slice(0, longestReason)
}

/** Confirming and undoing a decision take a right of their own. */
const needOf = {
  claim: 'cases.work',
  release: 'cases.work',
  propose: 'cases.work',
  confirm: 'cases.confirm',
  'send-back': 'cases.confirm',
  reopen: 'cases.confirm',
} as const

function act(
  kind: CaseAction['kind'],
  kit: Cases,
  actionOf: (visit: SignedVisit) => CaseAction | null,
): SignedPage {
  return {
    method: 'POST',
    path: `/cases/:id/${kind}`,
    need: needOf[kind],
    async answer(visit: SignedVisit) {
      const id = idIn(visit)
      const action = actionOf(visit)
      if (id === null) return lost(visit)
      if (action === null) return casePage(visit, kit, 'finding_missing')
      const moved = await kit.queue.move(id, action)
      if (moved === null) return lost(visit)
      return moved.ok
        ? { kind: 'go', to: `${base}/cases/${id}` }
        : casePage(visit, kit, labelOfRefusal(moved.why))
    },
  }
}

function labelOfRefusal(why: CaseRefusal): Label {
  return `case_${why.replaceAll('-', '_')}` as Label
}

function idIn({ params }: SignedVisit): CaseId | null {
  const id = params['id'] ?? ''
  return uuid.test(id) ? (id as CaseId) : null
}

function lost(visit: SignedVisit): Answer {
  return {
    kind: 'page',
    title: visit.t('case_lost'),
    body: messagePage(visit, 'case_lost'),
    status: 404,
  }
}

async function casePage(visit: SignedVisit, kit: Cases, trouble: Label | null): Promise<Answer> {
  const id = idIn(visit)
  const file: CaseFile | null = id === null ? null : await kit.queue.read(id)
  if (id === null || file === null) return lost(visit)
  const [history, names] = await Promise.all([kit.audit.read({ subject: id, most: 100 }), namesOf(kit)])
  const body = (
    <CaseView
      visit={visit}
      file={file}
      history={history}
      names={names}
      explain={kit.explain}
      trouble={trouble === null ? null : visit.t(trouble)}
      draft={trouble === null ? '' : reasonIn(visit.form)}
    />
  )
  return {
    kind: 'page',
    title: visit.t('case_title', { number: id.slice(0, 8) }),
    body,
    status: trouble === null ? 200 : 409,
  }
}

function AuditView(props: {
  readonly visit: SignedVisit
  readonly acts: readonly Act[]
  readonly names: Names
}): VNode {
  const { visit, acts, names } = props
  return (
    <>
      <h1>{visit.t('audit')}</h1>
      <p class="help">{visit.t('audit_help')}</p>
      <History visit={visit} acts={acts} names={names} withSubject />
    </>
  )
}
