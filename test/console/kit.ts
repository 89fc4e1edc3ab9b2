/** A console on a real database, asked as people with roles ask it; no port is opened. */
import { join } from 'node:path'
import fastify, { type FastifyInstance, type LightMyRequestResponse } from 'fastify'
import { generate } from 'otplib'
import { z } from 'zod'
import {
  agencyNames,
  type CaseId,
  createWatchJudge,
  type Effect,
  type Media,
  type OrganisationId,
  partnerReason,
  type ReportedAd,
  type WatchSourceId,
} from '#engine'
import { createAppeals } from '../../db/appeals.ts'
import { createAudit } from '../../db/audit.ts'
import { createCampaignTests } from '../../db/campaign-tests.ts'
import { createCampaigns } from '../../db/campaigns.ts'
import { type Captures, createCaptures } from '../../db/captures.ts'
import { type CaseFile, createCaseFiles } from '../../db/case-files.ts'
import type { Client } from '../../db/client.ts'
import { createEvidence, type View } from '../../db/evidence.ts'
import { createPersons } from '../../db/forgetting.ts'
import { createInbox } from '../../db/inbox.ts'
import { createListChanger } from '../../db/list-changes.ts'
import { createLists } from '../../db/lists.ts'
import { createMemory } from '../../db/memory.ts'
import { createNumbers, type NumberStore } from '../../db/numbers.ts'
import { createOfficerChats } from '../../db/officer-chats.ts'
import { createOrganisations, homeOrganisation, type Organisations } from '../../db/organisations.ts'
import { createOwnAddresses } from '../../db/own-addresses.ts'
import { createPosts } from '../../db/posts.ts'
import { createPulse } from '../../db/pulse.ts'
import { createQueue, type Queue } from '../../db/queue.ts'
import { createRegroupings } from '../../db/regroup.ts'
import { readKept } from '../../db/retention.ts'
import { createReviewers, type Reviewers } from '../../db/reviewers.ts'
import type { Seal } from '../../db/seal.ts'
import { createSubscriberNumbers } from '../../db/subscriber-numbers.ts'
import { createTakedowns } from '../../db/takedowns.ts'
import { createTokens, type Tokens } from '../../db/tokens.ts'
import { createViews } from '../../db/views.ts'
import { createWatch } from '../../db/watch.ts'
import { createWatchSources } from '../../db/watch-sources.ts'
import { type ChannelState, createConsole, loadAnswers, loadLabels } from '../../src/console/index.ts'
import type { RoleName } from '../../src/console/roles.ts'
import {
  compareLists,
  createTargets,
  loadClosedPlatforms,
  loadOfficial,
  loadPlatforms,
  loadRules,
  loadTakedownTables,
  planImport,
  readPartnerFile,
} from '../../src/lists/index.ts'
import { takeList } from '../../src/watch/index.ts'
import { handoutsForTest, roadForTest, termsOfChannel } from '../kit/campaign-road.ts'
import { inboundFrom, nobody, testSeal, turnSaying } from '../kit/deliveries.ts'
import { content, shippedAds, shippedKnowledge } from '../kit/people.ts'

export const password = 'kereta hujan melati 42'
export const host = 'localhost:80'

export interface Person {
  readonly email: string
  /** Secret of their one-time codes; null: none. */
  readonly codes: string | null
  /** The token of their session. */
  readonly cookie: string | null
  get(path: string, headers?: Record<string, string>): Promise<LightMyRequestResponse>
  /** Of a page that may never end. */
  status(path: string): Promise<number>
  /** Sends a form with this session's token, unless `form` has another. */
  post(
    path: string,
    form?: Record<string, string>,
    headers?: Record<string, string>,
  ): Promise<LightMyRequestResponse>
}

export interface Route {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly need: string
}

export interface TestConsole {
  readonly app: FastifyInstance
  /** Every route there is, as fastify knows it. */
  readonly routes: readonly Route[]
  readonly client: Client
  readonly seal: Seal
  readonly reviewers: Reviewers
  readonly organisations: Organisations
  readonly tokens: Tokens
  readonly queue: Queue
  readonly numbers: NumberStore
  readonly captures: Captures
  /** A case as the home organisation reads it. */
  read(id: string): Promise<CaseFile | null>
  /** Moves the clock on, in ms. */
  later(ms: number): void
  now(): Date
  /** The one-time code of this secret, now. */
  code(secret: string): Promise<string>
  stranger(): Person
  /** Whoever has this session. */
  signed(cookie: string): Person
  /** Invited, joined, with codes where the role must have them, and signed in. */
  person(role: RoleName, name?: string, organisation?: OrganisationId): Promise<Person>
  /** Files a report as the bot does; the case's id. */
  report(text: string, who?: string, media?: Media): Promise<string>
  /** Says something to the bot, which does this and answers nothing. */
  say(who: string, text: string, effects: readonly Effect[]): Promise<void>
}

