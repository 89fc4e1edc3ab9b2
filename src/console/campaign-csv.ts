/** Tables for spreadsheets, row by row, so that five million of them need no more memory than a page. */
import {
  type CampaignId,
  type ChannelName,
  outcomeOfCode,
  type Receipt,
  type RecipientOutcome,
  receipts,
  settledBy,
  type Variant,
} from '#engine'
import type { Campaigns } from '../../db/campaigns.ts'
import { type Cell, csvLine } from './csv.ts'

export interface RecipientSeen {
  readonly subscriber: number
  readonly channel: ChannelName
  readonly variant: Variant
  readonly outcome: RecipientOutcome
  readonly receipt: Receipt
}

/** Everybody a campaign was planned for, with what became of it. */
export async function* recipientsOf(
  campaigns: Pick<Campaigns, 'chunks'>,
  id: CampaignId,
): AsyncGenerator<RecipientSeen> {
  let after = 0
  for (;;) {
    const chunks = await campaigns.chunks(id, after)
    if (chunks.length === 0) return
    for (const { number, channel, variant, recipients, outcomes, receipts: told } of chunks) {
      after = number
      for (const [place, subscriber] of recipients.entries()) {
        const receipt = receipts[told?.[place] ?? 0] ?? 'none'
        const outcome = settledBy(outcomeOfCode(outcomes[place] ?? 0), receipt)
        yield { subscriber, channel, variant, outcome, receipt }
      }
    }
  }
}

/** Numbers and outcomes: it names nobody. */
export async function* recipientRows(
  campaigns: Pick<Campaigns, 'chunks'>,
  id: CampaignId,
): AsyncGenerator<string> {
  const columns = ['subscriber', 'channel', 'text', 'outcome', 'receipt']
  yield* linesOf(columns, recipientsOf(campaigns, id), (each) => [
    each.subscriber,
    each.channel,
    each.variant,
    each.outcome,
    each.receipt,
  ])
}

/** Lines in pieces of some hundred: one write for each would cost more than the line. */
export async function* linesOf<Row>(
  columns: readonly string[],
  rows: AsyncIterable<Row>,
  cellsOf: (row: Row) => readonly Cell[],
): AsyncGenerator<string> {
  let piece = csvLine(columns)
  for await (const row of rows) {
    piece += csvLine(cellsOf(row))
    if (piece.length < 32_768) continue
    yield piece
    piece = ''
  }
  if (piece !== '') yield piece
}
