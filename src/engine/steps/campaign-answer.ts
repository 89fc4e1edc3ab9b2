/** What somebody chose under a campaign: counted, thanked for, and led on. */
import { readCampaignMeans } from '../campaign/seen.ts'
import type { Kit } from '../conversation.ts'
import { say } from '../phrases.ts'
import { type Answer, answer, mainMenu } from './answer.ts'

/** `12:0`: the first choice of campaign 12. null: that campaign has no such choice. */
export function answerCampaign(what: string, { known }: Kit): Answer | null {
  const chosen = readCampaignMeans(`campaign:${what}`)
  if (chosen === null) return null
  const latest = known.subscriber?.campaign
  if (latest?.id === chosen.campaign && latest.choices[chosen.choice] === undefined) return null
  return answer({
    intent: 'thanks',
    outcome: 'campaign.answered',
    body: [say('subscribe.answered')],
    choices: mainMenu,
    effects: [{ kind: 'campaign-answer', ...chosen }],
  })
}
