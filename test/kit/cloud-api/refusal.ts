/** How the Graph API says no: an HTTP status and an error object, with Meta's titles (Cloud API, "Error codes"). */

export interface RefusalBody {
  readonly message: string
  readonly type: string
  readonly code: number
  readonly error_data?: { readonly messaging_product: 'whatsapp'; readonly details: string }
  readonly error_subcode?: number
  readonly is_transient?: boolean
  readonly fbtrace_id: string
}

/** Thrown anywhere inside a call; the server writes it as Meta would. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number
  readonly code: number
  readonly title: string
  readonly details: string | null

  constructor(status: number, code: number, title: string, details: string | null = null) {
    super(`(#${code}) ${title}`)
    this.status = status
    this.code = code
    this.title = title
    this.details = details
  }
}

/** HTTP status and title of each code. */
const table: Readonly<Record<number, readonly [status: number, title: string, details: string]>> = {
  1: [400, 'API Unknown', 'Invalid request or possible server error.'],
  2: [503, 'API Service', 'Temporary due to downtime or due to being overloaded.'],
  4: [400, 'Application request limit reached', 'The app has reached its API call rate limit.'],
  368: [403, 'Temporarily blocked for policies violations', 'The account was restricted.'],
  80007: [400, 'Rate limit issues', 'The WhatsApp Business Account has reached its rate limit.'],
  130429: [
    400,
    'Rate limit hit',
    'Message failed to send because there were too many messages sent from this phone number in a short period of time',
  ],
  130472: [
    400,
    "User's number is part of an experiment",
    'Failed to send message because this user’s phone number is part of an experiment',
  ],
  130497: [403, 'Business account is restricted from messaging users in this country.', ''],
  131000: [500, 'Something went wrong', 'Message failed to send due to an unknown error.'],
  131005: [403, 'Access denied', 'Permission is either not granted or has been removed.'],
  131008: [400, 'Required parameter is missing', 'The request is missing a required parameter.'],
  131009: [400, 'Parameter value is not valid', 'One or more parameter values are invalid.'],
  131016: [503, 'Service unavailable', 'A service is temporarily unavailable.'],
  131021: [400, 'Recipient cannot be sender', 'Sender and recipient phone number is the same.'],
  131026: [400, 'Message undeliverable', 'Message Undeliverable.'],
  131030: [400, 'Recipient phone number not in allowed list', 'Add recipient phone number to recipient list'],
  131031: [403, 'Account has been locked', 'Business Account has been restricted or disabled.'],
  131042: [402, 'Business eligibility payment issue', 'There was an error related to your payment method.'],
  131047: [
    400,
    'Re-engagement message',
    'Message failed to send because more than 24 hours have passed since the customer last replied to this number.',
  ],
  131048: [
    400,
    'Spam rate limit hit',
    'Message failed to send because there are restrictions on how many messages can be sent from this phone number.',
  ],
  131049: [
    400,
    'This message was not delivered to maintain healthy ecosystem engagement.',
    'In order to maintain a healthy ecosystem engagement, the message failed to be delivered.',
  ],
  131050: [
    400,
    'Unable to deliver the message. This recipient has chosen to stop receiving marketing messages on WhatsApp from your business',
    '',
  ],
  131051: [501, 'Unsupported message type', 'Message type is not currently supported.'],
  131052: [400, 'Media download error', 'Unable to download the media sent by the user.'],
  131053: [400, 'Media upload error', 'Unable to upload the media used in the message.'],
  131056: [
    400,
    '(Business Account, Consumer Account) pair rate limit hit',
    'Message failed to send because there were too many messages sent from this phone number to the same phone number in a short period of time.',
  ],
  131057: [500, 'Account in maintenance mode', 'Business Account is in maintenance mode'],
  132000: [400, 'Number of parameters does not match the expected number of params', ''],
  132001: [404, 'Template name does not exist in the translation', ''],
  132015: [400, 'Template is Paused', 'Template is paused due to low quality'],
  133010: [
    400,
    'Phone number Not Registered',
    'Phone number not registered on the Whatsapp Business Platform.',
  ],
  133016: [400, 'Account register deregister rate limit exceeded', ''],
}

export function refuse(code: number, details?: string): Refusal {
  const [status, title, usual] = table[code] ?? [400, 'Unknown', '']
  return new Refusal(status, code, title, details ?? usual)
}

/** "Invalid parameter": what is not documented is not accepted. */
export const invalid = (words: string): Refusal => new Refusal(400, 100, words)
export const badToken = (): Refusal =>
  new Refusal(401, 190, 'Invalid OAuth access token - Cannot parse access token')
export const noObject = (id: string): Refusal =>
  new Refusal(
    400,
    100,
    `Unsupported request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation`,
  )

let traces = 0

export function bodyOf({ code, title, details }: Refusal): { readonly error: RefusalBody } {
  return {
    error: {
      message: code === 190 ? title : `(#${code}) ${title}`,
      type: 'OAuthException',
      code,
      ...(details === null ? {} : { error_data: { messaging_product: 'whatsapp', details } }),
      fbtrace_id: `A${(++traces).toString(36).padStart(4, '0')}StandInTrace`,
    },
  }
}
