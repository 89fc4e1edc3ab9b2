/** One message of a campaign, one call: free text, made once for all who get the same, or a template. */
import {
  type Adapter,
  type Chunk,
  type DeliveryId,
  type Locale,
  nameOfPlace,
  type SendOutcome,
} from '#engine'
import type { Going, OpenChunk } from './campaign-lane.ts'
import { type CampaignMessage, campaignMessage, campaignTemplate, type Saying } from './campaign-message.ts'

export type CampaignCall = (
  adapter: Adapter,
  open: Pick<OpenChunk, 'chunk' | 'words'>,
  going: Going,
) => Promise<SendOutcome>

/** `onCalled` hears when a call has begun. */
export function createCampaignCall(saying: Saying, onCalled: () => void): CampaignCall {
  const made = new Map<string, CampaignMessage>()

  const messageFor = (
    { name, abilities }: Adapter,
    { chunk, words }: { readonly chunk: Chunk; readonly words: OpenChunk['words'] },
    locale: Locale,
  ): CampaignMessage => {
    const { campaign, variant } = chunk
    const key = `${campaign} ${variant} ${locale} ${name}`
    const message = made.get(key) ?? campaignMessage(words, { variant, locale, abilities }, saying)
    made.set(key, message)
    return message
  }

  return async (adapter, { chunk, words }, { place, to, as }) => {
    const { locale } = to.subscriber
    const address = { channel: adapter.name, chat: to.chat }
    const name = nameOfPlace({ campaign: chunk.campaign, chunk: chunk.number, place })
    const about = { delivery: name as DeliveryId }
    if (as === 'template') {
      const template = campaignTemplate(words.texts, chunk.variant, locale)
      if (template === null || adapter.sendTemplate === undefined)
        return { kind: 'refused', why: 'malformed', detail: 'no template' }
      return adapter.sendTemplate(address, template, about)
    }
    const message = messageFor(adapter, { chunk, words }, locale)
    if (message.kind !== 'message') return { kind: 'refused', why: 'malformed', detail: message.kind }
    const sent = adapter.send(address, message.message, about)
    onCalled()
    return sent
  }
}
