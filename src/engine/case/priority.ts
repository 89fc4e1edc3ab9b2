/** How soon a case is looked at: by the harm that is happening, with the reasons. */

/** What is known of a case. People are counted, not messages. */
export interface Harm {
  /** Somebody is held, beaten or cannot leave. */
  readonly captive: boolean
  /** When money was sent last, as a reporter said. */
  readonly moneySentAt: Date | null
  /** When somebody is said to leave. */
  readonly leavesAt: Date | null
  /** Somebody has left with them, as a reporter said. */
  readonly left: boolean
  /** Somebody under 18. */
  readonly child: boolean
  /** Names of signs found in its reports. */
  readonly signs: ReadonlySet<string>
  /** How many different people reported, as `weighPeople` counts them. */
  readonly people: number
  readonly waitingSince: Date
  /** Something of a recruiter who was taken down was seen again. */
  readonly reborn: boolean
}

export type PriorityReason =
  | 'captive'
  | 'money-just-sent'
  | 'leaves-soon'
  | 'left'
  | 'child'
  | 'trafficking-pattern'
  | 'reborn'
  | 'money-sent'
  | 'many-people'
  | 'grave-signs'
  | 'waiting-long'

export interface Priority {
  /** Higher is sooner. */
  readonly rank: number
  /** Gravest first. */
  readonly because: readonly PriorityReason[]
}

/** A bank can stop money that was sent less than this ago: IASC asks for reports within 12 hours. In ms. */
const stoppable = 12 * 3_600_000
const day = 24 * 3_600_000
/** People from whom on a case reaches many. */
const many = 5
const patterns = ['scam_compound', 'organ_or_bride', 'passport_held', 'night_work']
const grave = [
  'wrong_visa',
  'side_way',
  'closed_destination',
  'gambling_work',
  'firm_gone',
  'poses_as_state',
  'child',
]

/** Captivity comes before all else, then money that can still be stopped. */
export function prioritise(harm: Harm, now: Date): Priority {
  const since = (then: Date | null) =>
    then === null ? Number.POSITIVE_INFINITY : now.getTime() - then.getTime()
  const sent = since(harm.moneySentAt)
  const leavesIn = -since(harm.leavesAt)
  const rules: readonly (readonly [PriorityReason, number, boolean])[] = [
    ['captive', 4000, harm.captive],
    ['money-just-sent', 1920, sent >= 0 && sent < stoppable],
    ['leaves-soon', 960, leavesIn > -day && leavesIn < 3 * day],
    ['left', 480, harm.left],
    ['child', 240, harm.child],
    ['trafficking-pattern', 120, patterns.some((name) => harm.signs.has(name))],
    ['reborn', 60, harm.reborn],
    ['money-sent', 30, sent >= stoppable && sent !== Number.POSITIVE_INFINITY],
    ['many-people', 15, harm.people >= many],
    ['grave-signs', 7, grave.some((name) => harm.signs.has(name))],
    ['waiting-long', 3, since(harm.waitingSince) > 3 * day],
  ]
  const because = rules.filter(([, , holds]) => holds)
  return {
    rank: because.reduce((total, [, points]) => total + points, 0),
    because: because.map(([reason]) => reason),
  }
}

/** Those who came to report count a quarter, and together no more than two: a hundred accounts made today push no firm
 * past review. Whoever was known before counts whole. */
export function weighPeople({ known, fresh }: { readonly known: number; readonly fresh: number }): number {
  return known + Math.min(2, fresh / 4)
}
