import { describe, expect, it } from 'vitest'
import type { CampaignId, Locale } from '#engine'
import { abilities as telegram } from '../../adapters/telegram/abilities.ts'
import { abilities as cloud } from '../../adapters/whatsapp/cloud/abilities.ts'
import { campaignReply } from '../../db/campaign-shown.ts'
import { campaignMessage } from '../../src/delivery/campaign-message.ts'
import { compose } from '../../src/delivery/compose.ts'
import { fit } from '../../src/delivery/fit.ts'
import { createSpeak, loadWords, speakWritten } from '../../src/words/index.ts'
import { plan, text } from '../kit/campaign-plan.ts'

const speak = createSpeak(loadWords('content'))
const id = '7' as CampaignId
const picture = Buffer.from('iVBORw0KGgo=', 'base64')
const texts = [
  text,
  { ...text, locale: 'su' as Locale, choices: ['Parantos terang', 'Bantosan abdi, punten pisan ayeuna'] },
]

describe('a campaign that an officer is sent as a test', () => {
  for (const [channel, abilities] of Object.entries({ telegram, cloud }))
    for (const [withIt, bytes] of [
      ['a picture', picture],
      ['no picture', null],
    ] as const)
      it(`is on ${channel} with ${withIt} the very message that its recipients get`, () => {
        let compared = 0
        for (const own of texts) {
          const recipients = campaignMessage(
            {
              campaign: { id, values: plan.values },
              texts,
              picture: bytes === null ? null : { bytes, mime: 'image/png' },
            },
            { variant: 'a', locale: own.locale, abilities },
            { speak, speakWritten },
          )
          // More than one message is refused before it is proposed, and before it is tested.
          if (recipients.kind !== 'message') continue
          const shown = { id, status: 'draft', values: plan.values, texts, picture: bytes } as const
          const reply = campaignReply(shown, own, { choices: true })
          const tested = fit(compose(reply, { locale: own.locale, speak, turn: 0 }), abilities)
          expect(tested).toEqual([recipients.message])
          compared++
        }
        expect(compared).toBeGreaterThan(0)
      })

  it('has no choices where a whole channel would press them', () => {
    const shown = { id, status: 'sending', values: plan.values, texts, picture: null } as const
    const reply = campaignReply(shown, text, { choices: false })
    const [post] = fit(compose(reply, { locale: 'id', speak, turn: 0 }), telegram)
    expect(post.buttons).toEqual([])
  })
})
