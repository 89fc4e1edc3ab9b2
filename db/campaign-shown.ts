/** A campaign as the outbox carries it, where it is no recipient's: to an officer as a test, and in our own channels. */
import type { CampaignId, CampaignStatus, CampaignText, Reply } from '#engine'
import { type Ask, prepared } from './statements.ts'

export interface PostedCampaign {
  readonly id: CampaignId
  readonly status: CampaignStatus['kind']
  readonly values: Readonly<Record<string, string>>
  readonly texts: readonly CampaignText[]
  readonly picture: Buffer | null
}

/** null: there is no such campaign. Two who press at once wait for each other here. */
export async function readToShow(ask: Ask, id: CampaignId): Promise<PostedCampaign | null> {
  const [row] = await ask<Omit<PostedCampaign, 'id'>>(findToShow, [id])
  return row === undefined ? null : { ...row, id }
}

/** As its recipients get it; without its choices where everybody would press the same ones. */
export function campaignReply(
  { id, values, picture }: PostedCampaign,
  { text, choices }: Pick<CampaignText, 'text' | 'choices'>,
  how: { readonly choices: boolean },
): Reply {
  return {
    body: [{ campaign: text, values }],
    campaign: {
      id,
      choices: how.choices ? choices : [],
      picture: picture === null ? null : picture.toString('base64'),
    },
  }
}

const findToShow = prepared(
  'find_campaign_to_show',
  `select c.status, c.values, (select bytes from campaign_pictures p where p.campaign = c.id) as picture,
     coalesce((select json_agg(json_build_object('variant', t.variant, 'locale', t.locale, 'text', t.words,
       'choices', t.choices, 'template', null)) from campaign_texts t where t.campaign = c.id), '[]') as texts
   from campaigns c where c.id = $1::int for no key update`,
)
