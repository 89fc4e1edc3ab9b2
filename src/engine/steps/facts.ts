/** What somebody tells about what they passed on: they paid, a friend left, somebody is held. It is added to their
 * report, whose case it raises, and they hear what helps now. */
import { type Fact, readFacts } from '../case/facts.ts'
import type { Kit, State } from '../conversation.ts'
import { say } from '../phrases.ts'
import type { Reply, Wording } from '../reply.ts'
import { plainWords, wordsOf } from '../understand/letters.ts'
import type { Intent, Topic } from '../understand.ts'
import { type Answer, answer, choice } from './answer.ts'

/** What is told so long after a report is about that report, in ms: two weeks. */
const aboutItMs = 14 * 24 * 3_600_000

/** The answer, with what was told about a report that waits for a yes or was filed of late. */
export function withFacts(answered: Answer, intent: Intent, kit: Kit): Answer {
  const facts = factsIn(intent, kit)
  if (facts.length === 0) return answered
  const { state } = kit.known
  if (state.at === 'ad.confirm' && answered.next.at === 'ad.confirm') {
    const next: State = { ...answered.next, facts: [...new Set([...state.facts, ...facts])] }
    return { ...helped(answered, intent, [...helpFor(facts), say('ad.ask_pass_on')]), next }
  }
  const [latest] = kit.known.reports
  if (latest === undefined || kit.now.getTime() - latest.at.getTime() > aboutItMs)
    return facts.includes('money-sent') && isLost(intent, kit) ? moneyGone(answered, intent) : answered
  const told = helped(answered, intent, [
    ...helpFor(facts),
    say('ad.facts_added', { number: String(latest.number) }),
  ])
  return { ...told, effects: [...told.effects, { kind: 'add-facts', number: latest.number, facts }] }
}

/** Money is gone and nothing was passed on yet: the bank first, then what it was paid for. */
function moneyGone(answered: Answer, intent: Intent): Answer {
  const told = helped(answered, intent, [say('report.money_gone'), say('report.money_tell')])
  return told.outcome === 'report.added' ? { ...told, outcome: 'help', next: { at: 'report.tell' } } : told
}

/** Paid to somebody who offers work, as far as the words tell: not to a bank, a school or the family at home. */
function isLost(intent: Intent, { inbound: { body } }: Kit): boolean {
  const text = body.kind === 'text' ? body.text : ''
  const plain = plainWords(wordsOf(text))
  if (
    /\b(rumah|keluarga|kampung|sekolah|kontrakan|kos|kost|bpjs|asuransi|spp|cicilan|home|family|school|rent)\b/.test(
      plain,
    )
  )
    return false
  if (intent.kind === 'topic') return paidAbout.has(intent.topic)
  return intent.kind === 'unclear' || intent.kind === 'unsure'
}

const paidAbout: ReadonlySet<Topic> = new Set([
  'report_ad',
  'report_status',
  'agency_check',
  'learn.costs',
  'learn.scams',
  'help',
])

/** In a person's own words alone. */
function factsIn(intent: Intent, { inbound: { body, forwarded } }: Kit): readonly Fact[] {
  if (forwarded !== 'no' || noWords.has(intent.kind)) return []
  const text = body.kind === 'text' ? body.text : body.kind === 'media' ? body.caption : ''
  return readFacts(plainWords(wordsOf(text)), intent.kind === 'danger' ? intent.danger : null)
}

const noWords: ReadonlySet<Intent['kind']> = new Set(['ad', 'choice', 'stale', 'membership', 'language'])

function helpFor(facts: readonly Fact[]): readonly Wording[] {
  return facts.flatMap((fact) => {
    if (fact === 'money-sent') return [say('report.money_gone')]
    if (fact === 'left') return [say('ad.someone_left')]
    return fact === 'leaves-soon' ? [say('ad.leaves_soon')] : []
  })
}

/** Instead of an answer to something else, but behind help in danger and behind a verdict. */
function helped(answered: Answer, intent: Intent, lines: readonly Wording[]): Answer {
  const [first, ...more] = lines
  const last = answered.replies.at(-1)
  if (first === undefined || last === undefined || answered.outcome === 'officer') return answered
  if (intent.kind === 'danger' || intent.kind === 'agencies' || intent.kind === 'name') {
    // What was told in danger is only noted there: its help is in the answer already.
    const added: readonly Wording[] = intent.kind === 'danger' ? lines.slice(-1) : lines
    const longer: Reply = { ...last, body: [...last.body, ...added] }
    return { ...answered, replies: [...answered.replies.slice(0, -1), longer] }
  }
  return {
    ...answer({
      intent: 'report_ad',
      outcome: 'report.added',
      body: [first, ...more],
      choices: [
        ...(answered.next.at === 'ad.confirm'
          ? [choice('ad:yes', 'choices.pass_on'), choice('ad:no', 'choices.do_not')]
          : []),
        choice('menu:help', 'choices.get_help'),
      ],
    }),
    effects: answered.effects,
  }
}
