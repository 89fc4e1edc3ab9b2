/** Numbers of the cases somebody may read, as a page and as a table for spreadsheets. */
import { kindsCounted, type NumberStore, type Numbers, spans } from '../../db/numbers.ts'
import type { Queue } from '../../db/queue.ts'
import type { Takedowns } from '../../db/takedowns.ts'
import { csvLine } from './csv.ts'
import { type Counted, few, isFew, NumbersView, nameOf, periods } from './numbers-view.tsx'
import type { Page, SignedVisit } from './page.ts'

export interface NumberPages {
  readonly numbers: NumberStore
  readonly queue: Pick<Queue, 'counts'>
  readonly takedowns: Pick<Takedowns, 'counts'>
}

export function numberPages(kit: NumberPages): readonly Page[] {
  return [
    {
      method: 'GET',
      path: '/numbers',
      need: 'numbers.read',
      async answer(visit) {
        const counted = await count(visit, kit)
        return {
          kind: 'page',
          title: visit.t('numbers'),
          body: <NumbersView visit={visit} counted={counted} />,
        }
      },
    },
    {
      method: 'GET',
      path: '/numbers.csv',
      need: 'numbers.read',
      async answer(visit) {
        const { numbers, since } = await count(visit, kit)
        return {
          kind: 'file',
          name: `tanya-dulu-${since}.csv`,
          type: 'text/csv; charset=utf-8',
          bytes: Buffer.from(tableOf(numbers, visit)),
        }
      },
    },
  ]
}

async function count({ query, sees, who, now }: SignedVisit, kit: NumberPages): Promise<Counted> {
  const months = periods.find((each) => String(each) === query['months']) ?? 12
  const since = monthBefore(now, months - 1)
  const [numbers, cases, takedowns] = await Promise.all([
    kit.numbers.read({ sees, since }),
    kit.queue.counts({ sees, who: who.id }),
    kit.takedowns.counts(sees),
  ])
  return { numbers, since, months, overdue: { cases: cases.overdue, takedowns: takedowns.overdue } }
}

/** So many months before the one that it is in Jakarta, `2026-11`. */
export function monthBefore(now: Date, months: number): string {
  const there = new Date(now.getTime() + 7 * 3_600_000)
  return new Date(Date.UTC(there.getUTCFullYear(), there.getUTCMonth() - months)).toISOString().slice(0, 7)
}

/** One line a number; spans in hours. The mark at its head tells spreadsheets that it is UTF-8. */
function tableOf(numbers: Numbers, visit: SignedVisit): string {
  const hours = (span: number | null) => (span === null ? null : Math.round(span / 36_000) / 100)
  const { cases, illegal, taken, months, shares } = numbers
  return [
    ['\ufeffwhat', 'name', 'count', 'illegal', 'median_hours', 'p90_hours'],
    ['step', 'reported', cases, illegal, null, null],
    ...spans.map((span) => {
      const { many, median, most } = taken[span]
      return ['step', span, many, null, hours(median), hours(most)]
    }),
    ...months.map(({ month, opened }) => ['opened', month, opened, null, null, null]),
    ...months.map(({ month, removed }) => ['removed', month, removed, null, null, null]),
    ...kindsCounted.flatMap((kind) =>
      shares[kind].map((share) => {
        const name = nameOf(kind, share, visit)
        return kind === 'province'
          ? [kind, name, isFew(share) ? `<${few}` : share.cases, null, null, null]
          : [kind, name, share.cases, share.illegal, null, null]
      }),
    ),
  ]
    .map(csvLine)
    .join('')
}
