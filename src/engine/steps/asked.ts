/** The steps of the states in which we asked something: the message may be the answer, or anything else. */
import type { Kit, State, Steps } from '../conversation.ts'
import type { AgencyId } from '../ids.ts'
import { say } from '../phrases.ts'
import { isAngry } from '../understand/anger.ts'
import { plainWords, wordsOf } from '../understand/letters.ts'
import { isConsent, ordersReport } from '../understand/small-talk.ts'
import { isSentence } from '../understand/tongue.ts'
import type { Intent } from '../understand.ts'
import { answerAd, askToPassOn, decline, file } from './ad.ts'
import { answerChosen, answerName, answerNameUnknown, answerNone, answerVerdict } from './agency.ts'
import type { Answer } from './answer.ts'
import { anywhere } from './anywhere.ts'
import { answerInTrouble, answerRansom } from './in-trouble.ts'
import { answerNewsChoice } from './news.ts'
import { answerPiece } from './piece.ts'
import { askDelete, confirmDelete, keepData } from './privacy.ts'
import { openTrouble } from './urgent.ts'

/** We asked for a name: a message that is nothing else is one. */
export const nameStep: Steps['agency.name'] = (_state, intent, kit) => {
  if (intent.kind === 'no' || saysUnknown(intent, kit)) return answerNameUnknown(kit)
  if (intent.kind === 'unclear') return answerName(nameIn(intent.text), kit, { signs: [] })
  if (intent.kind === 'name') return answerName(intent.name, kit, intent)
  return anywhere(intent, kit)
}

/** We asked which: a yes or a word that only one of them has is as good as a tap. */
export const whichStep: Steps['agency.which'] = (state, intent, kit) => {
  const [only, second] = state.candidates
  if (intent.kind === 'yes' && only !== undefined && second === undefined) return answerChosen(only, kit)
  if (intent.kind === 'no') return answerNone(state.query, kit)
  if (intent.kind === 'yes') return askAgain(state, kit)
  // "Just answer: is it legal or not!" We asked back, and a new question for a name would be a third.
  if (asksOnly(intent)) return askWhichOnce(state, kit)
  if (intent.kind === 'unclear') {
    const chosen = onlyOneWith(intent.text, state, kit)
    if (chosen !== null) return answerChosen(chosen, kit)
    const judged = kit.knowledge.judge(nameIn(intent.text))
    const noName =
      judged.kind === 'no-name' || (judged.kind === 'unlisted' && isSentence(wordsOf(intent.text)))
    return noName ? askWhichOnce(state, kit) : answerVerdict(judged, kit, { signs: [] })
  }
  return anywhere(intent, kit)
}

/** They have no name to give, in few words or in many. */
function saysUnknown(intent: Intent, { inbound: { body } }: Kit): boolean {
  if (intent.kind === 'unclear') return isUnknown(intent.text)
  const asks = intent.kind === 'topic' && intent.topic === 'agency_check'
  return (
    asks && body.kind === 'text' && /\btidak ada nama\b|\bnama orang\b/.test(plainWords(wordsOf(body.text)))
  )
}

/** "Gak tau", "lupa", "katanya nanti dikasih tau": there is no name in this. */
function isUnknown(text: string): boolean {
  return /\b(tidak (tahu|tau|ada|punya|disebut\w*|dikasih|hafal|ingat|jelas|mau)|belum (tahu|tau|ada|dikasih|disebut\w*|jelas)|lupa|perorangan|rahasia|dont know|tidak know|no idea|not sure|forgot|kesupen|hilap|nanti)\b/.test(
    plainWords(wordsOf(text)),
  )
}

/** The same question again, and no name in it. */
function asksOnly(intent: Intent): boolean {
  if (intent.kind === 'topic') return intent.topic === 'agency_check'
  return intent.kind === 'unclear' && isAngry(plainWords(wordsOf(intent.text)))
}

/** Why we cannot answer yet, and the same choices. */
function askWhichOnce(state: Extract<State, { at: 'agency.which' }>, kit: Kit): Answer {
  const asked = askAgain(state, kit)
  const [reply, ...others] = asked.replies
  if (reply === undefined || asked.outcome !== 'agency.which') return asked
  const names = state.candidates.flatMap((id) => {
    const verdict = kit.knowledge.recall(id)
    return verdict !== null && 'agency' in verdict
      ? [say('agency.candidate', { agency: verdict.agency.name })]
      : []
  })
  return {
    ...asked,
    replies: [{ ...reply, body: [say('agency.which_again', { query: state.query }), ...names] }, ...others],
  }
}

function askAgain(state: Extract<State, { at: 'agency.which' }>, kit: Kit): Answer {
  return answerName(state.query, kit, { signs: [] })
}

