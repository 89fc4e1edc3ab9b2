/** Counts for Prometheus: by channel and outcome, never by person. What OpenTelemetry has a name for is also there by that
 * name (semantic conventions for messaging, 1.37, "Development"); docs/alerts.yaml is written on this page. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { ChannelName, Inbound, Knowledge, Memory } from '#engine'
import type { Gauge as Standing } from '../db/gauges.ts'
import type { Sent } from './delivery/campaigns.ts'
import type { Settled } from './delivery/worker.ts'
import { gaugeStanding } from './standing.ts'

export type Heard = 'done' | 'seen-before' | 'ignored' | 'failed'

export interface Metrics {
  heard(inbound: Inbound, result: Heard, ms: number): void
  /** The same memory; the outcomes of its turns are counted once they are committed. */
  counting(memory: Memory): Memory
  settled(settled: Settled): void
  /** What a platform tells afterwards of a message of ours; it may tell the same twice. */
  status(channel: ChannelName, status: string, why: string | null): void
  campaignSent(sent: Sent): void
  fault(where: string): void
  /** The watch has read a source or an item. */
  watched(read: { readonly what: string; readonly outcome: string }): void
  /** The audit was read whole: is it? */
  audited(whole: boolean): void
  /** The audit is anchored up to this place. */
  anchored(place: number, at: Date): void
  /** Prometheus text format. */
  page(): Promise<string>
}

/** How a session of WhatsApp Web stands. */
export const sessionStates = ['off', 'starting', 'pairing', 'ready', 'unready', 'over'] as const
export interface Session {
  readonly state: (typeof sessionStates)[number]
  /** MiB of its browser; null: not known. */
  readonly memory: number | null
}

export interface MetricsKit {
  readonly knowledge: () => Knowledge
  readonly listMaxAgeDays: number
  /** Their series are there from the start, at 0: what first appears as 1 never rose. */
  readonly channels: readonly ChannelName[]
  /** How the whole stands. */
  readonly look: () => Promise<readonly Standing[]>
  /** null: WhatsApp Web does not run here. */
  readonly session: () => Session | null
  readonly now: () => Date
}

/** Bounds in seconds, from OpenTelemetry's messaging conventions. */
const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

