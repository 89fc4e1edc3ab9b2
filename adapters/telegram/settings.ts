/** The options, checked once: what cannot work is one sentence that says what to mend. */
import { GrammyError } from 'grammy'
import { ConfigError } from '#engine'
import type { TelegramOptions } from './options.ts'
import { addressOf } from './webhook.ts'

export interface Settings {
  readonly token: string
  readonly apiRoot: string
  readonly webhook: { readonly url: string; readonly path: string; readonly secret: string } | null
}

/** Throws ConfigError: one sentence that names the setting and never shows a secret. */
export function checkOptions(options: TelegramOptions): Settings {
  const { token, publicUrl, webhookSecret } = options
  if (!/^\d+:[\w-]+$/.test(token)) {
    throw new ConfigError('The Telegram bot token is not one: copy it again from @BotFather, as 123456:ABC…')
  }
  const apiRoot = (options.apiRoot ?? 'https://api.telegram.org').replace(/\/+$/, '')
  if (!/^https?:$/.test(protocolOf(apiRoot))) {
    throw new ConfigError(
      'The address of the Bot API server is not an http or https address: mend TELEGRAM_API_ROOT.',
    )
  }
  if (webhookSecret !== undefined && !/^[\w-]{1,256}$/.test(webhookSecret)) {
    throw new ConfigError('The Telegram webhook secret must be 1 to 256 letters, digits, "_" and "-".')
  }
  if (publicUrl === undefined) return { token, apiRoot, webhook: null }
  const local = options.apiRoot !== undefined
  if (protocolOf(publicUrl) !== 'https:' && !(local && protocolOf(publicUrl) === 'http:')) {
    throw new ConfigError('PUBLIC_URL must be an https address that Telegram can reach.')
  }
  const { path, secret } = addressOf(token, webhookSecret)
  return { token, apiRoot, webhook: { url: publicUrl.replace(/\/+$/, '') + path, path, secret } }
}

function protocolOf(address: string): string {
  return URL.canParse(address) ? new URL(address).protocol : ''
}

/** What an operator can mend, as Telegram told it at the start; null for what passes by itself. */
export function readConfigError(error: unknown): ConfigError | null {
  if (!(error instanceof GrammyError)) return null
  switch (error.error_code) {
    case 401:
    case 404:
      return new ConfigError(
        `Telegram refuses the bot token (${error.error_code}): copy it again from @BotFather, and check TELEGRAM_API_ROOT if it is set.`,
      )
    case 400:
      return error.method === 'setWebhook'
        ? new ConfigError(
            'Telegram cannot use PUBLIC_URL for its webhook: it must be a public https address on port 443, 80, 88 or 8443.',
          )
        : null
    default:
      return null
  }
}
