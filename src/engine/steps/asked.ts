/** The steps of the states in which we asked something: the message may be the answer, or anything else. */
import type { Kit, State, Steps } from '../conversation.ts'
import type { AgencyId } from '../ids.ts'
import { plainWords, wordsOf } from '../understand/letters.ts'
import type { Intent } from '../understand.ts'
import { answerAd, decline, file } from './ad.ts'
import { answerChosen, answerName, answerNameUnknown, answerNone } from './agency.ts'
import type { Answer } from './answer.ts'
import { anywhere } from './anywhere.ts'
import { placeTold } from './contacts.ts'
import { answerNewsChoice } from './news.ts'
import { answerPiece } from './piece.ts'
import { askDelete, confirmDelete, keepData } from './privacy.ts'
import { callGuide, heard, help, openTrouble, writeGuide } from './urgent.ts'

/** We asked for a name: a message that is nothing else is one. */
export const nameStep: Steps['agency.name'] = (_state, intent, kit) => {
  if (intent.kind === 'no' || (intent.kind === 'unclear' && isUnknown(intent.text)))
    return answerNameUnknown(kit)
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
  if (intent.kind === 'unclear') {
    const chosen = onlyOneWith(intent.text, state, kit)
    if (chosen !== null) return answerChosen(chosen, kit)
    return answerName(nameIn(intent.text), kit, { signs: [] })
  }
  return anywhere(intent, kit)
}

/** "Gak tau", "lupa", "katanya nanti dikasih tau": there is no name in this. */
function isUnknown(text: string): boolean {
  return /\b(tidak (tahu|tau|ada|punya|disebut\w*|dikasih|hafal|ingat|jelas|mau)|belum (tahu|tau|ada|dikasih|disebut\w*|jelas)|lupa|perorangan|rahasia|dont know|tidak know|no idea|not sure|forgot|kesupen|hilap|nanti)\b/.test(
    plainWords(wordsOf(text)),
  )
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

/** We are helping: the place, a yes or a no, or more of the story. Anything else is answered as itself. */
export const urgentStep: Steps['urgent'] = (_state, intent, kit) => {
  const trouble = openTrouble(kit)
  if (trouble === null || intent.kind === 'danger' || intent.kind === 'choice') return anywhere(intent, kit)
  if (trouble.place === null) {
    const place = placeTold(kit)
    if (place !== null) return help({ ...trouble, place }, kit)
  } else {
    if (intent.kind === 'yes') return callGuide(trouble)
    if (intent.kind === 'no') return writeGuide(trouble, kit)
  }
  return tellsOn(intent, kit) ? heard(trouble, kit) : anywhere(intent, kit)
}

/** More of the story, or "what shall I do now?". */
function tellsOn(intent: Intent, kit: Kit): boolean {
  if (intent.kind === 'topic')
    return intent.topic === 'help' || (intent.topic === 'hotline' && placeTold(kit) === null)
  return intent.kind === 'unclear' || intent.kind === 'unsure'
}

/** We asked whether to pass an advertisement on; more of them, and what happened, may come before the answer. */
export const adStep: Steps['ad.confirm'] = (state, intent, kit) => {
  const tapped = intent.kind === 'choice' ? intent.means : intent.kind
  if (intent.kind === 'ad') return answerAd(intent, kit, state)
  if (intent.kind === 'piece') return answerPiece(intent, state)
  if (tapped === 'yes' || tapped === 'ad:yes') return file(state, kit)
  if (tapped === 'no' || tapped === 'ad:no') return decline()
  const answered = anywhere(intent, kit)
  // A question in between does not take the question back.
  return answered.next.at === 'idle' && intent.kind !== 'membership' ? { ...answered, next: state } : answered
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
