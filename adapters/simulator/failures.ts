/** When the phone refuses a message: as strict as the platform whose costume it wears, so that trying finds faults. */
import { type Abilities, type Fitted, plainText, type SendOutcome } from '#engine'
import { canOpen } from './markup.ts'

type Refused = Extract<SendOutcome, { readonly kind: 'refused' }>

/** What the hub knows of a chat that may keep a message from it. */
export interface Standing {
  readonly blocked: boolean
  /** When the person last wrote; null when this process has not heard them. */
  readonly heardAt: Date | null
}

/** An address that this page could have made: `p-…` a person, `g-…` a group. */
export const chatPattern = /^[pg]-[A-Za-z0-9-]{8,48}$/

/** null: nothing is in the way. */
export function failure(
  message: Fitted,
  {
    abilities,
    chat,
    standing,
    now,
  }: Readonly<{ abilities: Abilities; chat: string; standing: Standing; now: Date }>,
): Refused | null {
  if (!chatPattern.test(chat)) return refused('no-such-chat', 'chat not found')
  if (standing.blocked) return refused('blocked', 'the person has blocked the bot')
  const unfit = misfit(message, abilities)
  if (unfit !== null) return refused('malformed', unfit)
  const { window } = abilities
  if (
    window !== null &&
    standing.heardAt !== null &&
    now.getTime() - standing.heardAt.getTime() > window.ms
  ) {
    return refused('window-closed', 'more than 24 hours since the last message')
  }
  return null
}

function misfit({ text, buttons, image }: Fitted, abilities: Abilities): string | null {
  const { length } = plainText(text)
  const limit = image === null ? abilities.textLimit : abilities.captionLimit
  if (length === 0 && image === null) return 'message text is empty'
  if (length > limit) return `text has ${length} of at most ${limit} letters`
  if (image !== null && !abilities.images) return 'pictures are not possible here'
  if (buttons.length === 0) return null
  if (abilities.buttons === null) return 'buttons are not possible here'
  const { most, labelLimit, links, textLimit } = abilities.buttons
  if (textLimit !== undefined && (length > textLimit || image !== null))
    return `a message with buttons has no picture, and at most ${textLimit} letters`
  if (buttons.length > most) return `${buttons.length} of at most ${most} buttons`
  for (const button of buttons) {
    if (button.label.length === 0 || button.label.length > labelLimit) {
      return `a button's label has ${button.label.length} of 1 to ${labelLimit} letters`
    }
    if ('url' in button && !links) return 'a button cannot open an address here'
    if ('url' in button && !canOpen(button.url)) return 'a button opens an address that is none'
  }
  return null
}

function refused(why: Refused['why'], detail: string): Refused {
  return { kind: 'refused', why, detail }
}
