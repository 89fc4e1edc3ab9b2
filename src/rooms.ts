/** The only file that knows every room: it makes each, and hands it what it needs. */
import { randomInt, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import {
  type Adapter,
  type Ads,
  agencyNames,
  type CampaignId,
  type CampaignLedger,
  type ChannelName,
  ConfigError,
  createEngine,
  createLinks,
  createWatchJudge,
  type Day,
  type Hear,
  type Knowledge,
  type Locale,
  partnerReason,
  plainText,
  type SignGroup,
  type Speak,
  say,
  type WatchSourceId,
} from '#engine'
import type { Command } from '../adapters/telegram/index.ts'
import { findChromium } from '../adapters/whatsapp/web/chromium.ts'
import { createWhatsAppWeb, type WhatsAppWeb } from '../adapters/whatsapp/web/index.ts'
import { createAnchors } from '../db/anchors.ts'
import { createAppeals } from '../db/appeals.ts'
import { createAudit } from '../db/audit.ts'
import { createCampaignLedger } from '../db/campaign-ledger.ts'
import { createCampaignTests } from '../db/campaign-tests.ts'
import { type Campaigns, createCampaigns } from '../db/campaigns.ts'
import { createCaptures } from '../db/captures.ts'
import { createCaseFiles } from '../db/case-files.ts'
import { checkChain } from '../db/chain-check.ts'
import { createCampaignPace, readShares } from '../db/channel-pace.ts'
import { readTraffic } from '../db/channels.ts'
import { type Client, openDatabase } from '../db/client.ts'
import { createCourier } from '../db/courier.ts'
import { takeLock } from '../db/embedded/lock.ts'
import { createEvidence } from '../db/evidence.ts'
import { createPersons } from '../db/forgetting.ts'
import { readGauges } from '../db/gauges.ts'
import { createGroups } from '../db/groups.ts'
import { checkIdentity } from '../db/house.ts'
import { createInbox } from '../db/inbox.ts'
import { createKeeping } from '../db/keeping.ts'
import { keysIn, readKeys } from '../db/keys.ts'
import { createFeed } from '../db/knowledge.ts'
import { createListChanger } from '../db/list-changes.ts'
import { createLists } from '../db/lists.ts'
import { createMemory } from '../db/memory.ts'
import { announce } from '../db/news.ts'
import { createNumbers } from '../db/numbers.ts'
import { createOfficerChats } from '../db/officer-chats.ts'
import { createOpenData } from '../db/open-data.ts'
import { createOpenings } from '../db/openings.ts'
import { createOptOutWatch } from '../db/opt-outs.ts'
import { createOrganisations } from '../db/organisations.ts'
import { createOutbox } from '../db/outbox.ts'
import { createOwnAddresses, createOwnersFeed } from '../db/own-addresses.ts'
import { createPace } from '../db/pace.ts'
import { createPosts } from '../db/posts.ts'
import { createPulse } from '../db/pulse.ts'
import { createQueue } from '../db/queue.ts'
import { createReadings } from '../db/readings.ts'
import { createRegroupings } from '../db/regroup.ts'
import { reseal } from '../db/reseal.ts'
import { forgetOld, readKept } from '../db/retention.ts'
import { createReviewers } from '../db/reviewers.ts'
import { createSeal, type Seal } from '../db/seal.ts'
import { createSubscriberNumbers } from '../db/subscriber-numbers.ts'
import { createTakedowns } from '../db/takedowns.ts'
import { createTokens } from '../db/tokens.ts'
import { traceOf, turnKey } from '../db/trace.ts'
import { createViews } from '../db/views.ts'
import { createWatch } from '../db/watch.ts'
import { createWatchSources } from '../db/watch-sources.ts'
import { createLooker } from './capture/index.ts'
import { createCards } from './cards/index.ts'
import type { Config } from './config.ts'
import type { CampaignPages, ChannelSort, ChannelState } from './console/index.ts'
import { campaignMessage } from './delivery/campaign-message.ts'
import { type CampaignReceipts, createCampaignReceipts } from './delivery/campaign-receipts.ts'
import { createCampaignSender } from './delivery/campaigns.ts'
import { createWorker } from './delivery/worker.ts'
import { openNetwork } from './guard/index.ts'
import { createHealth } from './health.ts'
import {
  createReader as createFileReader,
  createIntake,
  createKeeper,
  type Reader as FileReader,
  mediaTypeOf,
} from './intake/index.ts'
import {
  compareLists,
  createTargets,
  learnFrom,
  loadAds,
  loadClosedPlatforms,
  loadContacts,
  loadOfficial,
  loadOrdinaryWords,
  loadOwners,
  loadPlatforms,
  loadRules,
  loadShippedLists,
  loadSigns,
  loadTakedownTables,
  loadTemplates,
  planImport,
  readPartnerFile,
  usable,
} from './lists/index.ts'
import type { Log } from './log.ts'
import { createMetrics, type Heard, type Metrics } from './metrics.ts'
import {
  createParser,
  createVisitor,
  createWatchChats,
  createWatchWorker,
  type ReadPicture,
  takeList,
  type WatchRead,
} from './watch/index.ts'
import { createWeb } from './web.ts'
import { createSpeak, loadReader, loadWords, speakWritten } from './words/index.ts'

/** The folder of the program, wherever it was started: this file and the built one lie one level below it. */
const home = join(import.meta.dirname, '..')
const now = (): Date => new Date()
const hourMs = 3_600_000
/** How often news is brought to the outbox. */
const newsMs = 5_000
/** How often the parts of the numbers are counted anew. */
const countMs = 300_000
/** How often the whole audit is read. */
const auditMs = 600_000
/** Both ways in to WhatsApp are one channel: a person is the same whichever runs. */
const whatsapp = 'whatsapp' as ChannelName

/** What the program's own life offers to the rooms. */
export interface Life {
  readonly log: Log
  /** For the person at the terminal, beside the log. */
  readonly tell: (sentence: string) => void
  /** Ends the program: it cannot go on. */
  readonly end: (error: unknown) => void
  /** What stops the rooms again, in the order of starting. */
  readonly stops: (() => Promise<void> | void)[]
}

/** Starts everything the role asks for. Throws ConfigError or ContentError for what a person can mend. */
export async function start(config: Config, { log, tell, end, stops }: Life): Promise<void> {
  const faultAt = (where: string) => (error: unknown) => {
    log.fault('fault', error, { where })
    metrics?.fault(where)
  }
  let metrics: ReturnType<typeof createMetrics> | undefined

  // Opened first, since it takes longest and in a thread of its own; the rest is read meanwhile.
  const opening = openDatabase({
    url: config.databaseUrl,
    folder: config.dataDir,
    onFault: faultAt('database'),
    onLost: end,
  })
  stops.push(async () => (await opening.catch(() => null))?.close())
  // Whether it fails is asked below; until then that is no fault of its own.
  opening.catch(() => {})
  // A server answers at once, and its connection must not time out while files are read below.
  if (config.databaseUrl !== null) await opening
  const linked = createLinkedPhone(
    config,
    { log, tell },
    {
      address: (path) => new URL(path, config.publicUrl ?? address).href,
      // Its age is what it may send by, from then on.
      onLinked: (at) =>
        void opening
          .then(({ pool }) => createPace({ pool, now }).linked(whatsapp, at))
          .catch(faultAt('pace')),
    },
  )
  // Ended after the worker: until then it may still send.
  stops.push(() => linked?.close())
  linked?.open()
  const words = loadWords(join(home, 'content'))
  const speak = createSpeak(words)
  const shipped = loadShippedLists(join(home, 'content/agencies'))
  const ordinaryWords = loadOrdinaryWords(join(home, 'content/lexicon'))
  const contacts = usable(loadContacts(join(home, 'content')))
  const reader = loadReader(join(home, 'content/utterances'), join(home, 'dist'))
  const client = await opening
  const { database } = client
  const keys = config.keys === null ? keysIn(config.dataDir) : readKeys(config.keys)
  const seal = createSeal(keys)
  await checkIdentity(database, seal)
  const lists = createLists(database)
  await lists.ship(shipped)
  const feed = await createFeed({
    lists,
    learn: (current) => learnFrom(current, ordinaryWords),
    onChange: ({ asOf, listed }) => log.info('new list', { asOf, listed }),
    onFault: faultAt('knowledge'),
  })
  stops.push(() => feed.stop())

  const addresses = createOwnAddresses({ pool: client.pool, seal, now })
  const owners = await createOwnersFeed({
    addresses,
    lists,
    shipped: loadOfficial(join(home, 'content')),
    learn: loadOwners(join(home, 'content')),
    onFault: faultAt('addresses'),
  })
  stops.push(() => owners.stop())
  const ads = loadAds(join(home, 'content'), contacts, owners.current)
  const holder = randomUUID()
  const ledger = createCampaignLedger({ pool: client.pool, seal })
  metrics = createMetrics({
    knowledge: feed.current,
    listMaxAgeDays: config.listMaxAgeDays,
    channels: channelsOf(config),
    look: () => readGauges(client.pool),
    session: () => linked && { state: linked.keeper.standing.kind, memory: linked.keeper.memory },
    now,
  })
  const counts = metrics
  const receipts = createCampaignReceipts(ledger, faultAt('receipts'))
  const adapters = [
    ...(await createAdapters(config, { log, speak, faultAt, counts, receipts })),
    ...(linked === null ? [] : [linked]),
  ]
  const worker = createWorker({
    outbox: createOutbox({ pool: client.pool, seal, holder }),
    adapters: config.role === 'worker' ? adapters.filter(({ name }) => sharable.has(name)) : adapters,
    speak,
    draw: createCards({ address: config.botAddress }),
    now,
    onSettled(settled) {
      counts.settled(settled)
      log.info('delivered', { ...settled })
      if (settled.outcome === 'sent') campaigns.answered(settled.channel)
    },
    onFault: faultAt('delivery'),
  })
  const campaigns = openCampaigns(config, { client, seal, ledger, adapters, speak, log, counts, faultAt })
  const groups = createGroups({
    pool: client.pool,
    seal,
    administers: async ({ from, person }) =>
      (await adapters.find(({ name }) => name === from.channel)?.administers?.(from, person)) ?? null,
    nudge: worker.nudge,
    onFault: faultAt('groups'),
  })
  const engine = createEngine({
    groups,
    memory: counts.counting(createMemory({ pool: client.pool, seal, holder, handOver: worker })),
    knowledge: feed.current,
    contacts,
    officers: config.officers,
    reader,
    ads,
    draw: () => randomInt(10_000_000, 100_000_000),
    now,
    spell: (wording, locale) => plainText(speak(wording, locale)),
    listMaxAgeDays: config.listMaxAgeDays,
    onFault: faultAt('engine'),
  })
  const watch = openWatch(config, { client, seal, holder, ads, knowledge: feed.current })
  const { chats } = watch
  const hear: Hear = async (inbound) => {
    const began = performance.now()
    const tell = (result: Heard): void => {
      const ms = performance.now() - began
      counts.heard(inbound, result, ms)
      if (result === 'ignored') return
      const trace = traceOf(turnKey(seal, inbound))
      log.info('heard', { trace, channel: inbound.from.channel, result, ms: Math.round(ms) })
    }
    try {
      const result = await engine.receive(inbound)
      // Nobody said it to us; it is read only where the operator watches the chat.
      if (result === 'ignored') await chats.hear(inbound)
      tell(result)
      if (inbound.body.kind === 'media') intake.nudge()
    } catch (error) {
      tell('failed')
      throw error
    }
  }

  const files = createFileReader()
  const intake = createIntake({
    waiting: createReadings({ pool: client.pool, seal, holder }),
    adapters,
    reader: files,
    hear,
    onFault: faultAt('intake'),
  })
  const keeper = createKeeper({
    wanted: createKeeping({ pool: client.pool, seal, holder }),
    adapters,
    onFault: faultAt('evidence'),
  })

  const web = createWeb({ onFault: faultAt('web'), trustedProxies: config.trustedProxies })
  if (config.role === 'all' || config.role === 'console') {
    const { createConsole, createPublicNumbers, loadAnswers, loadLabels } = await import('./console/index.ts')
    const { createApi } = await import('./api/index.ts')
    const kept = { pool: client.pool, seal, now }
    const evidence = createEvidence({ ...kept, strip: (bytes, page) => files.strip(bytes, page) })
    const captures = createCaptures({ ...kept, holder })
    const tokens = createTokens(kept)
    const labels = loadLabels(join(home, 'content/console'))
    const numbers = createNumbers(kept)
    if (config.publicNumbers) {
      const { botAddress } = config
      const listAsOf = () => feed.current().asOf
      web.mount('/angka', createPublicNumbers({ numbers, labels, listAsOf, botAddress, now }))
    }
    web.house(createApi({ data: createOpenData(client.pool), tokens, origin: config.publicUrl }))
    web.house(
      createConsole({
        reviewers: createReviewers(kept),
        organisations: createOrganisations(kept),
        appeals: createAppeals(kept),
        addresses,
        shippedAddresses: loadOfficial(join(home, 'content')),
        tokens,
        lists: createListChanger({ ...kept, lists }),
        plan: planImport,
        compare: compareLists,
        channels: () => channelStates(config, client),
        queue: createQueue(kept),
        numbers,
        files: createCaseFiles(kept),
        regroupings: createRegroupings(kept),
        views: createViews(kept),
        evidence,
        takedowns: createTakedowns({
          ...kept,
          evidence,
          captures,
          onStep: (ask, id, step) => announce(ask, id, step, seal),
        }),
        captures,
        clean: (bytes) => files.strip(bytes),
        ...watch.inConsole,
        persons: createPersons(kept),
        kept: () => readKept(client.pool),
        ...loadTakedownTables(join(home, 'content/takedowns')),
        target: createTargets(loadPlatforms(join(home, 'content/platforms.md'))),
        countries: (text) => ads.read(text, feed.current()).claims.countries.map(({ value }) => value),
        ...(await campaignsInConsole(config, {
          campaigns: campaigns.written,
          takes: campaigns.takes,
          pool: client.pool,
          speak,
          asOf: () => feed.current().asOf,
        })),
        campaignTests: createCampaignTests({ ...kept, nudge: worker.nudge }),
        officerChats: createOfficerChats(kept),
        posts: createPosts({ ...kept, nudge: worker.nudge }),
        subscribers: createSubscriberNumbers(kept),
        pulse: createPulse({ pool: client.pool, onFault: faultAt('pulse') }),
        inbox: createInbox({ ...kept, nudge: worker.nudge }),
        answers: loadAnswers(join(home, 'content/answers')),
        officers: config.officers,
        rules: loadRules(join(home, 'content/rules.csv')),
        audit: createAudit(kept),
        labels,
        identify: (text) => ads.read(text, feed.current()).indicators,
        nameAgencies: (text) => agencyNames(feed.current().judge(text)),
        mentions: (text) => feed.current().read(text),
        explain: createExplain(join(home, 'content/signs.md')),
        assets: join(home, 'src/console/assets'),
        now,
        origin: config.publicUrl,
      }),
    )
  }
  const health = createHealth(client.ping)
  health.open(web.mount)
  web.mount(
    '/metrics',
    async () =>
      new Response(await counts.page(), { headers: { 'content-type': 'text/plain; version=0.0.4' } }),
  )

  const speaks = config.role !== 'console'
  const hears = config.role === 'all' || config.role === 'bot'
  if (hears && config.simulator) {
    web.mount('/', async () => new Response(null, { status: 302, headers: { location: '/simulator/' } }))
  }
  const address = await web.listen(config.host, config.port)
  stops.push(() => web.close())
  if (speaks) {
    worker.start()
    stops.push(() => worker.stop())
    receipts.start()
    stops.push(() => receipts.stop())
    stops.push(campaigns.start())
    const courier = createCourier({ pool: client.pool, seal, nudge: worker.nudge })
    const pace = createPace({ pool: client.pool, now })
    const rules = config.whatsappWeb
    const routes = adapters.map((adapter) => ({
      channel: adapter.name,
      windowMs: adapter.abilities.window?.ms ?? null,
      // What is no answer is spaced where the platform blocks whoever sends like a machine.
      ...(adapter === linked && rules !== null
        ? { place: async () => (await pace.take(whatsapp, rules)).kind === 'go' }
        : {}),
    }))
    stops.push(
      every(newsMs, faultAt('news'), async () => {
        await courier.compare(feed.current(), feed.version())
        await courier.bring(routes)
      }),
    )
  }
  if (hears) {
    for (const adapter of adapters) {
      await adapter.start(hear, web.mount)
      stops.push(() => adapter.stop())
    }
  }
  if (hears) {
    intake.start()
    keeper.start()
    stops.push(async () => {
      // What is read is ended first: a file half read is read again after the next start.
      files.close()
      await Promise.all([intake.stop(), keeper.stop()])
    })
  }
  if (config.role === 'all' || config.role === 'worker') {
    const forget = () => void forgetOld(database).catch(faultAt('retention'))
    const timer = setInterval(forget, hourMs)
    stops.push(() => clearInterval(timer))
    forget()
    const numbers = createNumbers({ pool: client.pool, seal, now })
    const count = () => numbers.count().catch(faultAt('numbers'))
    void count()
    stops.push(every(countMs, faultAt('numbers'), count))
    const looker = createLooker(
      {
        network: openNetwork(config.fetchProxy),
        chromium: browserIn(config),
        goneWords: loadTakedownTables(join(home, 'content/takedowns')).goneWords,
      },
      { waiting: createCaptures({ pool: client.pool, seal, now, holder }), onFault: faultAt('capture') },
    )
    looker.start()
    stops.push(() => looker.stop())
    const watching = watch.worker({ files, onRead: counts.watched, onFault: faultAt('watch') })
    watching?.start()
    stops.push(async () => {
      await watching?.stop()
      await watch.close()
    })
    const anchors = createAnchors({
      pool: client.pool,
      folder: join(config.dataDir, 'audit-anchors'),
      now,
      onAnchor({ at, place, hash }) {
        counts.anchored(place, at)
        log.info('audit anchor', { place, hash })
      },
      onFault: faultAt('audit'),
    })
    anchors.start()
    stops.push(() => anchors.stop())
    const readAudit = async (): Promise<void> => {
      const { kind } = await checkChain(client.pool, join(config.dataDir, 'audit-anchors'))
      counts.audited(kind === 'whole')
      if (kind !== 'whole') log.fault('audit broken', new Error('the audit is not whole'))
    }
    stops.push(every(auditMs, faultAt('audit'), readAudit))
    void readAudit().catch(faultAt('audit'))
    if (keys.opening.size > 1) {
      // Again and again, since another process may still seal with the older key.
      const sealAnew = async (): Promise<void> => {
        const rows = await reseal(client.pool, seal, keys.sealing.id)
        log.info('sealed anew', { rows, key: keys.sealing.id })
      }
      stops.push(every(hourMs, faultAt('reseal'), sealAnew))
      void sealAnew().catch(faultAt('reseal'))
    }
  }
  // Told first when it stops: nobody new is sent here while what was begun is finished.
  stops.push(health.drain)
  const { asOf, listed } = feed.current()
  log.info('ready', { role: config.role, database: client.kind, listed, asOf, address: address.href })
  if (hears && config.simulator) tell(`Tanya Dulu is ready. Open ${new URL('/simulator/', address).href}`)
  else tell('Tanya Dulu is ready.')
}

/** What is watched: sources in the console, posts of chats, and the reading itself. */
function openWatch(
  config: Config,
  room: {
    readonly client: Client
    readonly seal: Seal
    readonly holder: string
    readonly ads: Ads
    readonly knowledge: () => Knowledge
  },
) {
  const { client, seal, holder, ads, knowledge } = room
  const kept = { pool: client.pool, seal, now }
  const store = createWatch({ ...kept, holder })
  const sources = createWatchSources(kept)
  const closed = loadClosedPlatforms(join(home, 'content/watch/closed-platforms.csv'))
  // Reasons beside the signs of an advertisement have their places here.
  const judge = createWatchJudge({ ads, knowledge, reasons: [partnerReason] })
  const parser = createParser()
  const visitor = createVisitor({
    network: openNetwork(config.fetchProxy),
    parser,
    hosts: store,
    isClosed: (host) => closed(host) !== null,
    contact: config.watch?.contact ?? null,
    now,
  })
  return {
    chats: createWatchChats({ sources, store, judge, now }),
    inConsole: {
      watch: sources,
      closedPlatform: closed,
      watchContact: config.watch?.contact ?? null,
      takeList: async (source: WatchSourceId, bytes: Uint8Array) => {
        const file = readPartnerFile(bytes)
        return file.kind === 'broken'
          ? file
          : {
              kind: 'taken' as const,
              counts: await takeList(source, file.rows, { store, judge, visitor, now }),
            }
      },
    },
    /** null: this process reads no sources. */
    worker: (how: {
      readonly files: FileReader
      readonly onRead: (read: WatchRead) => void
      readonly onFault: (error: unknown) => void
    }) =>
      config.watch === null
        ? null
        : createWatchWorker({
            store,
            eyes: { visitor, parser, judge, readPicture: (bytes) => readPicture(how.files, bytes), now },
            now,
            onRead: how.onRead,
            onFault: how.onFault,
          }),
    close: () => parser.close(),
  }
}

/** null: no picture, or none that can be read. */
async function readPicture(files: FileReader, bytes: Uint8Array): ReturnType<ReadPicture> {
  const read = await files.read(bytes)
  if (read.kind !== 'text' || read.type !== 'picture') return null
  return { text: read.text, fingerprint: read.fingerprint, type: mediaTypeOf(bytes) }
}

/** How often campaigns are begun whose time has come; and opt-outs are believed. */
const beginMs = 1_000
const optOutMs = 10_000
/** How often answers are counted towards the pace of their channel. */
const chargeMs = 200

/** Campaigns as this process sends them: those of its own channels, and of any that several processes may send on. */
function openCampaigns(
  config: Config,
  room: {
    readonly client: Client
    readonly seal: Seal
    readonly ledger: CampaignLedger
    readonly adapters: readonly Adapter[]
  } & Pick<AdapterKit, 'speak' | 'log' | 'counts' | 'faultAt'>,
): {
  readonly written: Campaigns
  /** On which campaigns are sent, here or elsewhere. */
  readonly takes: readonly Adapter[]
  /** An answer went out on this channel. */
  answered(channel: ChannelName): void
  /** Returns what ends it. */
  start(): () => Promise<void>
} {
  const { client, seal, ledger, adapters, speak, log, counts, faultAt } = room
  const { pool } = client
  const takes = adapters.filter(({ abilities }) => abilities.bulk !== undefined)
  const { role } = config
  const own = takes.filter(({ name }) => role === 'all' || sharable.has(name) === (role === 'worker'))
  const pace = createCampaignPace(pool)
  const sender = createCampaignSender({
    ledger,
    pace,
    openings: createOpenings({ pool, seal }),
    adapters: own,
    saying: { speak, speakWritten },
    now,
    onSent: counts.campaignSent,
    onFault: faultAt('campaigns'),
  })
  const campaigns = createCampaigns({
    pool,
    seal,
    now,
    channels: takes.map(({ name, abilities }) => ({ name, windowMs: abilities.window?.ms ?? null })),
    alone: config.campaignAlone,
  })
  const watch = createOptOutWatch({ pool, now })
  const answers = new Map<ChannelName, number>()
  const charge = async (): Promise<void> => {
    for (const { name, abilities } of takes) {
      const count = answers.get(name) ?? 0
      answers.delete(name)
      if (abilities.bulk?.countsAnswers === true) await pace.charge(name, abilities.bulk.perSecond, count)
    }
  }
  return {
    written: campaigns,
    takes,
    answered: (channel) => void answers.set(channel, (answers.get(channel) ?? 0) + 1),
    start() {
      sender.start()
      const ends = [every(chargeMs, faultAt('pace'), charge)]
      if (role === 'all' || role === 'worker') {
        ends.push(every(beginMs, faultAt('campaigns'), async () => void (await campaigns.begin())))
        ends.push(
          every(optOutMs, faultAt('opt-outs'), async () => {
            for (const braked of await watch.sweep()) {
              log.fault('campaign stopped itself', new Error('too many opt-outs'), { ...braked })
              counts.fault('campaign-brake')
            }
          }),
        )
      }
      return async () => {
        await Promise.all(ends.map((end) => end()))
        await sender.stop()
      }
    },
  }
}

/** What the pages of campaigns need of the other rooms. */
async function campaignsInConsole(
  { campaignAlone, botTelegram, botWhatsapp }: Config,
  room: {
    readonly campaigns: Campaigns
    readonly takes: readonly Adapter[]
    readonly pool: Client['pool']
    readonly speak: Speak
    readonly asOf: () => Day
  },
): Promise<Pick<CampaignPages, 'campaigns' | 'campaignRoad' | 'handouts'>> {
  const { asPicture, createHandouts, loadPieces } = await import('./handouts/index.ts')
  const { campaigns, takes, pool, speak, asOf } = room
  return {
    campaigns,
    campaignRoad: {
      channels: takes,
      alone: campaignAlone,
      message: ({ plan: { values }, texts, picture }, how) =>
        // Whichever number it will have: its buttons are as long.
        campaignMessage({ campaign: { id: '1' as CampaignId, values }, texts, picture }, how, {
          speak,
          speakWritten,
        }),
      links: createLinks(loadPlatforms(join(home, 'content/platforms.md'))),
      asPicture,
      async paces() {
        const shares = await readShares(pool)
        return new Map(
          takes.map(({ name, abilities: { bulk, window } }) => [
            name,
            { perSecond: (bulk?.perSecond ?? 0) * (shares.get(name) ?? 1), perDay: window?.people ?? null },
          ]),
        )
      },
    },
    handouts: createHandouts({
      say: loadPieces(join(home, 'content/handouts')),
      ways: { telegram: botTelegram, whatsapp: botWhatsapp },
      asOf,
    }),
  }
}

/** Does it again and again, never twice at once; returns what ends it. */
function every(
  ms: number,
  onFault: (error: unknown) => void,
  work: () => Promise<void>,
): () => Promise<void> {
  let busy = Promise.resolve()
  let working = false
  const timer = setInterval(() => {
    if (working) return
    working = true
    busy = work()
      .catch(onFault)
      .finally(() => {
        working = false
      })
  }, ms)
  return async () => {
    clearInterval(timer)
    await busy
  }
}

/** What a sign means, in whole sentences; read when an officer asks first. */
function createExplain(file: string): (sign: string, locale: Locale) => string | null {
  let sentences: ReadonlyMap<string, SignGroup['sentence']> | null = null
  return (sign, locale) => {
    sentences ??= new Map(
      loadSigns(file).groups.flatMap((group) => (group.is === 'sign' ? [[group.name, group.sentence]] : [])),
    )
    const sentence = sentences.get(sign)
    return sentence === undefined ? null : (sentence[locale] ?? sentence.id)
  }
}

/** The channels that are configured. */
function channelsOf({ telegram, whatsappCloud, whatsappWeb, simulator }: Config): readonly ChannelName[] {
  return [
    ...(telegram === null ? [] : ['telegram' as ChannelName]),
    ...(whatsappCloud === null && whatsappWeb === null ? [] : [whatsapp]),
    ...(simulator ? Object.values(phones) : []),
  ]
}

/** Every channel there can be, as it is now. */
async function channelStates(config: Config, { pool }: Client): Promise<readonly ChannelState[]> {
  const sorts: readonly (readonly [ChannelSort, boolean, string])[] = [
    ['telegram', config.telegram !== null, 'telegram'],
    ['whatsapp-cloud', config.whatsappCloud !== null, whatsapp],
    ['whatsapp-web', config.whatsappWeb !== null, whatsapp],
    ['simulator', config.simulator, 'simulator-telegram'],
  ]
  const traffic = await readTraffic(
    pool,
    sorts.map(([, , channel]) => channel as ChannelName),
    now(),
  )
  return sorts.flatMap(([sort, on], at) => {
    const { heardAt = null, sentAt = null, waiting = 0, heldUntil = null } = traffic[at] ?? {}
    return [{ sort, on, heardAt, sentAt, waiting, heldUntil: on ? heldUntil : null }]
  })
}

/** Without a browser pages are read and not pictured; a wrong path is a mistake to be mended. */
function browserIn({ chromium }: Config): string | null {
  try {
    return findChromium(chromium ?? undefined, process.env['PATH'] ?? '')
  } catch (error) {
    if (chromium !== null) throw error
    return null
  }
}

/** Channels that any process may send on; the others live where they are heard. */
const sharable: ReadonlySet<string> = new Set(['telegram', 'whatsapp'])

interface AdapterKit {
  readonly log: Log
  readonly speak: Speak
  readonly faultAt: (where: string) => (error: unknown) => void
  readonly counts: Metrics
  readonly receipts: CampaignReceipts
}

/** The channels that are configured; what the others are made of is not even read (grammY alone takes 18 MB). */
async function createAdapters(config: Config, kit: AdapterKit): Promise<readonly Adapter[]> {
  return [
    ...(await createPhones(config, kit.faultAt('simulator'))),
    ...(await createTelegrams(config, kit)),
    ...(await createClouds(config, kit)),
  ]
}

const phones = {
  telegram: 'simulator-telegram' as ChannelName,
  'whatsapp-web': 'simulator-whatsapp-web' as ChannelName,
  'whatsapp-cloud': 'simulator-whatsapp-cloud' as ChannelName,
}

/** Phones in the browser, to try and to train. */
async function createPhones(config: Config, onFault: (error: unknown) => void): Promise<readonly Adapter[]> {
  if (!config.simulator) return []
  const { createSimulators } = await import('../adapters/simulator/index.ts')
  return createSimulators({
    channels: phones,
    page: join(home, 'adapters/simulator/page'),
    ...(config.publicUrl === null ? {} : { hosts: [new URL(config.publicUrl).hostname] }),
    onFault,
  })
}

async function createTelegrams(
  { telegram, publicUrl }: Config,
  { log, speak }: { readonly log: Log; readonly speak: Speak },
): Promise<readonly Adapter[]> {
  if (telegram === null) return []
  const { createTelegram } = await import('../adapters/telegram/index.ts')
  return [
    createTelegram({
      token: telegram.token,
      ...(telegram.apiRoot === null ? {} : { apiRoot: telegram.apiRoot }),
      ...(publicUrl === null ? {} : { publicUrl }),
      ...(telegram.webhookSecret === null ? {} : { webhookSecret: telegram.webhookSecret }),
      commands: commandMenus(speak),
      ...(telegram.campaignPerSecond === null ? {} : { campaignPerSecond: telegram.campaignPerSecond }),
      log: ({ kind, ...facts }) => log.info(`telegram ${kind}`, facts),
    }),
  ]
}

/** WhatsApp by the Cloud API, where it is configured. */
async function createClouds(
  config: Config,
  { log, counts, receipts }: Pick<AdapterKit, 'log' | 'counts' | 'receipts'>,
): Promise<readonly Adapter[]> {
  const cloud = config.whatsappCloud
  if (cloud === null) return []
  const { createWhatsAppCloud } = await import('../adapters/whatsapp/cloud/index.ts')
  const { apiRoot, businessId, throughput, ...account } = cloud
  return [
    createWhatsAppCloud({
      channel: whatsapp,
      ...account,
      ...(apiRoot === null ? {} : { apiRoot }),
      ...(businessId === null ? {} : { businessId }),
      templates: loadTemplates(join(home, 'content/whatsapp-templates.csv')),
      pace: { perSecond: throughput },
      onStatus({ kind, outcome, code, delivery }) {
        receipts.take({
          name: delivery,
          kind,
          optOut: outcome?.kind === 'refused' && outcome.optOut === true,
        })
        const why = outcome !== null && 'why' in outcome ? outcome.why : null
        counts.status(whatsapp, kind, why)
        if (kind === 'failed') log.info('whatsapp status', { code, why })
      },
      log: ({ kind, ...facts }) => log.info(`whatsapp ${kind}`, facts),
    }),
  ]
}

/** WhatsApp as a linked device, where it is configured and people are heard: its session lives in one process. */
function createLinkedPhone(
  config: Config,
  { log, tell }: Pick<Life, 'log' | 'tell'>,
  more: { readonly address: (path: string) => string; readonly onLinked: (at: Date) => void },
): WhatsAppWeb | null {
  const { whatsappWeb, role, dataDir } = config
  if (whatsappWeb === null || role === 'worker' || role === 'console') return null
  const { phone, chromium, browserArgs, quietHours } = whatsappWeb
  const folder = join(dataDir, 'whatsapp-web')
  const web = createWhatsAppWeb({
    folder,
    ...(phone === null ? {} : { phone }),
    ...(chromium === null ? {} : { chromium }),
    browserArgs,
    quietHours,
    ...more,
    tell,
    log: ({ kind, ...facts }) => log.info(`whatsapp-web ${kind}`, facts),
  })
  const lock = takeLock(folder)
  if ('heldBy' in lock) {
    throw new ConfigError(
      `The WhatsApp session in ${folder} is in use by process ${lock.heldBy}. Stop that process, or set DATA_DIR to another folder.`,
    )
  }
  return {
    ...web,
    async close() {
      await web.close()
      lock.release()
    },
  }
}

const commands = ['cek', 'bantuan', 'kabar', 'bahasa', 'data', 'hapus'] as const

/** The commands a person can pick from a menu, in each language. */
function commandMenus(speak: Speak): Record<Locale, readonly Command[]> {
  const menu = (locale: Locale): readonly Command[] =>
    commands.map((command) => ({
      command,
      description: plainText(speak(say(`commands.${command}`), locale)),
    }))
  return { id: menu('id'), en: menu('en'), jv: menu('jv'), su: menu('su') }
}