/** One that runs, and one that does not. */
const channelsForTest = (at: Date): readonly ChannelState[] => [
  { sort: 'telegram', on: true, heardAt: at, sentAt: at, waiting: 2, heldUntil: null },
  { sort: 'whatsapp-web', on: false, heardAt: null, sentAt: null, waiting: 0, heldUntil: null },
]

/** A partner's list as the program takes it; no page is read. */
const takeListForTest =
  (kept: { readonly pool: Client['pool']; readonly seal: Seal; readonly now: () => Date }) =>
  async (source: WatchSourceId, bytes: Uint8Array) => {
    const file = readPartnerFile(bytes)
    if (file.kind === 'broken') return file
    const judge = createWatchJudge({
      ads: shippedAds(),
      knowledge: shippedKnowledge,
      reasons: [partnerReason],
    })
    const counts = await takeList(source, file.rows, {
      store: createWatch({ ...kept, holder: 'here' }),
      judge,
      visitor: { mayRead: () => false },
      now: kept.now,
    })
    return { kind: 'taken' as const, counts }
  }

let made = 0
/** Files of these tests are our own: nothing has to be taken out of them. */
const shownAsItIs = async (bytes: Uint8Array): Promise<View> => ({
  kind: 'shown',
  bytes,
  width: 1,
  height: 1,
  pages: 1,
})
/** One for a whole file: the audit keeps what earlier tests sealed. */
const ownSeal = testSeal()

