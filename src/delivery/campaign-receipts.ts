/** What a platform tells of campaign messages afterwards, gathered for a moment: a chunk is then written once for many. */
import { type CampaignLedger, placeNamed, type Told } from '#engine'

export interface CampaignReceipts {
  /** `name` is what the message was sent under; what is of no campaign is not taken. */
  take(told: {
    readonly name: string | null
    readonly kind: 'sent' | 'delivered' | 'read' | 'failed'
    readonly optOut: boolean
  }): void
  start(): void
  /** Writes down what was taken. */
  stop(): Promise<void>
}

const gatheredMs = 500
const receiptOf: Readonly<Record<'sent' | 'delivered' | 'read' | 'failed', Told['receipt']>> = {
  sent: 'accepted',
  delivered: 'delivered',
  read: 'read',
  failed: 'failed',
}

export function createCampaignReceipts(
  ledger: Pick<CampaignLedger, 'receive'>,
  onFault: (error: unknown) => void,
): CampaignReceipts {
  let waiting: Told[] = []
  let writing = Promise.resolve()
  let timer: NodeJS.Timeout | undefined

  async function write(): Promise<void> {
    const told = waiting
    if (told.length === 0) return
    waiting = []
    try {
      await ledger.receive(told)
    } catch (error) {
      onFault(error)
      // What the platform told once it does not tell again.
      waiting.unshift(...told)
    }
  }
  const writeNext = (): void => {
    writing = writing.then(write)
  }

  return {
    take({ name, kind, optOut }) {
      const place = name === null ? null : placeNamed(name)
      if (place !== null) waiting.push({ ...place, receipt: receiptOf[kind], optOut })
    },
    start() {
      timer = setInterval(writeNext, gatheredMs)
    },
    async stop() {
      clearInterval(timer)
      writeNext()
      await writing
    },
  }
}