/** `yang abadi`: the one candidate whose name has every word typed. */
function onlyOneWith(text: string, state: Extract<State, { at: 'agency.which' }>, kit: Kit): AgencyId | null {
  const typed = plainWords(wordsOf(text))
    .split(' ')
    .filter(
      (word) => !/^(yang|itu|pt|kak|saya|maksud|ya|nama|namanya|the|one|with|dong|ada|pakai|deh)$/.test(word),
    )
  if (typed.length === 0 || typed.length > 4 || typed.some((word) => /^(tidak|bukan|selain|not)$/.test(word)))
    return null
  const fitting = state.candidates.flatMap((id) => {
    const verdict = kit.knowledge.recall(id)
    if (verdict === null || !('agency' in verdict)) return []
    const words = wordsOf(verdict.agency.name)
    return typed.every((word) => words.includes(word)) ? [id] : []
  })
  return fitting.length === 1 ? (fitting[0] ?? null) : null
}

/** `namanya Maju Jaya` → `Maju Jaya`. */
function nameIn(text: string): string {
  return text.replace(
    /^\s*(nama(nya)?|nama pt(nya)?|perusahaan(nya)?|its name is|the name is|it is|it's|its)\s*[:,]?\s+/iu,
    '',
  )
}

/** We asked whether to forget everything: only a clear yes does; anything else is answered as itself. */
export const confirmStep: Steps['privacy.confirm'] = (_state, intent, kit) => {
  if (intent.kind === 'yes') return confirmDelete()
  if (intent.kind === 'no' || intent.kind === 'okay') return keepData()
  if (intent.kind === 'unclear') return changedMind(intent.text) ? keepData() : askDelete()
  return anywhere(intent, kit)
}

/** "Eh gak jadi", "batal deh": a no with words around it. */
function changedMind(text: string): boolean {
  return /\b(tidak (jadi|usah|sido|sios|janten)|batal|jangan|urung|never mind|keep it)\b/.test(
    plainWords(wordsOf(text)),
  )
}

/** We are helping. Anything else is answered as itself, and help goes on afterwards. */
export const urgentStep: Steps['urgent'] = (state, intent, kit) => {
  const trouble = openTrouble(kit)
  if (trouble === null || intent.kind === 'choice') return anywhere(intent, kit)
  if (intent.kind === 'danger') return answerRansom(intent, trouble, kit) ?? anywhere(intent, kit)
  const helped = answerInTrouble(intent, trouble, kit)
  if (helped !== null) return helped
  const answered = anywhere(intent, kit)
  const stays = answered.next.at === 'idle' && intent.kind !== 'membership' && answered.outcome !== 'silent'
  return stays ? { ...answered, next: state } : answered
}

/** We asked whether to pass an advertisement on; more of them, and what happened, may come before the answer. */
export const adStep: Steps['ad.confirm'] = (state, intent, kit) => {
  const tapped = intent.kind === 'choice' ? intent.means : intent.kind
  if (intent.kind === 'ad') return answerAd(intent, kit, state)
  if (intent.kind === 'piece') return answerPiece(intent, state)
  const { body } = kit.inbound
  const raw = body.kind === 'text' ? wordsOf(body.text) : []
  if (tapped === 'ad:yes' || (tapped === 'yes' && isConsent(raw)) || ordersReport(plainWords(raw)))
    return file(state, kit)
  if (tapped === 'no' || tapped === 'ad:no') return decline()
  if (doubts(intent)) return askToPassOn(state, kit)
  const answered = anywhere(intent, kit)
  // A question in between does not take the question back.
  return answered.next.at === 'idle' && intent.kind !== 'membership' ? { ...answered, next: state } : answered
}

/** "Bener ga ini pak?": they ask about the advertisement, and answer nothing. */
function doubts(intent: Intent): boolean {
  if (intent.kind === 'topic') return intent.topic === 'agency_check'
  return intent.kind === 'yes' || intent.kind === 'unclear' || intent.kind === 'okay'
}

/** We asked whether to tell what becomes of a report; whoever says nothing to it is not told. */
export const newsStep: Steps['news.ask'] = (_state, intent, kit) => {
  const { body } = kit.inbound
  const said =
    intent.kind === 'yes' || intent.kind === 'no'
      ? intent.kind
      : body.kind === 'text' && isShared(body.text)
        ? 'shared'
        : null
  return (said === null ? null : answerNewsChoice(said, kit)) ?? anywhere(intent, kit)
}

/** "HP-nya dipakai bareng", "ini HP majikan": the whole message, and not "HP saya diambil majikan". */
function isShared(text: string): boolean {
  return /^((maaf|jangan|tidak|ini|soalnya|karena|saya|cuma|kak|pakai|sorry|this|is|the|my) )*(hp|handphone|ponsel|telepon|phone|wa|nomor)( (ini|saya|kami|is|belongs|to|my))*( (punya|milik|di ?pakai|pakai|pinjam|used|by))*( (bareng|bersama|berdua|gantian|pinjam|pinjaman|majikan|suami|istri|anak|bos|orang|keluarga|shared|borrowed|husband|wife|boss|employer|family))( \w+){0,3}$/.test(
    plainWords(wordsOf(text)),
  )
}
