/** How the whole stands, as gauges: asked of the database when somebody reads the page, and at most every few seconds.
 * Every process tells the same; take the `max` over them. */
import { Gauge as Metric, type Registry } from 'prom-client'
import type { Gauge, GaugeName } from '../db/gauges.ts'

interface Shown {
  readonly name: string
  readonly help: string
  /** What its label says; absent: it has none. */
  readonly by?: 'channel' | 'class' | 'status' | 'data'
}

const shown: Readonly<Record<GaugeName, Shown>> = {
  'outbox.waiting': { name: 'outbox_waiting', help: 'Deliveries not yet settled.', by: 'channel' },
  'outbox.age': {
    name: 'outbox_oldest_seconds',
    help: 'Age of the oldest delivery not yet settled.',
    by: 'channel',
  },
  'leases.held': { name: 'leases_held', help: 'Deliveries that a process has just now.', by: 'channel' },
  'leases.lapsed': {
    name: 'leases_lapsed',
    help: 'Deliveries whose process did not say what became of them: they are sent again, perhaps twice.',
    by: 'channel',
  },
  'holds.left': {
    name: 'channel_hold_seconds',
    help: 'For how long the platform wants nothing more.',
    by: 'channel',
  },
  'readings.waiting': { name: 'readings_waiting', help: 'Pictures and letters not yet read.' },
  'readings.age': { name: 'readings_oldest_seconds', help: 'Age of the oldest of them.' },
  'looks.waiting': { name: 'looks_waiting', help: 'Looks at addresses that are due.' },
  'looks.age': { name: 'looks_oldest_seconds', help: 'For how long the oldest of them is due.' },
  'news.waiting': { name: 'news_waiting', help: 'News that waits for a channel to allow it.' },
  'news.age': { name: 'news_oldest_seconds', help: 'Age of the oldest of it.' },
  'evidence.waiting': { name: 'evidence_waiting', help: 'Files of reports still to be fetched.' },
  'inbox.waiting': { name: 'inbox_waiting', help: 'People who wait for an officer.' },
  'inbox.age': { name: 'inbox_oldest_seconds', help: 'For how long the first of them has waited.' },
  'cases.open': { name: 'cases_open', help: 'Cases not yet decided.' },
  'cases.late': { name: 'cases_late', help: 'Of them, past their time.' },
  'cases.reborn': { name: 'cases_reborn', help: 'Cases that were taken down and seen again, ever.' },
  'takedowns.due': { name: 'takedowns_running', help: 'Takedowns whose clock runs.', by: 'class' },
  'takedowns.overdue': { name: 'takedowns_overdue', help: 'Of them, past their time.', by: 'class' },
  'takedowns.next': {
    name: 'takedowns_next_due_seconds',
    help: 'Until the next is due; below zero: since when the first is overdue.',
    by: 'class',
  },
  'campaigns.open': { name: 'campaigns_open', help: 'Campaigns approved or being sent.', by: 'status' },
  'campaigns.late': {
    name: 'campaign_chunks_abandoned',
    help: 'Chunks whose process went away two minutes ago.',
  },
  'pace.share': {
    name: 'pace_share',
    help: 'Pace of campaigns, of what the platform allows: 1 is all.',
    by: 'channel',
  },
  'opt-outs.broken': {
    name: 'opt_outs_broken',
    help: 'People of the last hour who took their consent back and were sent a campaign afterwards. Must be 0.',
  },
  'forgetting.age': {
    name: 'forgetting_age_seconds',
    help: 'Since old data was last looked for.',
    by: 'data',
  },
  'forgotten.rows': { name: 'forgotten_rows', help: 'Rows forgotten because of their age.', by: 'data' },
  'audit.length': { name: 'audit_acts', help: 'Length of the audit.' },
}

/** A page read twice within this asks once. */
const freshMs = 2_000
/** How long the page waits for the database, in ms. */
const patienceMs = 1_000

/** Registers the gauges; what is returned brings them up to date and never rejects: a database that does not answer is
 * itself a gauge, and what it would have told is left out. */
export function gaugeStanding(
  registry: Registry,
  look: () => Promise<readonly Gauge[]>,
  now: () => Date,
): () => Promise<void> {
  const registers = [registry]
  const up = new Metric({ name: 'tanya_database_up', help: 'Whether the database answered.', registers })
  const metrics = new Map(
    Object.entries(shown).map(([key, { name, help, by }]) => [
      key,
      new Metric({ name: `tanya_${name}`, help, labelNames: by === undefined ? [] : [by], registers }),
    ]),
  )
  let lookedAt = Number.NEGATIVE_INFINITY
  return async () => {
    if (now().getTime() - lookedAt < freshMs) return
    const gauges = await within(look(), patienceMs)
    up.set(gauges === null ? 0 : 1)
    for (const [key, metric] of metrics) {
      metric.reset()
      // What has no label would be 0 now, and 0 is an answer.
      if (shown[key as GaugeName].by === undefined) metric.remove()
    }
    for (const { name, label, value } of gauges ?? []) {
      const { by } = shown[name]
      metrics.get(name)?.set(by === undefined ? {} : { [by]: label ?? 'none' }, value)
    }
    lookedAt = gauges === null ? Number.NEGATIVE_INFINITY : now().getTime()
  }
}

/** What it resolves with; null when it rejects or takes longer. */
async function within<T>(work: Promise<T>, ms: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms)
  })
  const done = work.catch(() => null)
  return Promise.race([done, late]).finally(() => clearTimeout(timer))
}
