/** The queue of cases: narrowed, searched, and kept as views of one's own. */
import type { Indicator, ReviewerId } from '#engine'
import type { Choices, Counts, Queue, QueuedCase } from '../../db/queue.ts'
import type { Reviewers } from '../../db/reviewers.ts'
import type { SavedView, Views } from '../../db/views.ts'
import { type Filter, readFilter, writeFilter } from './filter.ts'
import { type Answer, base, type Page, type SignedVisit } from './page.ts'
import { QueueRows, QueueView } from './queue-view.tsx'

export interface Cases {
  readonly queue: Queue
  readonly views: Views
  readonly reviewers: Pick<Reviewers, 'all'>
  /** What identifies a recruiter in what a reviewer typed, found as it is found in reports. */
  readonly identify: (text: string) => readonly Indicator[]
  /** Names of firms that a reviewer may have typed, as `agencyNames` writes them. */
  readonly nameAgencies: (text: string) => readonly string[]
  /** What a sign means, in a whole sentence; null for one of another release. */
  readonly explain: (sign: string, locale: SignedVisit['locale']) => string | null
}

/** Names of colleagues by their id. */
export type Names = ReadonlyMap<ReviewerId, string>

export interface Found {
  readonly filter: Filter
  readonly cases: readonly QueuedCase[]
  readonly more: boolean
  /** False: a search whose words are so common that only the newest reports were opened. */
  readonly complete: boolean
  readonly counts: Counts
  readonly names: Names
}

export interface Narrowing {
  readonly choices: Choices
  readonly saved: readonly SavedView[]
  readonly explain: Cases['explain']
}

/** Letters of a view's name. */
const longestName = 60

export function queuePages(kit: Cases): readonly Page[] {
  const { queue, views } = kit
  const find = async ({ query, sees, who }: SignedVisit): Promise<Found> => {
    const filter = readFilter(query)
    const { search } = filter
    const found = search === '' ? null : await queue.find({ sees, ...sought(search, kit) })
    const [listed, counts, names] = await Promise.all([
      queue.list({ ...filter, sees, who: who.id, among: found?.cases ?? null }),
      queue.counts({ sees, who: who.id }),
      namesOf(kit),
    ])
    return { filter, ...listed, complete: found?.complete ?? true, counts, names }
  }
  return [
    {
      method: 'GET',
      path: '/cases',
      need: 'cases.read',
      async answer(visit) {
        const [found, choices, saved] = await Promise.all([
          find(visit),
          queue.choices({ sees: visit.sees }),
          views.of(visit.who.id),
        ])
        const narrowing = { choices, saved, explain: kit.explain }
        return {
          kind: 'page',
          title: visit.t('cases'),
          body: <QueueView visit={visit} found={found} narrowing={narrowing} />,
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
      method: 'POST',
      path: '/views',
      need: 'cases.read',
      async answer({ who, form }) {
        const query = writeFilter({
          ...readFilter(Object.fromEntries(new URLSearchParams(form['query']))),
          after: null,
        })
        const name = (form['name'] ?? '').trim().slice(0, longestName)
        if (name !== '') await views.save(who.id, { name, query })
        return toQueue(query)
      },
    },
    {
      method: 'POST',
      path: '/views/:id/remove',
      need: 'cases.read',
      async answer({ who, params }) {
        const id = params['id'] ?? ''
        if (/^\d{1,18}$/.test(id)) await views.remove(who.id, id)
        return toQueue('')
      },
    },
  ]
}

export async function namesOf({ reviewers }: Pick<Cases, 'reviewers'>): Promise<Names> {
  return new Map((await reviewers.all()).map(({ id, name }) => [id, name]))
}

function toQueue(query: string): Answer {
  return { kind: 'go', to: query === '' ? `${base}/cases` : `${base}/cases?${query}` }
}

/** A number or a link is looked for as such; anything else as the name of a firm and as words of the evidence. */
function sought(
  search: string,
  { identify, nameAgencies }: Cases,
): Omit<Parameters<Queue['find']>[0], 'sees'> {
  const bare = search.replace(/^#/, '').toLowerCase()
  const number = /^\d{8}$/.test(bare) ? Number(bare) : null
  const caseBegins = /^[0-9a-f]{8}$/.test(bare) ? bare : null
  const indicators = identify(search).filter(({ kind }) => kind !== 'text')
  const named = indicators.length > 0 || number !== null || caseBegins !== null
  return {
    indicators,
    number,
    caseBegins,
    agencies: named ? [] : nameAgencies(search),
    text: named ? '' : search,
  }
}
