/** What the Cloud API adapter is given, and what it tells. */
import type { ChannelName } from '#engine'
import type { Pace } from './abilities.ts'
import type { Status } from './status.ts'
import type { TemplateProblem, WantedTemplate } from './templates.ts'

export interface CloudOptions {
  /** Both WhatsApps carry one name, so that moving from one to the other moves no data. */
  readonly channel: ChannelName
  /** Of a system user, with whatsapp_business_messaging. */
  readonly token: string
  /** The number's id with Meta, not the number. */
  readonly phoneId: string
  /** Of the app: what Meta signs its calls with. */
  readonly appSecret: string
  /** Chosen by the operator and entered on Meta's page beside the address. */
  readonly verifyToken: string
  /** Another server than Meta's own. */
  readonly apiRoot?: string
  /** The WhatsApp Business Account's id; without it templates are not checked. */
  readonly businessId?: string
  readonly templates?: readonly WantedTemplate[]
  /** Meta's published pace when absent. */
  readonly pace?: Partial<Pace>
  /** How many different people may be sent templates in 24 moving hours, all numbers of the portfolio together; null: any
   * number; 250 when absent. */
  readonly tier?: number | null
  /** What became of a message; told again whenever Meta tells it again. */
  readonly onStatus: (status: Status) => void
  readonly log: (event: CloudEvent) => void
  /** Longest silence of a call, in ms; 15,000 when absent. */
  readonly answerWithinMs?: number
}

/** What an operator may want to know; no text, no person, no token in any of them. */
export type CloudEvent =
  | { readonly kind: 'started' }
  | { readonly kind: 'stopped' }
  /** A call failed; `code` is Meta's, or the HTTP status, or null when there was no answer. */
  | { readonly kind: 'call-failed'; readonly call: string; readonly code: number | null }
  /** A turn was not committed; Meta will call again. */
  | { readonly kind: 'not-committed'; readonly error: string }
  /** So many calls since this was last told, at most every ten seconds: whoever forges calls must not fill the log. */
  | { readonly kind: 'not-signed'; readonly calls: number }
  /** Meta reports trouble with the account itself. */
  | { readonly kind: 'trouble'; readonly code: number }
  | ({ readonly kind: 'template-missing' } & TemplateProblem)
