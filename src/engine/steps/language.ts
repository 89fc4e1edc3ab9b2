/** Which language we speak: asked, or said at once. */
import type { Locale } from '../ids.ts'
import { say } from '../phrases.ts'
import { type Answer, answer, languages, mainMenu, nowSpeaking } from './answer.ts'

export function answerLanguage(to: Locale | 'ask'): Answer {
  if (to === 'ask')
    return answer({
      intent: 'language',
      outcome: 'language',
      body: [say('language.ask')],
      choices: languages,
    })
  return answer({
    intent: 'language',
    outcome: 'language',
    body: [say(nowSpeaking[to])],
    choices: mainMenu,
    effects: [{ kind: 'locale', locale: to }],
  })
}
