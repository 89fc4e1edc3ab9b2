/** What the interface offers, as OpenAPI 3.1: machines read it at /docs/openapi.json, and people as a page made from it. */
import { pace } from '../../db/tokens.ts'

const moment = { type: ['string', 'null'], format: 'date-time', description: 'UTC' } as const
const count = { type: 'integer', minimum: 0 } as const
const id = { type: 'string', format: 'uuid' } as const

const schemas = {
  Case: {
    type: 'object',
    description: 'One recruiter, as far as reports about it could be joined. Nothing here names a person.',
    properties: {
      id,
      status: { enum: ['waiting', 'claimed', 'proposed', 'decided'] },
      finding: {
        enum: ['illegal-recruitment', 'no-violation', 'unproven', null],
        description: 'Only of a decided case. Calling it illegal takes two officers.',
      },
      opened_at: moment,
      decided_at: moment,
      reports: count,
      people: { ...count, description: 'Different people who reported' },
      takedowns: count,
    },
  },
  Takedown: {
    type: 'object',
    description: 'What one recipient was asked to remove. The address itself is not told.',
    properties: {
      id,
      case_id: id,
      kind: { type: 'string', description: 'link, account, …' },
      platform: { type: ['string', 'null'] },
      recipient: { type: 'string' },
      class: { type: ['string', 'null'], description: 'How many hours the recipient has' },
      status: {
        type: 'string',
        description: 'drafted, approved, sent, acknowledged, removed, refused, back',
      },
      created_at: moment,
      approved_at: moment,
      sent_at: moment,
      due_at: moment,
      acknowledged_at: moment,
    },
  },
  Counts: {
    type: 'object',
    properties: {
      month: { type: 'string', description: '2026-11, in western Indonesia’s time' },
      cases_opened: count,
      cases_decided: count,
      illegal_recruitment: count,
      takedowns_sent: count,
    },
  },
} as const

const paging = [
  { name: 'after', in: 'query', schema: id, description: '`next` of the page before' },
  {
    name: 'limit',
    in: 'query',
    schema: { type: 'integer', minimum: 1, maximum: 500, default: 100 },
    description: 'Rows of a page',
  },
] as const

function answer(schema: keyof typeof schemas, many: 'page' | 'list' | 'one') {
  const one = { $ref: `#/components/schemas/${schema}` }
  const rows = { type: 'array', items: one }
  const next = {
    type: ['string', 'null'],
    description: 'Ask again with `after`; null: this was the last page',
  }
  const body =
    many === 'one'
      ? one
      : { type: 'object', properties: many === 'page' ? { items: rows, next } : { items: rows } }
  return {
    200: { description: 'OK', content: { 'application/json': { schema: body } } },
    401: { description: 'No token, or one that is unknown, revoked or past its day' },
    403: { description: 'This token may not read that' },
    429: {
      description: `This token asked too often: ${pace.atOnce} questions at once, and then one each ${pace.eachMs} ms, are answered`,
      headers: {
        'Retry-After': { schema: { type: 'integer', minimum: 1 }, description: 'Seconds to wait' },
      },
    },
    ...(many === 'one' ? { 404: { description: 'Your organisation has no such case' } } : {}),
  }
}

/** One path of the interface: `scope` is what a token must be allowed to read. */
export const paths = {
  '/api/v1/cases': {
    scope: 'cases',
    summary: 'Cases of your organisation, by id',
    parameters: paging,
    responses: answer('Case', 'page'),
  },
  '/api/v1/cases/{id}': {
    scope: 'cases',
    summary: 'One case',
    parameters: [{ name: 'id', in: 'path', required: true, schema: id, description: 'Its id' }],
    responses: answer('Case', 'one'),
  },
  '/api/v1/takedowns': {
    scope: 'takedowns',
    summary: 'Takedowns of your organisation’s cases, by id',
    parameters: paging,
    responses: answer('Takedown', 'page'),
  },
  '/api/v1/counts': {
    scope: 'counts',
    summary: 'Counts of each month, the newest first',
    parameters: [],
    responses: answer('Counts', 'list'),
  },
} as const

/** `origin`: where this program is reached. */
export function describeApi(origin: string): object {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tanya Dulu',
      version: '1',
      description:
        'Read access for the systems of an organisation. An admin makes a token in the console; send it as `Authorization: Bearer TOKEN`. Whoever asks too often is answered 429, with the seconds to wait in `Retry-After`.',
    },
    servers: [{ url: origin }],
    security: [{ token: [] }],
    paths: Object.fromEntries(
      Object.entries(paths).map(([path, { scope, ...get }]) => [
        path,
        { get: { ...get, description: `The token must be allowed to read: ${scope}.` } },
      ]),
    ),
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } }, schemas },
  }
}

export { schemas }
