/** What the pages of campaigns need of the other rooms: the real words, limits, links and pictures, on two channels. */
import { join } from 'node:path'
import { type Abilities, type ChannelName, createLinks, type Day } from '#engine'
import { abilities as telegram } from '../../adapters/telegram/abilities.ts'
import { abilities as cloud } from '../../adapters/whatsapp/cloud/abilities.ts'
import type { CampaignPages } from '../../src/console/campaigns.tsx'
import { campaignMessage } from '../../src/delivery/campaign-message.ts'
import { asPicture, createHandouts, loadPieces } from '../../src/handouts/index.ts'
import { loadPlatforms } from '../../src/lists/index.ts'
import { createSpeak, loadWords, speakWritten } from '../../src/words/index.ts'
import { content } from './people.ts'

const channel = (name: string, abilities: Abilities) => ({ name: name as ChannelName, abilities })
const saying = { speak: createSpeak(loadWords(content)), speakWritten }

export const roadForTest: CampaignPages['campaignRoad'] = {
  channels: [channel('telegram', telegram), channel('whatsapp', cloud)],
  alone: 100,
  message: ({ plan, texts, picture }, how) =>
    campaignMessage({ campaign: { id: '1' as never, values: plan.values }, texts, picture }, how, saying),
  links: createLinks(loadPlatforms(join(content, 'platforms.md'))),
  asPicture,
  paces: async () =>
    new Map(
      [channel('telegram', telegram), channel('whatsapp', cloud)].map(({ name, abilities }) => [
        name,
        { perSecond: abilities.bulk?.perSecond ?? 0, perDay: null },
      ]),
    ),
}

export const termsOfChannel = ({ name, abilities }: (typeof roadForTest.channels)[number]) => ({
  name,
  windowMs: abilities.window?.ms ?? null,
})

export const handoutsForTest = createHandouts({
  say: loadPieces(join(content, 'handouts')),
  ways: { telegram: 'TanyaDuluBot', whatsapp: '628118080141' },
  asOf: () => '2026-09-17' as Day,
})
