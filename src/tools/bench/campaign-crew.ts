/** One process that sends campaigns, as a worker does, and that ends itself where it is told to: for benches that kill.
 * Arguments: JSON of Duty. Prints `ready`. */
import { appendFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Adapter, ChannelName } from '#engine'
import { createTelegram } from '../../../adapters/telegram/index.ts'
import { createWhatsAppCloud } from '../../../adapters/whatsapp/cloud/index.ts'
import { createCampaignLedger } from '../../../db/campaign-ledger.ts'
import { createCampaignPace } from '../../../db/channel-pace.ts'
import { openDatabase } from '../../../db/client.ts'
import { readKeys } from '../../../db/keys.ts'
import { createOpenings } from '../../../db/openings.ts'
import { createSeal } from '../../../db/seal.ts'
import { type CampaignMutant, mutate } from '../../../test/kit/campaign-mutants.ts'
import { createCampaignSender, type SendingStep } from '../../delivery/campaigns.ts'
import { speakWritten } from '../../words/index.ts'

export interface Duty {
  readonly url: string
  readonly telegram: { readonly root: string; readonly token: string; readonly perSecond: number } | null
  readonly cloud: {
    readonly root: string
    readonly token: string
    readonly phoneId: string
    readonly perSecond: number
  } | null
  /** Dies of a -9 when it comes to this step for so many times. */
  readonly dies: { readonly at: SendingStep; readonly after: number } | null
  readonly mutant: CampaignMutant | null
  /** A line is added to this file for each call of which the platform left open whether it arrived. */
  readonly openAnswers?: string
}

/** Keys of every bench: whoever makes subscribers must seal as these processes open. */
export const benchSeal = createSeal(
  readKeys({
    identity: Buffer.alloc(32, 1).toString('base64'),
    sealing: `1:${Buffer.alloc(32, 2).toString('base64')}`,
  }),
)
export const telegram = 'telegram' as ChannelName
export const whatsapp = 'whatsapp' as ChannelName

export function adaptersOf({ telegram: bot, cloud }: Pick<Duty, 'telegram' | 'cloud'>): readonly Adapter[] {
  const log = (): void => {}
  return [
    ...(bot === null
      ? []
      : [
          createTelegram({
            token: bot.token,
            apiRoot: bot.root,
            campaignPerSecond: bot.perSecond,
            commands: {},
            log,
          }),
        ]),
    ...(cloud === null
      ? []
      : [
          createWhatsAppCloud({
            channel: whatsapp,
            token: cloud.token,
            phoneId: cloud.phoneId,
            appSecret: '0'.repeat(32),
            verifyToken: 'never-asked',
            apiRoot: cloud.root,
            pace: { perSecond: cloud.perSecond },
            tier: null,
            onStatus: () => {},
            log,
          }),
        ]),
  ]
}

async function work(duty: Duty): Promise<void> {
  const { pool, close } = await openDatabase({ url: duty.url, folder: '' })
  let left = duty.dies?.after ?? 0
  const sender = createCampaignSender({
    ledger: mutate(createCampaignLedger({ pool, seal: benchSeal }), duty.mutant),
    pace: createCampaignPace(pool),
    openings: createOpenings({ pool, seal: benchSeal }),
    adapters: adaptersOf(duty),
    saying: { speak: () => [], speakWritten },
    now: () => new Date(),
    onSent({ outcome }) {
      // At once, and not when it ends: it may be killed.
      if (outcome === 'unsure' && duty.openAnswers !== undefined) appendFileSync(duty.openAnswers, 'unsure\n')
    },
    onFault: () => {},
    onStep(step) {
      if (step === duty.dies?.at && left-- <= 1) process.kill(process.pid, 'SIGKILL')
    },
  })
  sender.start()
  process.stdout.write('ready\n')
  const leave = async (): Promise<void> => {
    await sender.stop()
    await close()
    process.exit(0)
  }
  process.on('SIGTERM', () => void leave())
  // It lives no longer than whoever started it.
  process.stdin.resume().on('end', () => process.exit(0))
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await work(JSON.parse(process.argv[2] ?? '{}') as Duty)
