/** What a channel would show, as letters, and what the scripted door prints of a turn. */
import {
  type AdSeen,
  type Danger,
  gapBefore,
  type Locale,
  type Markup,
  type Span,
  type Speak,
  type Turn,
  type Verdict,
} from '#engine'
import { abilities as costumes } from '../../../adapters/simulator/abilities.ts'
import { abilities as telegram } from '../../../adapters/telegram/abilities.ts'
import { compose } from '../../delivery/compose.ts'
import { fit } from '../../delivery/fit.ts'
import type { SayChannel } from './line.ts'

const abilities = {
  simulator: costumes.telegram,
  telegram,
  whatsapp: costumes['whatsapp-web'],
} as const satisfies Record<SayChannel, unknown>

export interface ShownReply {
  readonly text: string
  readonly choices: readonly { readonly label: string; readonly token: string }[]
}

/** The messages of a turn as this channel would carry them; the last of a reply has its choices. */
export function showTurn(
  { replies, locale }: Turn,
  how: { readonly speak: Speak; readonly number: number; readonly channel: SayChannel },
): readonly ShownReply[] {
  return replies.flatMap((reply) => {
    const composed = compose(reply, { locale, speak: how.speak, turn: how.number })
    const messages = fit(composed, abilities[how.channel])
    const choices = composed.choices.flatMap((choice) =>
      'token' in choice ? [{ label: choice.label, token: choice.token }] : [],
    )
    return messages.map((message, index) => ({
      text: showMarkup(message.text),
      choices: index === messages.length - 1 ? choices : [],
    }))
  })
}

/** Letters and line breaks; an address stands beside its words. */
export function showMarkup(markup: Markup): string {
  return markup
    .map(
      (block, index) =>
        gapBefore(markup, index) + (block.kind === 'item' ? '- ' : '') + block.spans.map(showSpan).join(''),
    )
    .join('')
}

function showSpan(span: Span): string {
  if (span.kind !== 'link') return span.text
  return span.url === `https://${span.text}` ? span.url : `${span.text} (${span.url})`
}

/** A verdict in the words of the scripted door. */
export interface ShownVerdict {
  readonly kind: Verdict['kind']
  readonly query: string
  readonly name: string | null
  readonly candidates: readonly string[]
  readonly asOf: string
}

export function showVerdict(verdict: Verdict): ShownVerdict {
  return {
    kind: verdict.kind,
    query: verdict.query,
    name: 'agency' in verdict ? verdict.agency.name : null,
    candidates: verdict.kind === 'which' ? verdict.candidates.map(({ agency }) => agency.name) : [],
    asOf: verdict.asOf,
  }
}

/** One line of the scripted door's answer. */
export interface ShownTurn {
  readonly from: string
  readonly intent: string | null
  readonly outcome: string | null
  readonly locale: Locale | null
  readonly urgent?: { readonly kind: Danger }
  readonly topics?: readonly string[]
  readonly verdict: ShownVerdict | null
  readonly verdicts?: readonly ShownVerdict[]
  readonly replies: readonly ShownReply[]
  /** The advertisement that was read, if there was one. */
  readonly ad?: AdSeen & {
    /** Whether a report of it would open a case or join one of this run; null: it shows no sign. */
    readonly case: 'new' | 'known' | null
  }
}
