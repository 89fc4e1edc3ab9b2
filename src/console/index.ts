/** The console: a room of server-rendered pages for officers, registered under `/console`. */
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Appeals } from '../../db/appeals.ts'
import type { Evidence } from '../../db/evidence.ts'
import type { Organisations } from '../../db/organisations.ts'
import type { Pulse } from '../../db/pulse.ts'
import type { Reviewers } from '../../db/reviewers.ts'
import type { Tokens } from '../../db/tokens.ts'
import { accountPages } from './account.tsx'
import { type Addresses, addressPages } from './addresses.tsx'
import { type Agencies, agencyPages } from './agencies.tsx'
import { type AppealPages, appealPages } from './appeals.tsx'
import { type Asset, loadAssets } from './assets.ts'
import { auditPage } from './audit.tsx'
import { type CampaignPages, campaignPages } from './campaigns.tsx'
import { type CasePages, casePages } from './case-pages.tsx'
import { queuePages } from './cases.tsx'
import { type Channels, channelPages } from './channels.tsx'
import { openGate } from './gate.ts'
import { type InboxPages, inboxPages } from './inbox.tsx'
import { livePage } from './live.ts'
import { type NumberPages, numberPages } from './numbers.tsx'
import { organisationPages } from './organisations.tsx'
import { base } from './page.ts'
import { type PersonPages, personPages } from './person.tsx'
import { type Retention, retentionPage } from './retention.tsx'
import { reviewerPages } from './reviewers.tsx'
import { signInPages } from './sign-in.tsx'
import { type Sources, sourcePages } from './sources.tsx'
import { type Subscribers, subscriberPages } from './subscribers.tsx'
import { type TakedownPages, takedownPages } from './takedowns.tsx'
import { tokenPages } from './tokens.tsx'
import type { ConsoleLocale, Tell } from './words.ts'

export { loadAnswers } from './answers.ts'
export type { CampaignPages } from './campaigns.tsx'
export type { ChannelSort, ChannelState } from './channels.tsx'
export { createPublicNumbers } from './public-numbers.tsx'
export { isEmail, linkOf } from './reviewers.tsx'
export { roleNamed, roleNames } from './roles.ts'
export { loadLabels } from './words.ts'

export type Labels = Readonly<Record<ConsoleLocale, Tell>>

export interface ConsoleParts
  extends Agencies,
    Addresses,
    Omit<AppealPages, 'appeals'>,
    Channels,
    Omit<CampaignPages, 'reviewers' | 'audit'>,
    Subscribers,
    Omit<CasePages, 'reviewers'>,
    Omit<NumberPages, 'queue' | 'takedowns'>,
    PersonPages,
    Retention,
    Sources,
    Omit<InboxPages, 'reviewers'>,
    Omit<TakedownPages, 'reviewers' | 'evidence' | 'audit' | 'files' | 'rules'> {
  readonly reviewers: Reviewers
  readonly evidence: Evidence
  readonly organisations: Organisations
  readonly appeals: Appeals
  readonly tokens: Tokens
  readonly pulse: Pulse
  readonly labels: Labels
  /** Folder of console.css and console.js. */
  readonly assets: string
  readonly now: () => Date
  /** `https://…` without a path, where the world reaches us; null: this machine alone may ask. */
  readonly origin: string | null
}

/** In bytes: the picture of a large screen; a list is a tenth of it. */
const largestUpload = 8 * 1024 * 1024

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
      // One list or picture and its few fields; a larger file ends the request.
      await app.register(multipart, {
        attachFieldsToBody: 'keyValues',
        limits: { files: 1, fields: 20, fieldSize: 8_192, fileSize: largestUpload },
      })
      blameUnreadable(app)
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
          ...agencyPages(parts),
          ...addressPages(parts),
          ...appealPages(parts),
          ...channelPages(parts),
          ...sourcePages(parts),
          ...tokenPages(parts.tokens),
          ...queuePages(parts),
          ...casePages(parts),
          ...takedownPages(parts),
          ...campaignPages(parts),
          ...subscriberPages(parts),
          ...inboxPages(parts),
          ...numberPages(parts),
          auditPage(parts),
          retentionPage(parts),
          ...personPages(parts),
          livePage(parts),
        ],
      )
      for (const each of Object.values(assets)) serve(app, each)
    },
  }
}

/** A form that cannot be read, such as an upload that broke off, is its sender's fault (400) and none of ours: what reads
 * forms of several parts throws plain errors, which would be counted as faults of this program. */
export function blameUnreadable(app: FastifyInstance): void {
  const read = new WeakSet<FastifyRequest>()
  app.addHook('preHandler', async (request) => void read.add(request))
  app.setErrorHandler((error, request) => {
    const blamed = !read.has(request) && error instanceof Error && !('statusCode' in error)
    throw blamed ? Object.assign(error, { statusCode: 400 }) : error
  })
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
