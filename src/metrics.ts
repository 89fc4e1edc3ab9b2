/** Counts for Prometheus: by channel and outcome, never by person. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { ChannelName, Inbound, Knowledge } from '#engine'
import type { Sent } from './delivery/campaigns.ts'
import type { Settled } from './delivery/worker.ts'

export interface Metrics {
  heard(inbound: Inbound, result: 'done' | 'seen-before' | 'ignored' | 'failed', ms: number): void
  settled(settled: Settled): void
  /** What a platform tells afterwards of a message of ours; it may tell the same twice. */
  status(channel: ChannelName, status: string, why: string | null): void
  campaignSent(sent: Sent): void
  fault(where: string): void
  /** Prometheus text format. */
  page(): Promise<string>
}

/** Bounds in seconds, from OpenTelemetry's messaging conventions. */
const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

export function createMetrics(knowledge: () => Knowledge, now: () => Date): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const heard = new Counter({
    name: 'tanya_turns_total',
    help: 'Messages heard, by channel and result.',
    labelNames: ['channel', 'result'],
    registers,
  })
  const turn = new Histogram({
    name: 'tanya_turn_duration_seconds',
    help: 'From hearing to commit.',
    labelNames: ['channel'],
    buckets: seconds,
    registers,
  })
  const settled = new Counter({
    name: 'tanya_deliveries_total',
    help: 'Tries to deliver, by channel and outcome.',
    labelNames: ['channel', 'outcome', 'why'],
    registers,
  })
  const delivery = new Histogram({
    name: 'tanya_delivery_duration_seconds',
    help: 'From being queued to being sent.',
    labelNames: ['channel'],
    buckets: seconds,
    registers,
  })
  const statuses = new Counter({
    name: 'tanya_statuses_total',
    help: 'What a platform told of sent messages, by channel and status; it may tell the same twice.',
    labelNames: ['channel', 'status', 'why'],
    registers,
  })
  const campaigns = new Counter({
    name: 'tanya_campaign_messages_total',
    help: 'Campaign messages that were tried, by channel and outcome.',
    labelNames: ['channel', 'outcome'],
    registers,
  })
  const faults = new Counter({
    name: 'tanya_faults_total',
    help: 'Faults, by where they were caught.',
    labelNames: ['where'],
    registers,
  })
  new Gauge({
    name: 'tanya_agency_list_age_days',
    help: 'Age of the current list of agencies.',
    registers,
    collect() {
      this.set(Math.floor((now().getTime() - Date.parse(knowledge().asOf)) / 86_400_000))
    },
  })
  new Gauge({
    name: 'tanya_agencies_listed',
    help: 'Agencies on the current list.',
    registers,
    collect() {
      this.set(knowledge().listed)
    },
  })
  new Gauge({
    name: 'process_resident_memory_bytes',
    help: 'Resident memory size in bytes.',
    registers,
    collect() {
      this.set(process.memoryUsage.rss())
    },
  })
  const count = (channel: ChannelName) => ({ channel })
  return {
    heard(inbound, result, ms) {
      heard.inc({ ...count(inbound.from.channel), result })
      turn.observe(count(inbound.from.channel), ms / 1000)
    },
    settled({ channel, outcome, why, ms }) {
      settled.inc({ channel, outcome, why: why ?? '' })
      if (outcome === 'sent') delivery.observe({ channel }, ms / 1000)
    },
    status: (channel, status, why) => statuses.inc({ channel, status, why: why ?? '' }),
    campaignSent: ({ channel, outcome }) => campaigns.inc({ channel, outcome }),
    fault: (where) => faults.inc({ where }),
    page: async () => registry.metrics(),
  }
}
