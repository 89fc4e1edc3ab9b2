/** Read access for other systems: by token, of one organisation, without personal data. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod'
import type { CaseId, OrganisationId, TakedownId } from '#engine'
import type { OpenData } from '../../db/open-data.ts'
import type { Scope, Tokens } from '../../db/tokens.ts'
import { docsPage } from './docs.tsx'
import { describeApi, paths } from './openapi.ts'

export interface ApiParts {
  readonly data: OpenData
  readonly tokens: Pick<Tokens, 'ask'>
  /** Where this program is reached, without a path; null: on this machine alone. */
  readonly origin: string | null
}

const headers: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
}

const pageForm = z.object({
  after: z.uuid('after must be an id, as `next` gave it').nullable().default(null),
  limit: z.coerce
    .number('limit must be a number')
    .int('limit must be a whole number')
    .min(1, 'limit must be 1 or more')
    .max(500, 'limit must be 500 or less')
    .default(100),
})
const idForm = z.uuid()

interface Asked {
  readonly of: OrganisationId
  readonly request: FastifyRequest
}

export function createApi({ data, tokens, origin }: ApiParts): {
  readonly prefix: string
  register(app: FastifyInstance): Promise<void>
} {
  const answers: Readonly<Record<keyof typeof paths, (asked: Asked) => Promise<object | null>>> = {
    '/api/v1/cases': ({ of, request }) => page<CaseId>(request, (paging) => data.cases(of, paging)),
    '/api/v1/cases/{id}': async ({ of, request }) => {
      const id = idForm.safeParse((request.params as { readonly id?: unknown }).id)
      return id.success ? data.case(of, id.data as CaseId) : null
    },
    '/api/v1/takedowns': ({ of, request }) =>
      page<TakedownId>(request, (paging) => data.takedowns(of, paging)),
    '/api/v1/counts': async ({ of }) => ({ items: await data.counts(of) }),
  }

  async function pass(
    request: FastifyRequest,
    reply: FastifyReply,
    scope: Scope,
    answer: (asked: Asked) => Promise<object | null>,
  ): Promise<FastifyReply> {
    const [kind = '', token = ''] = (request.headers.authorization ?? '').split(' ')
    const known = kind.toLowerCase() === 'bearer' && token !== '' ? await tokens.ask(token) : null
    if (known === null)
      return refuse(reply.header('www-authenticate', 'Bearer'), 401, 'Send a token that is good.')
    if (known.wait > 0) {
      const seconds = Math.ceil(known.wait / 1_000)
      return refuse(reply.header('retry-after', seconds), 429, `Ask again in ${seconds} s.`)
    }
    if (!known.scopes.includes(scope)) return refuse(reply, 403, `This token may not read ${scope}.`)
    try {
      const found = await answer({ of: known.organisation, request })
      return found === null ? refuse(reply, 404, 'There is no such case.') : reply.send(found)
    } catch (error) {
      if (!(error instanceof z.ZodError)) throw error
      return refuse(reply, 400, error.issues[0]?.message ?? 'The question is not understood.')
    }
  }

  return {
    prefix: '',
    async register(app) {
      app.addHook('onRequest', async (_request, reply) => {
        for (const [name, value] of Object.entries(headers)) void reply.header(name, value)
      })
      const originOf = (request: FastifyRequest): string => origin ?? `http://${request.headers.host}`
      app.get('/docs', async (request, reply) =>
        reply.type('text/html; charset=utf-8').send(docsPage(originOf(request))),
      )
      app.get('/docs/openapi.json', async (request) => describeApi(originOf(request)))
      for (const [path, { scope }] of Object.entries(paths)) {
        const answer = answers[path as keyof typeof paths]
        app.get(path.replaceAll(/\{(\w+)\}/g, ':$1'), (request, reply) => pass(request, reply, scope, answer))
      }
    },
  }
}

/** One row more than the page holds tells whether there is another. */
async function page<Id extends string>(
  { query }: FastifyRequest,
  read: (paging: {
    readonly after: Id | null
    readonly most: number
  }) => Promise<readonly { readonly id: Id }[]>,
): Promise<object> {
  const { after, limit } = pageForm.parse(query)
  const rows = await read({ after: after as Id | null, most: limit + 1 })
  const items = rows.slice(0, limit)
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}

function refuse(reply: FastifyReply, status: number, error: string): FastifyReply {
  return reply.code(status).send({ error })
}
