/** Freezing the audience of a campaign: how long it takes, and how much it keeps for each recipient before and after. */
import { codeOfOutcome } from '#engine'
import { telegram } from './campaign-crew.ts'
import { officer, openStage, text } from './campaign-stage.ts'
import { type Bench, figure } from './form.ts'
import { onScratchDatabase } from './scratch.ts'

const recipients = Number(process.env['CAMPAIGN_RECIPIENTS'] ?? 1_000_000)

export const bench: Bench = {
  name: 'plan',
  run: () =>
    onScratchDatabase(async (url) => {
      const stage = await openStage(url, { channel: telegram, count: recipients })
      const { pool } = stage.client
      const sizeOf = async (tables: readonly string[]): Promise<number> => {
        const { rows } = await pool.query<{ bytes: number }>(
          'select sum(pg_total_relation_size(name::regclass))::float8 as bytes from unnest($1::text[]) as name',
          [tables],
        )
        return rows[0]?.bytes ?? Number.NaN
      }
      const kept = ['campaign_chunks', 'latest_campaigns', 'campaigns', 'campaign_texts']
      await pool.query('vacuum analyze subscribers')
      const stored = await sizeOf(['subscribers'])
      const plans: number[] = []
      const bytes: number[] = []
      for (let run = 0; run < 3; run++) {
        const empty = await sizeOf(kept)
        const id = await stage.campaigns.create({ ...planOf, name: `plan ${run}` }, [text], officer)
        await stage.campaigns.move(id, { kind: 'propose', by: officer })
        const began = performance.now()
        await stage.campaigns.begin()
        plans.push(performance.now() - began)
        bytes.push(((await sizeOf(kept)) - empty) / recipients)
      }
      const before = await sizeOf(kept)
      // As a worker leaves it: each chunk written a few times, each recipient's latest campaign, receipts of all.
      for (let part = 1; part <= 5; part++)
        await pool.query(
          `update campaign_chunks set outcomes = decode(repeat(lpad(to_hex($1::int), 2, '0'), length(outcomes)), 'hex'),
             receipts = decode(repeat('03', length(outcomes)), 'hex') where campaign = 1`,
          [codeOfOutcome('sent')],
        )
      await pool.query(
        'insert into latest_campaigns (subscriber, campaign, at) select id, 1, now() from subscribers',
      )
      const after = (bytes[0] ?? 0) + ((await sizeOf(kept)) - before) / recipients
      await stage.client.close()
      const reference = {
        recipients,
        subscribersMiBPer100k: Number((((stored / recipients) * 100_000) / 2 ** 20).toPrecision(3)),
      }
      return [
        figure({ name: 'planned in', unit: 'ms', target: 2_000, better: 'lower', values: plans, reference }),
        figure({
          name: 'kept for a recipient before sending',
          unit: 'bytes',
          target: 16,
          better: 'lower',
          values: bytes,
          reference,
        }),
        figure({
          name: 'kept for a recipient after sending',
          unit: 'bytes',
          target: 96,
          better: 'lower',
          values: [after],
          reference,
        }),
      ]
    }),
}

const planOf = {
  topic: 'scam-alerts',
  audience: {
    channels: [],
    locales: [],
    provinces: [],
    countries: [],
    phases: [],
    seenWithinDays: null,
    without: [],
  },
  hours: null,
  capDays: 0,
  startAt: null,
  values: {},
} as const
