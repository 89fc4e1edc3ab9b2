/** The options, checked once: what cannot work is one sentence that says what to mend. */
import { ConfigError } from '#engine'
import { integer, object, parse } from '../json.ts'
import { type Pace, publishedPace } from './abilities.ts'
import type { Answer } from './failures.ts'
import type { CloudOptions } from './options.ts'

export interface Settings {
  readonly apiRoot: string
  readonly pace: Pace
  /** Longest silence of a call, in ms. */
  readonly answerWithinMs: number
}

/** Throws ConfigError: one sentence that names the setting and never shows a secret. */
export function checkOptions(options: CloudOptions): Settings {
  const { token, phoneId, appSecret, verifyToken, businessId } = options
  if (!/^[\x21-\x7e]{20,}$/.test(token))
    throw new ConfigError(
      'The WhatsApp access token is not one: copy it again from the app’s page into WHATSAPP_CLOUD_TOKEN.',
    )
  if (!/^\d{5,30}$/.test(phoneId))
    throw new ConfigError(
      'WHATSAPP_CLOUD_PHONE_ID must be the id of the number, in digits, as the app’s page shows it; it is not the number.',
    )
  if (!/^[0-9a-f]{32}$/.test(appSecret))
    throw new ConfigError(
      'WHATSAPP_CLOUD_APP_SECRET must be 32 letters a to f and digits: copy the App secret from the app’s basic settings.',
    )
  if (!/^[\x21-\x7e]{8,256}$/.test(verifyToken))
    throw new ConfigError(
      'WHATSAPP_CLOUD_VERIFY_TOKEN must be 8 to 256 letters, digits or signs without spaces, chosen by you.',
    )
  if (businessId !== undefined && !/^\d{5,30}$/.test(businessId))
    throw new ConfigError(
      'WHATSAPP_CLOUD_BUSINESS_ID must be the id of the WhatsApp Business Account, in digits.',
    )
  const apiRoot = (options.apiRoot ?? 'https://graph.facebook.com').replace(/\/+$/, '')
  if (!URL.canParse(apiRoot) || !/^https?:$/.test(new URL(apiRoot).protocol))
    throw new ConfigError('WHATSAPP_CLOUD_API_ROOT must be an http or https address.')
  return {
    apiRoot,
    pace: { ...publishedPace, ...options.pace },
    answerWithinMs: options.answerWithinMs ?? 15_000,
  }
}

/** What an operator can mend, as Meta told it when we first asked for the number; null for what passes by itself. */
export function readConfigError({ status, body }: Answer): ConfigError | null {
  const code = integer(object(object(parse(body))?.error)?.code)
  if (code === 190 || code === 0 || status === 401)
    return new ConfigError(
      'WhatsApp refuses the access token: make a new one for a system user and set WHATSAPP_CLOUD_TOKEN.',
    )
  if (code === 10 || code === 3 || (code !== null && code >= 200 && code <= 299))
    return new ConfigError(
      'The WhatsApp access token may not use this number: give its system user whatsapp_business_messaging and the account.',
    )
  if (code === 100 || code === 33)
    return new ConfigError(
      'WhatsApp knows no number with this id for this token: check WHATSAPP_CLOUD_PHONE_ID.',
    )
  return null
}
