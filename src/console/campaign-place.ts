/** Where a campaign's own page is. */
import type { CampaignFile } from '../../db/campaigns.ts'
import { base } from './page.ts'

export const placeOf = ({ campaign }: Pick<CampaignFile, 'campaign'>): string =>
  `${base}/campaigns/${campaign.id}`
