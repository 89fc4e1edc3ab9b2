/** A message as it is kept until its sender says whether the officers may have it. */
import type { Kit, PassedOn } from './conversation.ts'
import type { Body } from './inbound.ts'

/** `text` is what it says, where that is known better than from the message alone. */
export function passedOn(
  { inbound, now }: Pick<Kit, 'inbound' | 'now'>,
  text = wordsIn(inbound.body),
): PassedOn {
  const { body, forwarded, passage, at } = inbound
  return {
    text,
    posters: body.kind === 'reading' && body.fingerprint !== null ? [body.fingerprint] : [],
    media: body.kind === 'reading' || body.kind === 'media' ? body.media : null,
    forwarded,
    ...(body.kind === 'card' || body.kind === 'place' ? { told: body.kind } : {}),
    at: { sent: at.toISOString(), received: now.toISOString() },
    ...(passage === undefined ? {} : { passage }),
  }
}

/** What a message says in words, or what can be said of it in words. */
export function wordsIn(body: Body): string {
  switch (body.kind) {
    case 'text':
      return body.text
    case 'media':
      return body.caption
    case 'reading':
      return lines(body.caption, body.text ?? '')
    case 'card':
      return lines(body.name, ...body.phones)
    case 'place':
      return lines(body.name, `${body.latitude}, ${body.longitude}`)
    default:
      return ''
  }
}

const lines = (...parts: readonly string[]): string => parts.filter((part) => part.trim() !== '').join('\n')
