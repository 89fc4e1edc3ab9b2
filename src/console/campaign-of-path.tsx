/** Pages about one campaign, the one that their path names. */
import { type CampaignId, locales, variants } from '#engine'
import type { CampaignFile, Campaigns } from '../../db/campaigns.ts'
import type { Draft } from './campaign-form.ts'
import type { Answer, SignedPage, SignedVisit } from './page.ts'
import { messagePage } from './views.tsx'

/** A page that says so when there is no such campaign. */
export function on<Kit extends { readonly campaigns: Campaigns }>(
  kit: Kit,
  answer: (visit: SignedVisit, file: CampaignFile, kit: Kit) => Promise<Answer>,
): SignedPage['answer'] {
  return async (visit) => {
    const id = visit.params['id'] ?? ''
    const file = /^[1-9]\d{0,8}$/.test(id) ? await kit.campaigns.read(id as CampaignId) : null
    return file === null ? lost(visit) : answer(visit, file, kit)
  }
}

export const lost = (visit: SignedVisit): Answer => ({
  kind: 'page',
  title: visit.t('campaign_lost'),
  body: messagePage(visit, 'campaign_lost'),
  status: 404,
})

/** Texts as they are written and read: A before B, Indonesian first. */
export const draftOf = ({ campaign, texts }: CampaignFile): Draft => ({
  plan: campaign,
  texts: variants.flatMap((variant) =>
    locales.flatMap(
      (locale) => texts.find((text) => text.variant === variant && text.locale === locale) ?? [],
    ),
  ),
})
