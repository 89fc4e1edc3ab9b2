/** What identifies a recruiter in a message, found before its turn begins. */
import type { Ads } from './ad/reading.ts'
import { gather } from './ad/spread.ts'
import type { Indicator } from './case/indicators.ts'
import type { Inbound } from './inbound.ts'
import { wordsIn } from './passed-on.ts'
import type { Knowledge } from './ports.ts'

/** Digits, an account, an address: without any of them there is nothing to look up. */
const mayIdentify = /\d{4}|@\w|:\/\/|\w\.\w{2,}\//
/** From this length on a number may stand there in words. */
const longEnough = 120

/** Identifiers that join reports, those of a question as those of an advertisement; none in a message that has none. */
export function identify(
  { body, forwarded }: Inbound,
  ads: Ads,
  knowledge: () => Knowledge,
): readonly Indicator[] {
  const text = wordsIn(body)
  if (forwarded === 'no' && text.length < longEnough && !mayIdentify.test(gather(text).text)) return []
  const posters = body.kind === 'reading' && body.fingerprint !== null ? [body.fingerprint] : []
  try {
    return ads.read(text, knowledge(), posters).indicators.filter(({ joins }) => joins)
  } catch {
    // The turn meets the same fault, and answers it.
    return []
  }
}