export function createMetrics(kit: MetricsKit): Metrics {
  const { knowledge, listMaxAgeDays, channels, session, now } = kit
  const registry = new Registry()
  const registers = [registry]
  const counter = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Counter({ name, help, labelNames, registers })
  const gauge = (name: string, help: string, read?: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        const value = read?.()
        if (value !== undefined) this.set(value)
      },
    })
  const heard = counter('tanya_turns_total', 'Messages heard, by channel and result.', 'channel', 'result')
  const outcomes = counter('tanya_outcomes_total', 'Turns, by what they came to.', 'channel', 'outcome')
  const settled = counter(
    'tanya_deliveries_total',
    'Tries to deliver, by channel and outcome.',
    'channel',
    'outcome',
    'why',
  )
  const again = counter(
    'tanya_deliveries_perhaps_twice_total',
    'Deliveries begun again after a lease lapsed.',
    'channel',
  )
  const unknown = counter(
    'tanya_deliveries_unknown_total',
    'Tries of which nobody knows whether they arrived.',
    'channel',
  )
  const statuses = counter(
    'tanya_statuses_total',
    'What a platform told of sent messages, by channel and status; it may tell the same twice.',
    'channel',
    'status',
    'why',
  )
  const campaigns = counter(
    'tanya_campaign_messages_total',
    'Campaign messages that were tried, by channel and outcome.',
    'channel',
    'outcome',
  )
  const watchReads = counter(
    'tanya_watch_reads_total',
    'Sources and items that the watch has read, by outcome.',
    'what',
    'outcome',
  )
  const faults = counter('tanya_faults_total', 'Faults, by where they were caught.', 'where')
  const consumed = counter(
    'messaging_client_consumed_messages_total',
    'Messages heard.',
    'messaging_system',
    'messaging_operation_name',
    'error_type',
  )
  const sent = counter(
    'messaging_client_sent_messages_total',
    'Messages that were tried to be sent.',
    'messaging_system',
    'messaging_operation_name',
    'error_type',
  )
  const process_ = new Histogram({
    name: 'messaging_process_duration_seconds',
    help: 'From hearing to commit.',
    labelNames: ['messaging_system'],
    buckets: seconds,
    registers,
  })
  const delivery = new Histogram({
    name: 'tanya_delivery_duration_seconds',
    help: 'From being queued to being sent.',
    labelNames: ['channel'],
    buckets: seconds,
    registers,
  })
  const audited = gauge('tanya_audit_whole', 'Whether the audit was whole when it was last read.')
  const auditedAt = gauge('tanya_audit_read_timestamp_seconds', 'When that was.')
  const anchor = gauge('tanya_audit_anchored_acts', 'How much of the audit is anchored outside the database.')
  const anchoredAt = gauge('tanya_audit_anchor_timestamp_seconds', 'When its latest anchor was written.')
  // Until it is known they say nothing.
  for (const each of [audited, auditedAt, anchor, anchoredAt]) each.remove()
  gauge('tanya_agency_list_age_days', 'Age of the current list of agencies.', () =>
    Math.floor((now().getTime() - Date.parse(knowledge().asOf)) / 86_400_000),
  )
  gauge(
    'tanya_agency_list_max_age_days',
    'From which age on answers say that it is old.',
    () => listMaxAgeDays,
  )
  gauge('tanya_agencies_listed', 'Agencies on the current list.', () => knowledge().listed)
  gauge('process_resident_memory_bytes', 'Resident memory size in bytes.', () => process.memoryUsage.rss())
  gauge('process_start_time_seconds', 'Start time of the process since unix epoch in seconds.', () =>
    Math.floor(Date.now() / 1_000 - process.uptime()),
  )
  gauge('process_cpu_seconds_total', 'User and system time of the processor.', () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1e6
  })
  gaugeSession(registry, session)
  const bringUpToDate = gaugeStanding(registry, kit.look, now)

  for (const channel of channels) {
    for (const result of ['done', 'failed']) heard.inc({ channel, result }, 0)
    settled.inc({ channel, outcome: 'sent', why: '' }, 0)
    settled.inc({ channel, outcome: 'later', why: 'throttled' }, 0)
    settled.inc({ channel, outcome: 'refused', why: 'malformed' }, 0)
    settled.inc({ channel, outcome: 'skipped', why: 'too-old' }, 0)
    campaigns.inc({ channel, outcome: 'unsure' }, 0)
    outcomes.inc({ channel, outcome: 'fault' }, 0)
    again.inc({ channel }, 0)
    unknown.inc({ channel }, 0)
  }
  faults.inc({ where: 'campaign-brake' }, 0)

  return {
    heard({ from: { channel } }, result, ms) {
      heard.inc({ channel, result })
      consumed.inc({
        messaging_system: channel,
        messaging_operation_name: 'receive',
        error_type: result === 'failed' ? 'fault' : '',
      })
      process_.observe({ messaging_system: channel }, ms / 1000)
    },
    counting: (memory) => ({
      async turn(inbound, think, seeks) {
        let outcome: string | null = null
        const result = await memory.turn(
          inbound,
          (known) => {
            const turn = think(known)
            outcome = turn.outcome
            return turn
          },
          seeks,
        )
        if (result === 'done' && outcome !== null) outcomes.inc({ channel: inbound.from.channel, outcome })
        return result
      },
    }),
    settled({ channel, outcome, why, ms, lapsed, unknown: isUnknown }) {
      settled.inc({ channel, outcome, why: why ?? '' })
      if (outcome === 'sent') delivery.observe({ channel }, ms / 1000)
      if (lapsed) again.inc({ channel })
      if (isUnknown) unknown.inc({ channel })
      if (outcome === 'skipped') return
      sent.inc({ messaging_system: channel, messaging_operation_name: 'send', error_type: why ?? '' })
    },
    status: (channel, status, why) => statuses.inc({ channel, status, why: why ?? '' }),
    campaignSent: ({ channel, outcome }) => campaigns.inc({ channel, outcome }),
    fault: (where) => faults.inc({ where }),
    watched: ({ what, outcome }) => watchReads.inc({ what, outcome }),
    audited(whole) {
      audited.set(whole ? 1 : 0)
      auditedAt.set(now().getTime() / 1_000)
    },
    anchored(place, at) {
      anchor.set(place)
      anchoredAt.set(at.getTime() / 1_000)
    },
    async page() {
      await bringUpToDate()
      return registry.metrics()
    },
  }
}

/** One series a state, of which one is 1. */
function gaugeSession(registry: Registry, session: () => Session | null): void {
  new Gauge({
    name: 'tanya_whatsapp_web_session',
    help: 'How the session of WhatsApp Web stands.',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      const state = session()?.state
      for (const each of sessionStates)
        if (state !== undefined) this.set({ state: each }, each === state ? 1 : 0)
    },
  })
  new Gauge({
    name: 'tanya_whatsapp_web_memory_bytes',
    help: 'Memory of its browser.',
    registers: [registry],
    collect() {
      const memory = session()?.memory ?? null
      if (memory === null) this.remove()
      else this.set(memory * 1_048_576)
    },
  })
}
