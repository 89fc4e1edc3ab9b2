/** Something that was passed on and cannot be read here: said kindly, and asked whether the officers may have it. */
import type { State } from '../conversation.ts'
import { say } from '../phrases.ts'
import type { Intent } from '../understand.ts'
import { mostTogether, passOnChoices } from './ad.ts'
import { type Answer, answer, mainMenu } from './answer.ts'

const phraseOf = {
  voice: 'media.voice_passed',
  video: 'media.video_passed',
  picture: 'media.picture_passed',
  file: 'media.file_passed',
  card: 'media.card',
  place: 'media.place',
} as const

/** `waiting`: what waits for the same question. A place says nothing by itself: it is kept beside an advertisement alone. */
export function answerPiece(
  { what, passed }: Extract<Intent, { readonly kind: 'piece' }>,
  waiting: Omit<Extract<State, { readonly at: 'ad.confirm' }>, 'at'> = { ads: [], facts: [] },
): Answer {
  const about = say(phraseOf[what])
  if (what === 'place' && waiting.ads.length === 0)
    return answer({ intent: 'unknown', outcome: 'unclear', body: [about], choices: mainMenu })
  const ads = [...waiting.ads, passed].slice(-mostTogether)
  const question =
    ads.length === 1 ? say('media.ask_pass_on') : say('ad.ask_pass_on_all', { count: String(ads.length) })
  return answer({
    intent: 'report_ad',
    outcome: 'ad.unread',
    body: [about, question],
    choices: passOnChoices,
    next: { at: 'ad.confirm', ads, facts: waiting.facts },
  })
}
