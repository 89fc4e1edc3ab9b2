/** What a tap does. `means` is complete in itself, so that an old button still means what it said. */
import type { Kit } from '../conversation.ts'
import { type AgencyId, locales } from '../ids.ts'
import { say } from '../phrases.ts'
import { answerAdChoice } from './ad.ts'
import { answerChosen, answerName, answerNone, askName } from './agency.ts'
import { type Answer, answer, mainMenu } from './answer.ts'
import { answerCampaign } from './campaign-answer.ts'
import { answerContact, answerHelpMenu } from './contact.ts'
import { answerLanguage } from './language.ts'
import { answerBefore, answerLearn, answerLesson, answerPhase, answerPhases, isLearnTopic } from './learn.ts'
import { answerNewsChoice } from './news.ts'
import { answerExport, askDelete, confirmDelete, keepData } from './privacy.ts'
import { answerProfileChoice } from './profile.ts'
import { answerShare } from './share.ts'
import { answerSubscribeChoice } from './subscribe.ts'
import { answerStopChoice } from './unsubscribe.ts'
import { answerUrgentChoice } from './urgent.ts'

export function answerChoice(means: string, kit: Kit): Answer {
  const colon = means.indexOf(':')
  const what = means.slice(0, colon === -1 ? means.length : colon)
  const rest = colon === -1 ? '' : means.slice(colon + 1)
  switch (what) {
    case 'agency':
      return answerChosen(rest as AgencyId, kit)
    case 'none':
      return answerNone(rest, kit)
    case 'name':
      return answerName(rest, kit, { signs: [] })
    case 'menu':
      return answerMenu(rest, kit)
    case 'topic':
      return isLearnTopic(rest) ? answerLearn(rest) : answerOldButton()
    case 'lesson': {
      const [name = '', page = ''] = rest.split(':')
      return answerLesson(name, Number(page)) ?? answerOldButton()
    }
    case 'phase':
      return rest === 'leaving' || rest === 'at_work' || rest === 'returning'
        ? answerPhase(rest, kit)
        : answerOldButton()
    case 'share':
      return answerShare(rest, kit) ?? answerOldButton()
    case 'lang': {
      const locale = locales.find((each) => each === rest)
      return locale === undefined ? answerOldButton() : answerLanguage(locale)
    }
    case 'ad':
      return answerAdChoice(rest) ?? answerOldButton()
    case 'news':
      return answerNewsChoice(rest, kit) ?? answerOldButton()
    case 'subscribe':
      return answerSubscribeChoice(rest, kit) ?? answerOldButton()
    case 'stop':
      return answerStopChoice(rest, kit) ?? answerOldButton()
    case 'profile':
      return answerProfileChoice(rest, kit) ?? answerOldButton()
    case 'campaign':
      return answerCampaign(rest, kit) ?? answerOldButton()
    case 'privacy':
      return answerPrivacy(rest, kit)
    case 'urgent':
      return answerUrgentChoice(rest, kit) ?? answerOldButton()
    default:
      return answerOldButton()
  }
}

/** A button we no longer know: said kindly, with what can be done now. */
export function answerOldButton(): Answer {
  return answer({
    intent: 'help',
    outcome: 'old-button',
    body: [say('common.old_button')],
    choices: mainMenu,
  })
}

function answerMenu(which: string, kit: Kit): Answer {
  switch (which) {
    case 'check':
      return askName(kit)
    case 'before':
      return answerBefore()
    case 'learn':
      return answerPhases()
    case 'cheated':
      return answerContact('report_ad', kit)
    case 'help':
      return answerHelpMenu(kit)
    default:
      return answerOldButton()
  }
}

function answerPrivacy(what: string, kit: Kit): Answer {
  switch (what) {
    case 'delete':
      return askDelete()
    case 'delete-yes':
      return confirmDelete()
    case 'delete-no':
      return keepData()
    case 'export':
      return answerExport(kit)
    default:
      return answerOldButton()
  }
}
