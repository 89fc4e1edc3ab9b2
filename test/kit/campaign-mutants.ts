/** Sending with one of its guards taken out: benches that judge it must say that these fail, or they judge nothing. */
import { type CampaignLedger, type Chunk, codeOfOutcome } from '#engine'

export type CampaignMutant =
  /** What is about to be sent is not written down before it is. */
  | 'unwritten'
  /** What a dead process was about to send is sent again. */
  | 'sent-again'
  /** Everybody's consent is read once for a chunk, and the campaign's status too. */
  | 'read-once'

export function mutate(ledger: CampaignLedger, mutant: CampaignMutant | null): CampaignLedger {
  switch (mutant) {
    case null:
      return ledger
    case 'unwritten':
      return {
        ...ledger,
        write: async (chunk, more) => more.beginning.length > 0 || ledger.write(chunk, more),
      }
    case 'sent-again':
      return {
        ...ledger,
        async lease(channel) {
          const chunk = await ledger.lease(channel)
          chunk?.outcomes.forEach((code, place) => {
            if (code === codeOfOutcome('unsure')) chunk.outcomes[place] = codeOfOutcome('waiting')
          })
          return chunk
        },
      }
    case 'read-once':
      return readOnce(ledger)
  }
}

function readOnce(ledger: CampaignLedger): CampaignLedger {
  const read = new Map<string, ReturnType<CampaignLedger['recheck']>>()
  return {
    ...ledger,
    async recheck(chunk: Chunk, recipients) {
      const whole = read.get(chunk.lease) ?? ledger.recheck(chunk, chunk.recipients)
      read.set(chunk.lease, whole)
      const { sending, found } = await whole
      return { sending, found: recipients.map((each) => found[chunk.recipients.indexOf(each)] ?? null) }
    },
  }
}
