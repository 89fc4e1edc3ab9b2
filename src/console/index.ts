/** The console: a room of server-rendered pages for officers, registered under `/console`. */
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import type { FastifyInstance } from 'fastify'
import type { Organisations } from '../../db/organisations.ts'
import type { Reviewers } from '../../db/reviewers.ts'
import { accountPages } from './account.tsx'
import { type Asset, loadAssets } from './assets.ts'
import { type Cases, casePages } from './cases.tsx'
import { openGate } from './gate.ts'
import { organisationPages } from './organisations.tsx'
import { base } from './page.ts'
import { reviewerPages } from './reviewers.tsx'
import { signInPages } from './sign-in.tsx'
import type { ConsoleLocale, Tell } from './words.ts'

export { isEmail, linkOf } from './reviewers.tsx'
export { roleNamed, roleNames } from './roles.ts'
export { loadLabels } from './words.ts'

export type Labels = Readonly<Record<ConsoleLocale, Tell>>

export interface ConsoleParts extends Omit<Cases, 'reviewers'> {
  readonly reviewers: Reviewers
  readonly organisations: Organisations
  readonly labels: Labels
  /** Folder of console.css and console.js. */
  readonly assets: string
  readonly now: () => Date
  /** `https://…` without a path, where the world reaches us; null: this machine alone may ask. */
  readonly origin: string | null
}

export interface Console {
  readonly prefix: string
  register(app: FastifyInstance): Promise<void>
}

/** Everything is read once, here; a page that names no need throws when it is registered. */
export function createConsole(parts: ConsoleParts): Console {
  const assets = loadAssets(parts.assets)
  return {
    prefix: base,
    async register(app) {
      await app.register(cookie)
      await app.register(formbody)
      openGate(
        app,
        {
          ...parts,
          assets: { style: assets.style.path, script: assets.script.path, htmx: assets.htmx.path },
        },
        [
          ...signInPages(parts.reviewers),
          ...accountPages(parts.reviewers),
          ...reviewerPages(parts),
          ...organisationPages(parts.organisations),
          ...casePages(parts),
        ],
      )
      for (const each of Object.values(assets)) serve(app, each)
    },
  }
}

function serve(app: FastifyInstance, { path, type, packed }: Asset): void {
  app.get(path.slice(base.length), { config: { need: 'nobody' } as object }, async (request, reply) => {
    const { encoding, bytes } = packed(request.headers['accept-encoding'])
    if (encoding !== null) void reply.header('content-encoding', encoding)
    return reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('vary', 'accept-encoding')
      .type(type)
      .send(bytes)
  })
}