/** `seal`: where other processes must open what is sealed here. */
export async function openConsole(client: Client, seal: Seal = ownSeal): Promise<TestConsole> {
  let at = Date.parse('2026-11-24T03:00:00Z')
  const now = (): Date => new Date(at)
  const kept = { pool: client.pool, seal, now }
  const reviewers = createReviewers(kept)
  const organisations = createOrganisations(kept)
  const tokens = createTokens(kept)
  const queue = createQueue(kept)
  const numbers = createNumbers(kept)
  const files = createCaseFiles(kept)
  const evidence = createEvidence({ ...kept, strip: shownAsItIs })
  const captures = createCaptures({ ...kept, holder: 'here' })
  const room = createConsole({
    reviewers,
    organisations,
    appeals: createAppeals(kept),
    addresses: createOwnAddresses(kept),
    shippedAddresses: loadOfficial(content),
    tokens,
    lists: createListChanger({ ...kept, lists: createLists(client.database) }),
    plan: planImport,
    compare: compareLists,
    channels: async () => channelsForTest(now()),
    queue,
    numbers,
    files,
    regroupings: createRegroupings(kept),
    views: createViews(kept),
    evidence,
    captures,
    clean: shownAsItIs,
    watch: createWatchSources(kept),
    closedPlatform: loadClosedPlatforms(join(content, 'watch/closed-platforms.csv')),
    watchContact: 'pengawas@example.org',
    takeList: takeListForTest(kept),
    persons: createPersons(kept),
    kept: () => readKept(client.pool),
    takedowns: createTakedowns({ ...kept, evidence, captures, onStep: async () => {} }),
    ...loadTakedownTables(join(content, 'takedowns')),
    target: createTargets(loadPlatforms(join(content, 'platforms.md'))),
    countries: (text) =>
      shippedAds()
        .read(text, shippedKnowledge())
        .claims.countries.map(({ value }) => value),
    campaigns: createCampaigns({
      ...kept,
      channels: roadForTest.channels.map(termsOfChannel),
      alone: roadForTest.alone,
    }),
    campaignRoad: roadForTest,
    campaignTests: createCampaignTests({ ...kept, nudge: () => {} }),
    officerChats: createOfficerChats(kept),
    posts: createPosts({ ...kept, nudge: () => {} }),
    handouts: handoutsForTest,
    subscribers: createSubscriberNumbers(kept),
    pulse: createPulse({ pool: client.pool, onFault: () => {} }),
    inbox: createInbox({ ...kept, nudge: () => {} }),
    answers: loadAnswers(join(content, 'answers')),
    officers: { from: '08:00', to: '16:00', zone: 'Asia/Jakarta', waitMinutes: 30 },
    rules: loadRules(join(content, 'rules.csv')),
    audit: createAudit(kept),
    labels: loadLabels(join(content, 'console')),
    identify: (text) => shippedAds().read(text, shippedKnowledge()).indicators,
    nameAgencies: (text) => agencyNames(shippedKnowledge().judge(text)),
    mentions: (text) => shippedKnowledge().read(text),
    explain: (sign) => (sign === '' ? null : `what ${sign} means`),
    assets: join(content, '../src/console/assets'),
    now,
    origin: null,
  })
  const app = fastify({ exposeHeadRoutes: false })
  const routes: Route[] = []
  app.addHook('onRoute', ({ method, url, config }) => {
    const { need } = z.object({ need: z.string() }).parse(config)
    // The first page of a folder is reached with and without its slash.
    if (!url.endsWith('/')) routes.push({ method: method === 'POST' ? 'POST' : 'GET', url, need })
  })
  void app.register((inner) => room.register(inner), { prefix: room.prefix })
  await app.ready()

  const personWith = (email: string, cookie: string | null, codes: string | null): Person => {
    const ask = (method: 'GET' | 'POST', path: string, headers: Record<string, string>, body?: string) =>
      app.inject({
        method,
        url: path,
        headers: { host, ...(cookie === null ? {} : { cookie: `console=${cookie}` }), ...headers },
        ...(body === undefined ? {} : { body }),
      })
    return {
      email,
      codes,
      cookie,
      get: (path, headers = {}) => ask('GET', path, headers),
      async status(path) {
        const answer = await app.inject({
          url: path,
          headers: { host, ...(cookie === null ? {} : { cookie: `console=${cookie}` }) },
          payloadAsStream: true,
        })
        answer.stream().destroy()
        return answer.statusCode
      },
      async post(path, form = {}, headers = {}) {
        const token = cookie === null ? '' : tokenIn((await ask('GET', '/console/account', {})).body)
        const body = new URLSearchParams({ token, ...form }).toString()
        return ask(
          'POST',
          path,
          {
            origin: `http://${host}`,
            'content-type': 'application/x-www-form-urlencoded',
            ...headers,
          },
          body,
        )
      },
    }
  }

  return {
    app,
    routes,
    client,
    seal,
    reviewers,
    organisations,
    tokens,
    queue,
    numbers,
    captures,
    read: (id) => files.read({ id: id as CaseId, sees: [homeOrganisation] }),
    later: (ms) => {
      at += ms
    },
    now,
    code: (secret) => codeOf(secret, now()),
    stranger: () => personWith('', null, null),
    signed: (cookie) => personWith('', cookie, null),
    async person(role, name = role, organisation = homeOrganisation) {
      const email = `${name}-${made++}@example.org`
      const invited = await reviewers.invite({ email, role, organisation, by: null })
      if (invited.kind === 'known') throw new Error('known')
      const stranger = personWith(email, null, null)
      await stranger.post(`/console/invitation/${invited.token}`, { name, password, again: password })
      const first = cookieIn(await stranger.post('/console/sign-in', { email, password }))
      if (first === null) throw new Error('not signed in')
      const person = personWith(email, first, null)
      const page = await person.get('/console/account/codes')
      const secret = /name="secret" value="([A-Z2-7]+)"/.exec(page.body)?.[1] ?? ''
      await person.post('/console/account/codes', { secret, code: await codeOf(secret, now()) })
      return personWith(email, first, secret)
    },
    async report(text, who = 'budi', media) {
      const { claims, judgement, indicators } = shippedAds().read(text, shippedKnowledge(), [])
      const ad: ReportedAd = {
        text,
        posters: [],
        media: media ?? null,
        forwarded: 'often',
        level: judgement.level,
        signs: judgement.signs.map((sign) => sign.name),
        indicators,
        countries: claims.countries.map(({ value }) => value),
        agencies: claims.agencies.flatMap(({ verdict }) => agencyNames(verdict)),
      }
      const number = 10_000_000 + made++
      await createMemory({ pool: client.pool, seal, holder: 'here', handOver: nobody }).turn(
        inboundFrom(who, `r${number}`),
        () => turnSaying('filed', { effects: [{ kind: 'file-report', number, ads: [ad], facts: [] }] }),
      )
      const { cases } = await queue.find({
        sees: [homeOrganisation],
        indicators: [],
        number,
        caseBegins: null,
        agencies: [],
        text: '',
      })
      const [id] = cases
      if (id === undefined) throw new Error('not filed')
      return id
    },
    async say(who, text, effects) {
      await createMemory({ pool: client.pool, seal, holder: 'here', handOver: nobody }).turn(
        inboundFrom(who, `s${made++}`, { body: { kind: 'text', text } }),
        () => turnSaying('', { replies: [], effects }),
      )
    },
  }
}

export function codeOf(secret: string, now: Date): Promise<string> {
  return generate({ secret, epoch: Math.floor(now.getTime() / 1_000) })
}

export function cookieIn(response: LightMyRequestResponse): string | null {
  const given = response.cookies.find(({ name }) => name === 'console')
  return given === undefined || given.value === '' ? null : given.value
}

export function tokenIn(html: string): string {
  return /name="token" value="([\w-]+)"/.exec(html)?.[1] ?? ''
}
