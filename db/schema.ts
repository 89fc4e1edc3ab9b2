/** Every table. Whatever could name a person is an HMAC (`key`, `chat`) or sealed ciphertext (`db/seal.ts`):
 * a stolen dump names nobody and holds no message. */
import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  customType,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  smallint,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type {
  AgencyTold,
  Audience,
  CampaignStatus,
  CaptureId,
  CaseId,
  CaseStatus,
  Cause,
  ChannelName,
  ConsentEvent,
  ConsentHow,
  ContactId,
  Danger,
  Day,
  Destination,
  EvidenceId,
  EvidenceKind,
  Fact,
  Finding,
  Hours,
  IndicatorKind,
  IntentName,
  ListKind,
  Locale,
  LookResult,
  OrganisationId,
  Outcome,
  OwnAddress,
  PauseReason,
  Phase,
  Place,
  PriorityReason,
  Regrouping,
  ReportedAd,
  ReportId,
  ReviewerId,
  Statement,
  Suggestion,
  TakedownClass,
  TakedownId,
  TakedownRecipient,
  TakedownStatus,
  TakedownStep,
  Template,
  Topic,
  Variant,
  WatchKind,
  WatchOutcome,
  WatchSourceId,
  WatchTrouble,
} from '#engine'

const moment = () => timestamp({ withTimezone: true, mode: 'date' })
const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' })

/** One person on one channel. */
export const contacts = pgTable('contacts', {
  id: uuid().primaryKey().defaultRandom().$type<ContactId>(),
  /** HMAC of channel, kind of id and id. */
  key: text().notNull().unique(),
  channel: text().notNull().$type<ChannelName>(),
  locale: text().$type<Locale>(),
  introducedAt: moment(),
  introducedVersion: text(),
  /** Until then their reports are answered and kept, and not counted. */
  mutedUntil: moment(),
  createdAt: moment().notNull().defaultNow(),
})

/** One contact in one chat: what was last said and offered there. */
export const conversations = pgTable(
  'conversations',
  {
    id: uuid().primaryKey().defaultRandom(),
    /** HMAC of channel and chat; in a group, of channel, chat and person. */
    key: text().notNull().unique(),
    contactId: uuid()
      .notNull()
      .references(() => contacts.id, { onDelete: 'cascade' })
      .$type<ContactId>(),
    turn: integer().notNull().default(0),
    /** Sealed JSON of state and offered choices: they may quote what a person typed. */
    memory: text(),
    latestAt: moment(),
  },
  (table) => [index().on(table.contactId)],
)

/** Other ids of a contact, where people have a number and an id of the platform's own: an HMAC for each. */
export const aliases = pgTable(
  'aliases',
  {
    /** What `contacts.key` would be for this id. */
    key: text().primaryKey(),
    contactId: uuid()
      .notNull()
      .references(() => contacts.id, { onDelete: 'cascade' })
      .$type<ContactId>(),
    /** Key of the contact's private conversation. */
    conversation: text().notNull(),
  },
  (table) => [index().on(table.contactId)],
)

/** Somebody is in danger: for the officers, by kind, country and time. Names nobody; of a person who is forgotten the
 * case alone remains. */
export const urgentCases = pgTable(
  'urgent_cases',
  {
    id: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    conversationId: uuid().references(() => conversations.id, { onDelete: 'set null' }),
    channel: text().notNull().$type<ChannelName>(),
    danger: text().notNull().$type<Danger>(),
    /** ISO 3166, small letters; null: not told. */
    country: text().$type<Place>(),
    openedAt: moment().notNull().defaultNow(),
    updatedAt: moment().notNull().defaultNow(),
  },
  (table) => [index().on(table.conversationId)],
)

/** Where what has no other organisation belongs: made by the migration, and never closed. */
export const homeOrganisation = '00000000-0000-4000-8000-000000000001' as OrganisationId

/** A ministry, a province or an NGO: its officers read and decide its cases, and no others. */
export const organisations = pgTable('organisations', {
  id: uuid().primaryKey().defaultRandom().$type<OrganisationId>(),
  name: text().notNull().unique(),
  kind: text().notNull().$type<'ministry' | 'province' | 'ngo'>(),
  /** Its admins and auditors may read the cases of all. */
  oversees: boolean().notNull().default(false),
  createdAt: moment().notNull().defaultNow(),
})

/** Which organisation a row belongs to. */
const organisation = () =>
  uuid()
    .notNull()
    .default(homeOrganisation)
    .references(() => organisations.id)
    .$type<OrganisationId>()

/** One recruiter, as far as reports about it could be joined. */
export const cases = pgTable(
  'cases',
  {
    id: uuid().primaryKey().defaultRandom().$type<CaseId>(),
    organisationId: organisation(),
    status: text().notNull().default('waiting').$type<CaseStatus['kind']>(),
    finding: text().$type<Finding>(),
    /** Higher is looked at sooner, for the reasons in `because`. */
    rank: integer().notNull().default(0),
    because: text().array().notNull().default(sql`'{}'`).$type<readonly PriorityReason[]>(),
    openedAt: moment().notNull().defaultNow(),
    /** By when it should be decided, by its gravest reason. */
    dueAt: moment(),
    /** What the queue is narrowed by: `level:danger`, `sign:…`, `reason:…`, `platform:…`, `country:…`, `channel:…`,
     * `agency:…` (an HMAC), `picture`, `quiet`. Written anew from its reports whenever they change. */
    facets: text().array().notNull().default(sql`'{}'`).$type<readonly string[]>(),
    /** The colleague who is to look at it. */
    assignedTo: uuid().$type<ReviewerId>(),
    /** The case that has all its reports now. */
    mergedInto: uuid().$type<CaseId>(),
    /** Who works on it, and until when unless the claim is renewed. */
    claimedBy: uuid().$type<ReviewerId>(),
    claimedAt: moment(),
    claimedUntil: moment(),
    proposedBy: uuid().$type<ReviewerId>(),
    proposedAt: moment(),
    /** Sealed: why it was proposed or decided so. */
    reason: text(),
    /** Name of the rule it goes by, from `content/rules.csv`. */
    rule: text(),
    /** The proposer first, then who confirmed. */
    decidedBy: uuid().array().$type<readonly ReviewerId[]>(),
    decidedAt: moment(),
    /** What became of the requests to take it down, as its reporters are told. */
    takedown: text().$type<TakedownStep>(),
  },
  (table) => [
    index('cases_queue').on(table.rank.desc(), table.openedAt).where(sql`status <> 'decided'`),
    index('cases_decided').on(table.decidedAt.desc()).where(sql`status = 'decided'`),
    index('cases_facets').using('gin', table.facets),
    index('cases_due').on(table.dueAt).where(sql`status <> 'decided'`),
    index('cases_assigned').on(table.assignedTo).where(sql`status <> 'decided'`),
    // All that is counted of them, so that the wide rows are left alone.
    index('cases_counted')
      .on(table.openedAt, table.organisationId, table.status, table.finding, table.decidedAt)
      .where(sql`merged_into is null`),
    // Whatever a program does: nobody is called an illegal recruiter by one person alone.
    check(
      'cases_second_person',
      sql`status <> 'decided' or finding is distinct from 'illegal-recruitment'
        or coalesce(cardinality(decided_by) >= 2 and decided_by[1] <> decided_by[2], false)`,
    ),
  ],
)

/** What one person passed on to the officers. Who it was is kept apart from what it says, and goes when they wish. */
export const reports = pgTable(
  'reports',
  {
    id: uuid().primaryKey().defaultRandom().$type<ReportId>(),
    /** Told to the reporter; eight digits, drawn. */
    number: integer().notNull().unique(),
    caseId: uuid()
      .notNull()
      .references(() => cases.id)
      .$type<CaseId>(),
    contactId: uuid()
      .references(() => contacts.id, { onDelete: 'set null' })
      .$type<ContactId>(),
    channel: text().notNull().$type<ChannelName>(),
    level: text().notNull().$type<ReportedAd['level']>(),
    signs: text().array().notNull(),
    /** Sealed: the advertisements as they were received. */
    content: text().notNull(),
    /** Keys of its words, 16,384 for all words there are: narrows a search, and tells no word by itself. */
    words: smallint().array().notNull().default(sql`'{}'`).$type<readonly number[]>(),
    /** False: its reporter was muted, and it moves no case. */
    counted: boolean().notNull().default(true),
    /** In the order of filing, so that a page that is open sees that something came. */
    place: bigint({ mode: 'bigint' }).unique().generatedAlwaysAsIdentity(),
    at: moment().notNull().defaultNow(),
  },
  (table) => [
    index().on(table.caseId),
    index().on(table.contactId),
    index('reports_words').using('gin', table.words),
    // All that is counted of them.
    index('reports_at').on(table.at, table.channel),
  ],
)

/** What a reporter told beside the advertisement: somebody paid, left, is held. */
export const reportFacts = pgTable(
  'report_facts',
  {
    reportId: uuid()
      .notNull()
      .references(() => reports.id, { onDelete: 'cascade' })
      .$type<ReportId>(),
    fact: text().notNull().$type<Fact>(),
    /** When it was told last. */
    at: moment().notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.reportId, table.fact] })],
)

/** What officers decided about what identifies a recruiter, as it was in the case on that day: what joins later is not
 * called anything by it. */
export const rulings = pgTable(
  'rulings',
  {
    /** HMAC of the indicator. */
    key: text().notNull(),
    caseId: uuid()
      .notNull()
      .references(() => cases.id, { onDelete: 'cascade' })
      .$type<CaseId>(),
    finding: text().notNull().$type<Finding>(),
    at: moment().notNull(),
  },
  (table) => [primaryKey({ columns: [table.key, table.caseId] }), index().on(table.caseId)],
)

/** Where news reaches somebody who wished it, and nobody else. */
export const letterboxes = pgTable(
  'letterboxes',
  {
    contactId: uuid()
      .primaryKey()
      .references(() => contacts.id, { onDelete: 'cascade' })
      .$type<ContactId>(),
    conversationId: uuid()
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    channel: text().notNull().$type<ChannelName>(),
    /** Sealed; null: nothing may be sent. */
    address: text(),
    /** Whether they wish news of their reports; null: not asked yet. */
    reports: boolean(),
    at: moment().notNull().defaultNow(),
  },
  (table) => [index().on(table.conversationId)],
)

/** An agency somebody asked about, and wishes to hear of when its standing changes. */
export const follows = pgTable(
  'follows',
  {
    id: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    contactId: uuid()
      .notNull()
      .references(() => letterboxes.contactId, { onDelete: 'cascade' })
      .$type<ContactId>(),
    /** HMAC of the name. */
    key: text().notNull(),
    /** Sealed: the name as it was judged. */
    name: text().notNull(),
    /** What they were told last. */
    told: text().notNull().$type<AgencyTold>(),
    /** Version of the lists by which it was looked at last. */
    version: text().notNull(),
    at: moment().notNull().defaultNow(),
  },
  (table) => [uniqueIndex().on(table.contactId, table.key), index().on(table.version)],
)

/** News on its way: written down with what it tells of, sent when the channel allows it, once. */
export const news = pgTable(
  'news',
  {
    id: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    contactId: uuid()
      .notNull()
      .references(() => letterboxes.contactId, { onDelete: 'cascade' })
      .$type<ContactId>(),
    /** The report it is about; null: an agency that is followed. */
    reportId: uuid()
      .references(() => reports.id, { onDelete: 'cascade' })
      .$type<ReportId>(),
    /** `decided:1764000000000`: one of each kind for a report. */
    step: text().notNull(),
    /** Sealed reply; wiped when it is handed to the outbox. */
    message: text(),
    at: moment().notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('news_once').on(table.contactId, table.reportId, table.step),
    index('news_waiting').on(table.id).where(sql`message is not null`),
    index().on(table.reportId),
  ],
)

/** What identifies a recruiter: an HMAC to join by, sealed to be read. */
export const indicators = pgTable(
  'indicators',
  {
    id: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    reportId: uuid()
      .notNull()
      .references(() => reports.id, { onDelete: 'cascade' })
      .$type<ReportId>(),
    caseId: uuid()
      .notNull()
      .references(() => cases.id)
      .$type<CaseId>(),
    kind: text().notNull().$type<IndicatorKind>(),
    key: text().notNull(),
    value: text().notNull(),
    joins: boolean().notNull(),
  },
  (table) => [
    index('indicators_join').on(table.key, table.caseId).where(sql`joins`),
    // What joins nothing, such as a shortened address, is searched for all the same.
    index('indicators_loose').on(table.key).where(sql`not joins`),
    index().on(table.reportId),
    index().on(table.caseId),
  ],
)

/** Fingerprints of pictures and texts, to find those that may be alike. They tell nothing by themselves. */
export const prints = pgTable(
  'prints',
  {
    id: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    print: text().notNull(),
    reportId: uuid()
      .notNull()
      .references(() => reports.id, { onDelete: 'cascade' })
      .$type<ReportId>(),
    caseId: uuid()
      .notNull()
      .references(() => cases.id)
      .$type<CaseId>(),
  },
  (table) => [index().on(table.reportId)],
)

/** By which pieces a fingerprint is found: 64 of a text, 8 of a picture, so these rows are narrow. */
export const printKeys = pgTable(
  'print_keys',
  {
    /** `poster:0:ab`, `text:3:…`. */
    key: text().notNull(),
    printId: bigint({ mode: 'bigint' })
      .notNull()
      .references(() => prints.id, { onDelete: 'cascade' }),
  },
  (table) => [index().on(table.key), index().on(table.printId)],
)

/** The bytes of what came with reports, each once however often it came. The bytes themselves are apart. */
export const originals = pgTable('originals', {
  /** HMAC of the sha256 of the bytes. */
  key: text().primaryKey(),
  size: integer().notNull(),
  /** Media type by the first bytes. */
  type: text().notNull(),
  /** When it came last: what came just now is not swept away before a report has it. */
  usedAt: moment().notNull().defaultNow(),
})

/** Sealed bytes, a piece a row; read by key alone, one original at a time. */
export const originalPieces = pgTable(
  'original_pieces',
  {
    key: text()
      .notNull()
      .references(() => originals.key, { onDelete: 'cascade' }),
    piece: integer().notNull(),
    sealed: bytea().notNull(),
  },
  (table) => [primaryKey({ columns: [table.key, table.piece] })],
)

/** Pages of originals as officers see them, drawn when first asked for and gone with their original. */
export const originalViews = pgTable(
  'original_views',
  {
    key: text()
      .notNull()
      .references(() => originals.key, { onDelete: 'cascade' }),
    /** From 1. */
    page: integer().notNull(),
    /** Of the whole original. */
    pages: integer().notNull(),
    width: integer().notNull(),
    height: integer().notNull(),
    /** A JPEG, sealed. */
    sealed: bytea().notNull(),
    madeAt: moment().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.key, table.page] }),
    index('original_views_made').using('brin', table.madeAt),
  ],
)

/** What came with a report, one row a thing. It names nobody who sent it, and goes with its report. */
export const evidence = pgTable(
  'evidence',
  {
    id: uuid().primaryKey().defaultRandom().$type<EvidenceId>(),
    reportId: uuid()
      .notNull()
      .references(() => reports.id, { onDelete: 'cascade' })
      .$type<ReportId>(),
    /** Its place among what came with the report, from 0. */
    place: smallint().notNull(),
    kind: text().notNull().$type<EvidenceKind>(),
    /** `wanted`: its bytes are still to be fetched. */
    status: text().notNull().$type<'wanted' | 'kept' | 'lost'>(),
    /** Why it was lost. */
    why: text().$type<'too-big' | 'too-much' | 'gone'>(),
    channel: text().notNull().$type<ChannelName>(),
    /** Sealed: where the bytes are to be had; wiped when they were, or when they are lost. */
    source: text(),
    original: text().references(() => originals.key),
    /** Sealed: its words, how it was passed on, its likeness, the sha256 of the bytes. */
    facts: text().notNull(),
    /** By the platform's clock; null: an older release did not write it down. */
    sentAt: moment(),
    /** By our clock. */
    receivedAt: moment().notNull(),
    keptAt: moment(),
    attempts: smallint().notNull().default(0),
    dueAt: moment().notNull().defaultNow(),
    leaseUntil: moment(),
    leasedBy: text(),
  },
  (table) => [
    uniqueIndex('evidence_of_report').on(table.reportId, table.place),
    index('evidence_wanted').on(table.dueAt).where(sql`status = 'wanted'`),
    index().on(table.original),
  ],
)

/** Cases that may be one, for a reviewer to say. */
export const suggestions = pgTable(
  'suggestions',
  {
    caseId: uuid()
      .notNull()
      .references(() => cases.id, { onDelete: 'cascade' })
      .$type<CaseId>(),
    otherId: uuid()
      .notNull()
      .references(() => cases.id, { onDelete: 'cascade' })
      .$type<CaseId>(),
    why: text().notNull().$type<Suggestion['why']>(),
    at: moment().notNull().defaultNow(),
    /** A reviewer said that they are two; null: nobody has said anything. */
    rejectedBy: uuid().$type<ReviewerId>(),
    rejectedAt: moment(),
  },
  (table) => [primaryKey({ columns: [table.caseId, table.otherId, table.why] }), index().on(table.otherId)],
)

/** A recruiter who was taken down, met again: the report in which something of theirs was seen, by what, and when the case
 * had been decided before. The report may be in this case or in one of its own. */
export const rebirths = pgTable(
  'rebirths',
  {
    id: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    caseId: uuid()
      .notNull()
      .references(() => cases.id, { onDelete: 'cascade' })
      .$type<CaseId>(),
    reportId: uuid()
      .notNull()
      .references(() => reports.id, { onDelete: 'cascade' })
      .$type<ReportId>(),
    by: text().array().notNull().$type<readonly IndicatorKind[]>(),
    at: moment().notNull().defaultNow(),
    decidedAt: moment(),
  },
  (table) => [uniqueIndex('rebirths_once').on(table.caseId, table.reportId), index().on(table.reportId)],
)

/** Groups whose administrators asked for warnings. Nothing of their members, and not even which group it is. */
export const groupGuards = pgTable('group_guards', {
  /** HMAC of channel and chat. */
  chat: text().primaryKey(),
  channel: text().notNull().$type<ChannelName>(),
  /** The language it is warned in: that of whoever asked for it. */
  locale: text().notNull().default('id').$type<Locale>(),
  at: moment().notNull().defaultNow(),
})

/** What such a group was warned of lately, so that it is not warned of the same again. */
export const groupWarnings = pgTable(
  'group_warnings',
  {
    chat: text()
      .notNull()
      .references(() => groupGuards.chat, { onDelete: 'cascade' }),
    /** HMAC of what identifies the advertisement in that chat. */
    key: text().notNull(),
    at: moment().notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.chat, table.key] }), index().on(table.at)],
)

/** Addresses that ministries and firms say are their own: public by their nature. What is taken off the list stays, as what
 * was once believed. */
export const ownAddresses = pgTable(
  'own_addresses',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    owner: text().notNull(),
    sort: text().notNull().$type<OwnAddress['sort']>(),
    kind: text().notNull().$type<OwnAddress['kind']>(),
    value: text().notNull(),
    source: text().notNull(),
    sourceDate: text().notNull(),
    /** The correction by which a firm told it. */
    appeal: integer(),
    addedBy: uuid().$type<ReviewerId>(),
    addedAt: moment().notNull().defaultNow(),
    removedBy: uuid().$type<ReviewerId>(),
    removedAt: moment(),
  },
  (table) => [
    uniqueIndex('own_addresses_once').on(table.kind, table.value, table.owner).where(sql`removed_at is null`),
  ],
)

/** Reports that people moved from one case to another; kept, so that each move can be taken back. */
export const regroupings = pgTable(
  'regroupings',
  {
    id: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    kind: text().notNull().$type<Regrouping['kind']>(),
    fromId: uuid()
      .notNull()
      .references(() => cases.id)
      .$type<CaseId>(),
    toId: uuid()
      .notNull()
      .references(() => cases.id)
      .$type<CaseId>(),
    reports: uuid().array().notNull().$type<readonly ReportId[]>(),
    by: uuid().notNull().$type<ReviewerId>(),
    at: moment().notNull(),
    /** Sealed. */
    reason: text().notNull(),
    undoneAt: moment(),
  },
  (table) => [index().on(table.fromId), index().on(table.toId)],
)

/** What officers tell each other about a case. */
export const caseNotes = pgTable(
  'case_notes',
  {
    id: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    caseId: uuid()
      .notNull()
      .references(() => cases.id)
      .$type<CaseId>(),
    by: uuid().notNull().$type<ReviewerId>(),
    at: moment().notNull(),
    /** Sealed. */
    text: text().notNull(),
  },
  (table) => [index().on(table.caseId)],
)

/** Ways to narrow the queue that an officer wants to find again. */
export const savedViews = pgTable(
  'saved_views',
  {
    id: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    reviewerId: uuid()
      .notNull()
      .references(() => reviewers.id, { onDelete: 'cascade' })
      .$type<ReviewerId>(),
    /** Sealed name and address: a search may hold a phone number. */
    view: text().notNull(),
  },
  (table) => [index().on(table.reviewerId)],
)

/** Pictures and letters that wait to be read; what names anybody is sealed, and wiped when it was read. */
export const readings = pgTable(
  'readings',
  {
    id: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    channel: text().notNull().$type<ChannelName>(),
    /** Sealed: the message without its words' origin, the file's key, the words beside it. */
    message: text(),
    attempts: integer().notNull().default(0),
    dueAt: moment().notNull().defaultNow(),
    leaseUntil: moment(),
    leasedBy: text(),
    createdAt: moment().notNull().defaultNow(),
    doneAt: moment(),
  },
  (table) => [index('readings_due').on(table.id).where(sql`done_at is null`)],
)

/** A conversation that officers have, or are asked to have. One that is closed is kept for a while; of a person who is
 * forgotten nothing is. */
export const inboxThreads = pgTable(
  'inbox_threads',
  {
    id: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    conversationId: uuid()
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    contactId: uuid()
      .notNull()
      .references(() => contacts.id, { onDelete: 'cascade' })
      .$type<ContactId>(),
    channel: text().notNull().$type<ChannelName>(),
    /** Sealed: where an answer goes. */
    address: text().notNull(),
    status: text().notNull().default('waiting').$type<'waiting' | 'taken' | 'closed'>(),
    takenBy: text().$type<ReviewerId>(),
    openedAt: moment().notNull().defaultNow(),
    /** When the person last asked for somebody. */
    askedAt: moment().notNull().defaultNow(),
    /** The latest word of an officer. */
    answeredAt: moment(),
    /** When the person was last told that their messages arrive. */
    notedAt: moment(),
    /** Since when the bot speaks again because nobody answered; what was written still waits. */
    lapsedAt: moment(),
    closedAt: moment(),
    closedBy: text().$type<'person' | 'officer'>(),
  },
  (table) => [
    uniqueIndex('inbox_open').on(table.conversationId).where(sql`status <> 'closed'`),
    index('inbox_queue').on(table.askedAt).where(sql`status <> 'closed'`),
    index().on(table.contactId),
    index('inbox_closed').on(table.closedAt).where(sql`status = 'closed'`),
  ],
)

/** What was written to the officers, and by them; sealed. */
export const inboxMessages = pgTable(
  'inbox_messages',
  {
    id: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    threadId: bigint({ mode: 'bigint' })
      .notNull()
      .references(() => inboxThreads.id, { onDelete: 'cascade' }),
    direction: text().notNull().$type<'in' | 'out'>(),
    /** Sealed: what was said, as it was heard. */
    body: text().notNull(),
    /** The officer who wrote it; null: the person. */
    writtenBy: text().$type<ReviewerId>(),
    at: moment().notNull().defaultNow(),
  },
  (table) => [index().on(table.threadId, table.id)],
)

/** What the operator has chosen to be watched: feeds, sitemaps, single pages, chats the bot is a member of, lists of
 * partners, addresses of decided cases. */
export const watchSources = pgTable(
  'watch_sources',
  {
    id: uuid().primaryKey().defaultRandom().$type<WatchSourceId>(),
    organisationId: organisation(),
    kind: text().notNull().$type<WatchKind>(),
    /** HMAC of kind and address: each is watched once. */
    key: text().notNull(),
    /** Sealed: it may be somebody's account. */
    address: text().notNull(),
    name: text().notNull(),
    /** Who answers for its being watched, and what for. */
    owner: text().notNull(),
    purpose: text().notNull(),
    paceMinutes: integer().notNull(),
    /** Pages and items taken from it in a day at most. */
    perDay: integer().notNull(),
    on: boolean().notNull().default(true),
    addedBy: uuid().$type<ReviewerId>(),
    addedAt: moment().notNull().defaultNow(),
    /** When it is read next; null: it comes by itself (a chat, a list). */
    dueAt: moment(),
    leaseUntil: moment(),
    leasedBy: text(),
    /** Readings in a row that failed. */
    failures: integer().notNull().default(0),
    trouble: text().$type<WatchTrouble>(),
    triedAt: moment(),
    readAt: moment(),
    /** Sealed: what the server gave to ask by whether it has changed. */
    validators: text(),
    /** HMAC of what was read last. */
    digest: text(),
    /** Day (UTC) of the budget, and what of it is spent. */
    day: date({ mode: 'string' }),
    today: integer().notNull().default(0),
    /** Items judged since it was added, changed ones again. */
    judged: integer().notNull().default(0),
  },
  (table) => [
    uniqueIndex('watch_sources_once').on(table.organisationId, table.key),
    index('watch_sources_due').on(table.dueAt).where(sql`due_at is not null and "on"`),
  ],
)

/** One thing that a source has: recognised by HMACs alone. Its words are kept only where they became a report. */
export const watchItems = pgTable(
  'watch_items',
  {
    id: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    sourceId: uuid()
      .notNull()
      .references(() => watchSources.id, { onDelete: 'cascade' })
      .$type<WatchSourceId>(),
    /** HMAC of its address or id. */
    key: text().notNull(),
    /** HMAC of what was judged last; null: nothing yet. */
    digest: text(),
    /** HMAC of what its source said of it when it was listed last: the same means that it need not be read again. */
    mark: text(),
    /** Sealed: where it is to be read, and what its source says of it; wiped when it was read. */
    target: text(),
    outcome: text().$type<WatchOutcome>(),
    seenAt: moment().notNull().defaultNow(),
    judgedAt: moment(),
    /** When it is to be read; null: nothing is waited for. */
    dueAt: moment(),
    attempts: smallint().notNull().default(0),
    leaseUntil: moment(),
    leasedBy: text(),
    reportId: uuid()
      .references(() => reports.id, { onDelete: 'set null' })
      .$type<ReportId>(),
  },
  (table) => [
    uniqueIndex('watch_items_once').on(table.sourceId, table.key),
    index('watch_items_due').on(table.dueAt).where(sql`due_at is not null`),
    index('watch_items_report').on(table.reportId).where(sql`report_id is not null`),
    index('watch_items_seen').using('brin', table.seenAt),
  ],
)

/** A machine of strangers: when it may be asked next, and what it asks of readers. */
export const watchHosts = pgTable('watch_hosts', {
  /** HMAC of its name. */
  key: text().primaryKey(),
  nextAt: moment().notNull(),
  failures: integer().notNull().default(0),
  /** Sealed: its robots.txt; null: it has none that counts. */
  robots: text(),
  robotsAt: moment(),
})

/** One row a thing heard: the idempotency key of a turn, and what is counted. Names nobody. */
export const turns = pgTable(
  'turns',
  {
    /** HMAC of channel and inbound id. Kept longer than any platform redelivers (7 days, Meta's webhooks page). */
    key: text().primaryKey(),
    at: moment().notNull(),
    channel: text().notNull().$type<ChannelName>(),
    intent: text().notNull().$type<IntentName>(),
    outcome: text().notNull().$type<Outcome>(),
    locale: text().notNull().$type<Locale>(),
  },
  (table) => [index().using('brin', table.at)],
)

/** The ledger of what goes out. Text, address and chat are wiped when a row is settled for good. */
export const outbox = pgTable(
  'outbox',
  {
    id: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    channel: text().notNull().$type<ChannelName>(),
    /** HMAC of channel and chat: deliveries of one chat go one at a time, in order. */
    chat: text(),
    /** Sealed address and reply. */
    message: text(),
    /** Whose answer it is, until it is settled: to hold it back when they wish to be forgotten. */
    contactId: uuid().$type<ContactId>(),
    locale: text().notNull().$type<Locale>(),
    /** Number of the turn whose choices the reply offers. */
    turn: integer().notNull(),
    cause: text().notNull().$type<Cause['kind']>(),
    /** Answers before all else: the lower, the sooner. */
    rank: smallint().notNull(),
    status: text().notNull().$type<'waiting' | 'sending' | 'sent' | 'refused' | 'skipped'>(),
    why: text(),
    attempts: integer().notNull().default(0),
    partsSent: integer().notNull().default(0),
    dueAt: moment().notNull().defaultNow(),
    leaseUntil: moment(),
    /** The process that has it, while it has. */
    leasedBy: text(),
    createdAt: moment().notNull().defaultNow(),
    settledAt: moment(),
  },
  (table) => [
    index('outbox_due').on(table.rank, table.id).where(sql`status in ('waiting', 'sending')`),
    index('outbox_chat').on(table.chat, table.id).where(sql`status in ('waiting', 'sending')`),
    // Rows come in the order of time: a few bytes a page are enough to find the old ones.
    index('outbox_created').using('brin', table.createdAt),
  ],
)

/** A channel whose platform said "not now": nothing is sent on it before `until`, by any process. */
export const channelHolds = pgTable('channel_holds', {
  channel: text().primaryKey().$type<ChannelName>(),
  until: moment().notNull(),
})

/** One person on one channel who may be sent campaigns, or once did ask for them. Five million of these are expected, so
 * every byte is thought of: no wide index, small columns, nothing that can be looked up elsewhere. */
export const subscribers = pgTable('subscribers', {
  /** When they last wrote. */
  seenAt: moment(),
  pausedUntil: moment(),
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  /** A bit each, as `topics` has them; 0: nothing may be sent. */
  topics: smallint().notNull().default(0),
  /** Place in `zones`. */
  zone: smallint().notNull().default(0),
  /** The platform says that they want no more. */
  blocked: boolean().notNull().default(false),
  /** Said to be under 18. */
  minor: boolean().notNull().default(false),
  /** First 12 bytes of what is `contacts.key`, by which the same person is recognised. */
  key: bytea().notNull().unique(),
  /** Sealed chat; it opens only beside its key. */
  address: bytea().notNull(),
  channel: text().notNull().$type<ChannelName>(),
  locale: text().notNull().$type<Locale>(),
  province: text(),
  country: text().$type<Destination>(),
  phase: text().$type<Phase>(),
})

/** Words that people agreed to, each version once in each language. */
export const consentTexts = pgTable(
  'consent_texts',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    version: text().notNull(),
    locale: text().notNull().$type<Locale>(),
    words: text().notNull(),
  },
  (table) => [uniqueIndex('consent_texts_once').on(table.version, table.locale)],
)

/** The proof of every consent, and of its end. Rows are only ever added: the database itself refuses to change or delete
 * one. It names nobody: once a subscriber is forgotten, their number leads to no one. */
export const consents = pgTable(
  'consents',
  {
    at: moment().notNull().defaultNow(),
    /** Until when, of a pause. */
    until: moment(),
    subscriber: integer().notNull(),
    /** The words, of `asked` and `given`. */
    text: integer().references(() => consentTexts.id),
    /** The campaign after which it was taken back. */
    campaign: integer(),
    topics: smallint().notNull(),
    kind: text().notNull().$type<ConsentEvent['kind']>(),
    how: text().notNull().$type<ConsentHow>(),
  },
  (table) => [
    // Numbers rise with time, so a few bytes a page find somebody's rows; a tree would cost 22 bytes each.
    index('consents_subscriber')
      .using('brin', table.subscriber.op('int4_minmax_multi_ops'))
      .with({ pages_per_range: 16 }),
    index('consents_campaign').on(table.campaign).where(sql`campaign is not null`),
    // What was taken back lately is looked at again and again: nothing may be sent after it (`gauges.ts`).
    index('consents_at').using('brin', table.at),
  ],
)

/** One message to everybody who asked for its topic. */
export const campaigns = pgTable(
  'campaigns',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    name: text().notNull(),
    topic: text().notNull().$type<Topic>(),
    author: uuid().notNull().$type<ReviewerId>(),
    audience: jsonb().notNull().$type<Audience>(),
    /** Receivers' local hours; null: any. */
    hours: jsonb().$type<Hours>(),
    capDays: smallint().notNull().default(0),
    startAt: moment(),
    /** What stands in the holes of its texts. */
    values: jsonb().notNull().default({}).$type<Readonly<Record<string, string>>>(),
    /** A second text goes to half of the people. */
    halves: boolean().notNull().default(false),
    status: text().notNull().default('draft').$type<CampaignStatus['kind']>(),
    /** How many it was planned for. */
    recipients: integer(),
    createdAt: moment().notNull().defaultNow(),
    proposedBy: uuid().$type<ReviewerId>(),
    proposedAt: moment(),
    proposedFor: integer(),
    approvedBy: uuid().$type<ReviewerId>(),
    approvedAt: moment(),
    /** Another person had to allow it. */
    needsSecond: boolean().notNull().default(false),
    plannedAt: moment(),
    /** Since when it is sent, after the latest pause. */
    sendingSince: moment(),
    pausedBy: uuid().$type<ReviewerId>(),
    pausedAt: moment(),
    pausedWhy: text().$type<PauseReason>(),
    /** When it was finished or cancelled. */
    endedAt: moment(),
    endedBy: uuid().$type<ReviewerId>(),
  },
  (table) => [
    index('campaigns_open').on(table.id).where(sql`status in ('approved', 'sending')`),
    // Whatever a program does: nothing is sent to many by one person alone.
    check(
      'campaigns_second_person',
      sql`status in ('draft', 'proposed', 'cancelled') or not needs_second
        or coalesce(approved_by <> author and approved_by <> proposed_by, false)`,
    ),
  ],
)

/** What a campaign says, in each language. */
export const campaignTexts = pgTable(
  'campaign_texts',
  {
    campaign: integer()
      .notNull()
      .references(() => campaigns.id, { onDelete: 'cascade' }),
    variant: text().notNull().$type<Variant>(),
    locale: text().notNull().$type<Locale>(),
    words: text().notNull(),
    choices: text().array().notNull().default(sql`'{}'`).$type<readonly string[]>(),
    template: jsonb().$type<Template>(),
  },
  (table) => [primaryKey({ columns: [table.campaign, table.variant, table.locale] })],
)

/** The picture of a campaign, read once a process. */
export const campaignPictures = pgTable('campaign_pictures', {
  campaign: integer()
    .primaryKey()
    .references(() => campaigns.id, { onDelete: 'cascade' }),
  /** PNG. */
  bytes: bytea().notNull(),
})

/** About 500 recipients of a campaign: frozen when it was planned, and what became of each. A row for each message slowed
 * from 8.9 k/s to 1.5 k/s over half a million. */
export const campaignChunks = pgTable(
  'campaign_chunks',
  {
    campaign: integer()
      .notNull()
      .references(() => campaigns.id, { onDelete: 'cascade' }),
    number: integer().notNull(),
    dueAt: moment().notNull().defaultNow(),
    leaseUntil: moment(),
    /** Place in `zones`: all of a chunk keep the same hours. */
    zone: smallint().notNull(),
    /** Nothing is left to be sent. */
    done: boolean().notNull().default(false),
    variant: text().notNull().$type<Variant>(),
    channel: text().notNull().$type<ChannelName>(),
    leasedBy: text(),
    /** Numbers of subscribers, rising; kept out of line, so that it is never written again. */
    recipients: integer().array().notNull(),
    /** A byte a recipient (`outcomes.ts`); written by the holder of the lease alone. */
    outcomes: bytea().notNull(),
    /** A byte a recipient of what the platform told afterwards; null: nothing yet. */
    receipts: bytea(),
  },
  (table) => [
    primaryKey({ columns: [table.campaign, table.number] }),
    index('campaign_chunks_open').on(table.channel, table.campaign, table.number).where(sql`not done`),
  ],
)

/** The campaign that was last sent to each subscriber, or was about to be. Apart from `subscribers`, whose rows are wide and
 * would each be written anew. */
export const latestCampaigns = pgTable('latest_campaigns', {
  at: moment().notNull(),
  subscriber: integer().primaryKey(),
  campaign: integer().notNull(),
})

/** Somebody blocked us, as the platform says: believed after a short while, unless so many do at once that the platform
 * itself must be at fault. */
export const optOuts = pgTable(
  'opt_outs',
  {
    at: moment().notNull().defaultNow(),
    subscriber: integer().primaryKey(),
    campaign: integer().notNull(),
  },
  (table) => [index().on(table.campaign, table.at)],
)

/** What people chose under a campaign, each person once; the latest counts. */
export const campaignAnswers = pgTable(
  'campaign_answers',
  {
    campaign: integer()
      .notNull()
      .references(() => campaigns.id, { onDelete: 'cascade' }),
    subscriber: integer().notNull(),
    choice: smallint().notNull(),
    variant: text().notNull().$type<Variant>(),
    at: moment().notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.campaign, table.subscriber] })],
)

/** Channels and groups of our own, where campaigns may be posted too. No person's chat: nothing here is secret. */
export const postPlaces = pgTable(
  'post_places',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    channel: text().notNull().$type<ChannelName>(),
    /** `-1001234567890`, or `@name` of a public channel. */
    chat: text().notNull(),
    /** What officers call it. */
    name: text().notNull(),
    locale: text().notNull().$type<Locale>(),
    addedBy: uuid().notNull().$type<ReviewerId>(),
    at: moment().notNull().defaultNow(),
    /** Nothing is posted there any more. */
    removedAt: moment(),
  },
  (table) => [uniqueIndex('post_places_once').on(table.channel, table.chat)],
)

/** A campaign was posted at a place: once. What became of it is said by its row of the outbox. */
export const campaignPosts = pgTable(
  'campaign_posts',
  {
    campaign: integer()
      .notNull()
      .references(() => campaigns.id, { onDelete: 'cascade' }),
    place: integer()
      .notNull()
      .references(() => postPlaces.id),
    delivery: bigint({ mode: 'bigint' }).notNull(),
    by: uuid().notNull().$type<ReviewerId>(),
    at: moment().notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.campaign, table.place] })],
)

/** A chat of an officer's own, to which campaigns are sent as a test. It goes with the person who chats, and with the
 * officer. */
export const officerChats = pgTable(
  'officer_chats',
  {
    reviewer: uuid()
      .notNull()
      .$type<ReviewerId>()
      .references(() => reviewers.id, { onDelete: 'cascade' }),
    contactId: uuid()
      .notNull()
      .$type<ContactId>()
      .references(() => contacts.id, { onDelete: 'cascade' }),
    channel: text().notNull().$type<ChannelName>(),
    /** Sealed. */
    address: text().notNull(),
    at: moment().notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.reviewer, table.channel] }), index().on(table.contactId)],
)

/** The code that an officer tells the bot in that chat: the latest of each officer, once, for a short while. */
export const officerChatCodes = pgTable('officer_chat_codes', {
  reviewer: uuid()
    .primaryKey()
    .$type<ReviewerId>()
    .references(() => reviewers.id, { onDelete: 'cascade' }),
  /** HMAC of the code. */
  code: text().notNull().unique(),
  until: moment().notNull(),
})

/** A text of a campaign was sent to an officer's own chat. No recipient: it is in no count. */
export const campaignTests = pgTable(
  'campaign_tests',
  {
    /** Its row of the outbox, which says what became of it. */
    delivery: bigint({ mode: 'bigint' }).primaryKey(),
    campaign: integer()
      .notNull()
      .references(() => campaigns.id, { onDelete: 'cascade' }),
    by: uuid().notNull().$type<ReviewerId>(),
    channel: text().notNull().$type<ChannelName>(),
    variant: text().notNull().$type<Variant>(),
    locale: text().notNull().$type<Locale>(),
    at: moment().notNull().defaultNow(),
  },
  (table) => [index().on(table.campaign)],
)

/** How fast a channel sends campaigns, for all processes together: each takes places of a short time ahead. */
export const channelPaces = pgTable('channel_paces', {
  channel: text().primaryKey().$type<ChannelName>(),
  /** The next place that nobody has taken. */
  nextAt: moment().notNull(),
  /** When the platform last said that it was too fast. */
  slowedAt: moment(),
  /** What it has come to since then, of the limit: 1 is all of it. */
  share: real().notNull().default(1),
})

/** Every version of every agency list that was imported; the newest of a kind is the current one. */
export const agencyLists = pgTable(
  'agency_lists',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    kind: text().notNull().$type<ListKind>(),
    asOf: text().notNull().$type<Day>(),
    /** sha256 of the file, hex: the same file twice is one version. */
    digest: text().notNull(),
    current: boolean().notNull(),
    importedAt: moment().notNull().defaultNow(),
  },
  (table) => [uniqueIndex('agency_lists_current').on(table.kind).where(sql`current`)],
)

/** The dated statements of a list version. */
export const statements = pgTable(
  'statements',
  {
    listId: integer()
      .notNull()
      .references(() => agencyLists.id, { onDelete: 'cascade' }),
    row: integer().notNull(),
    name: text().notNull(),
    licence: text(),
    says: text().notNull().$type<Statement['says']>(),
    on: text().notNull().$type<Day>(),
    source: text().notNull(),
    weak: boolean().notNull(),
  },
  (table) => [primaryKey({ columns: [table.listId, table.row] })],
)

/** Officers who may use the console. */
export const reviewers = pgTable('reviewers', {
  id: uuid().primaryKey().defaultRandom().$type<ReviewerId>(),
  /** HMAC of the e-mail address in small letters. */
  key: text().notNull().unique(),
  /** Sealed: e-mail address, and the name colleagues see. */
  who: text().notNull(),
  organisationId: organisation(),
  role: text().notNull(),
  /** In which their times are shown; null: western Indonesia's. */
  zone: text(),
  /** Argon2id; null until the invitation is taken up. */
  password: text(),
  /** Sealed secret of one-time codes; null: none is set up. */
  codes: text(),
  /** The time step of the code that was used last: none is taken twice. */
  codeStep: bigint({ mode: 'number' }),
  createdAt: moment().notNull().defaultNow(),
  /** May not sign in any more. */
  closedAt: moment(),
})

/** One-time links by which somebody sets their own password. */
export const invitations = pgTable('invitations', {
  /** sha256 of the token in the link. */
  hash: text().primaryKey(),
  reviewerId: uuid()
    .notNull()
    .references(() => reviewers.id, { onDelete: 'cascade' })
    .$type<ReviewerId>(),
  until: moment().notNull(),
})

/** Who is signed in. The token itself is known to the browser alone. */
export const sessions = pgTable(
  'sessions',
  {
    /** sha256 of the token in the cookie. */
    hash: text().primaryKey(),
    /** By which its owner names it, to end it. */
    id: uuid().notNull().unique().defaultRandom(),
    /** Sealed: which browser it is. */
    browser: text(),
    reviewerId: uuid()
      .notNull()
      .references(() => reviewers.id, { onDelete: 'cascade' })
      .$type<ReviewerId>(),
    /** Comes back with every form. */
    formToken: text().notNull(),
    createdAt: moment().notNull().defaultNow(),
    seenAt: moment().notNull().defaultNow(),
  },
  (table) => [index().on(table.reviewerId)],
)

/** One-time codes for whoever lost the phone. */
export const recoveryCodes = pgTable(
  'recovery_codes',
  {
    /** sha256 of reviewer and code. */
    hash: text().primaryKey(),
    reviewerId: uuid()
      .notNull()
      .references(() => reviewers.id, { onDelete: 'cascade' })
      .$type<ReviewerId>(),
  },
  (table) => [index().on(table.reviewerId)],
)

/** By which another system reads what an organisation may read. */
export const apiTokens = pgTable(
  'api_tokens',
  {
    id: uuid().primaryKey().defaultRandom(),
    /** sha256 of the token, which was shown once. */
    hash: text().notNull().unique(),
    organisationId: organisation(),
    /** What its admins call it. */
    name: text().notNull(),
    scopes: text().array().notNull(),
    createdBy: uuid().notNull().$type<ReviewerId>(),
    createdAt: moment().notNull().defaultNow(),
    until: moment().notNull(),
    usedAt: moment(),
    /** Up to when its questions are spent; those that ran too far ahead of now are refused. */
    spentUntil: moment(),
    revokedAt: moment(),
  },
  (table) => [index().on(table.organisationId)],
)

/** What a firm says is wrong about it, and what it was answered. */
export const appeals = pgTable(
  'appeals',
  {
    /** Told to the sender; eight digits, drawn. */
    number: integer().primaryKey(),
    organisationId: organisation(),
    /** sha256 of the code with which the answer is read. */
    receipt: text().notNull().unique(),
    /** Sealed: the firm, who writes, how to reach them, what is wrong. */
    content: text().notNull(),
    /** HMAC of the address it came from, to slow down floods; wiped after a day. */
    origin: text(),
    at: moment().notNull().defaultNow(),
    /** Sealed. */
    answer: text(),
    outcome: text().$type<'corrected' | 'stands' | 'passed-on'>(),
    answeredBy: uuid().$type<ReviewerId>(),
    answeredAt: moment(),
  },
  (table) => [
    index('appeals_queue').on(table.at).where(sql`answered_at is null`),
    index('appeals_origin').on(table.origin, table.at).where(sql`origin is not null`),
  ],
)

/** Tries to sign in, by account and by address: whoever fails waits longer each time. */
export const signInTries = pgTable('sign_in_tries', {
  /** HMAC of the account or the address. */
  key: text().primaryKey(),
  failures: integer().notNull(),
  nextAt: moment().notNull(),
  at: moment().notNull(),
})

/** What officers did. Rows are only ever added: the database itself refuses to change or delete one. */
export const audit = pgTable(
  'audit',
  {
    id: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    at: moment().notNull().defaultNow(),
    /** null: somebody at the machine itself. */
    by: uuid().$type<ReviewerId>(),
    act: text().notNull(),
    /** Case or reviewer. */
    subject: text(),
    /** Sealed details, such as the reason. */
    details: text(),
    /** Where it stands in the chain: from 1, without a gap. */
    place: bigint({ mode: 'number' }).notNull().unique(),
    /** sha256 over the row before and this one, hex (`audit-chain.ts`). */
    hash: text().notNull(),
  },
  (table) => [index().on(table.subject, table.id)],
)

/** One request to take one address or account of a case down. What it names is sealed. */
export const takedowns = pgTable(
  'takedowns',
  {
    id: uuid().primaryKey().defaultRandom().$type<TakedownId>(),
    caseId: uuid()
      .notNull()
      .references(() => cases.id)
      .$type<CaseId>(),
    kind: text().notNull().$type<IndicatorKind>(),
    /** HMAC of the indicator: one request for each of a case. */
    key: text().notNull(),
    /** Sealed: the indicator's value, and its address where it has one. */
    target: text().notNull(),
    platform: text(),
    recipient: text().notNull().$type<TakedownRecipient>(),
    class: text().$type<TakedownClass>(),
    /** Keys of content/takedowns/legal-bases.csv. */
    legalBases: text().array().notNull().default(sql`'{}'`).$type<readonly string[]>(),
    /** Number of the official letter it goes with. */
    letter: text(),
    status: text().notNull().default('drafted').$type<TakedownStatus['kind']>(),
    createdAt: moment().notNull().defaultNow(),
    /** Who wrote in it last. */
    draftedBy: uuid().$type<ReviewerId>(),
    approvedBy: uuid().$type<ReviewerId>(),
    approvedAt: moment(),
    sentAt: moment(),
    dueAt: moment(),
    /** What the sender filed it under. */
    reference: text(),
    acknowledgedAt: moment(),
    /** What the recipient filed it under. */
    ticket: text(),
    seenGone: timestamp({ withTimezone: true, mode: 'date' }).array().notNull().default(sql`'{}'`),
    refusedAt: moment(),
    /** Sealed: why it was refused. */
    refusal: text(),
    backAt: moment(),
  },
  (table) => [
    uniqueIndex('takedowns_target').on(table.caseId, table.key),
    index('takedowns_due').on(table.dueAt).where(sql`status in ('sent', 'acknowledged')`),
    index('takedowns_status').on(table.status, table.createdAt),
    // Whatever a program does: nothing is asked for by one person alone.
    check('takedowns_second_person', sql`status = 'drafted' or coalesce(approved_by <> drafted_by, false)`),
  ],
)

/** One look at an address, asked for by an officer or due after a removal: first a job, then what was seen. */
export const captures = pgTable(
  'captures',
  {
    id: uuid().primaryKey().defaultRandom().$type<CaptureId>(),
    takedownId: uuid()
      .notNull()
      .references(() => takedowns.id, { onDelete: 'cascade' })
      .$type<TakedownId>(),
    /** `officer`: a picture that a person took by hand. */
    origin: text().notNull().default('look').$type<'look' | 'officer'>(),
    /** null: due by itself, after a removal. */
    askedBy: uuid().$type<ReviewerId>(),
    attempts: integer().notNull().default(0),
    dueAt: moment().notNull().defaultNow(),
    leaseUntil: moment(),
    leasedBy: text(),
    doneAt: moment(),
    /** By the officer's own clock; null: a look, which has ours. */
    takenAt: moment(),
    result: text().$type<LookResult>(),
    /** Sealed: where it led, what it answered, its words. */
    seen: text(),
    /** Sealed PNG; of an officer JPEG. */
    picture: text(),
    /** sha256 of the picture, hex. */
    pictureDigest: text(),
    /** What a person made of it. */
    confirmed: text().$type<'gone' | 'there' | 'set-aside'>(),
    confirmedBy: uuid().$type<ReviewerId>(),
    confirmedAt: moment(),
  },
  (table) => [
    index('captures_due').on(table.dueAt).where(sql`done_at is null`),
    index().on(table.takedownId, table.dueAt),
  ],
)

/** Whom we wrote to first in these 24 hours, where a platform counts them (`openings.ts`). */
export const openings = pgTable(
  'openings',
  {
    /** The latest time. */
    at: moment().notNull(),
    /** 12 bytes of an HMAC: enough to count, and to recognise nobody elsewhere. */
    person: bytea().primaryKey(),
  },
  (table) => [index().on(table.at)],
)

/** Cases opened on a day, by what they are about, and reports by province: counted anew by a job every few minutes, since
 * to count them for a page takes a quarter of a second at 200,000 reports, and far longer by province. Names nobody. */
export const facetDays = pgTable(
  'facet_days',
  {
    /** Of Jakarta. */
    day: date({ mode: 'string' }).notNull(),
    organisationId: organisation(),
    /** As in `cases.facets`; `province:JI`. Without a name behind the colon: not known. */
    facet: text().notNull(),
    cases: integer().notNull(),
    /** Of them decided to be illegal recruitment. */
    illegal: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.day, table.organisationId, table.facet] })],
)

/** When the job last forgot what is past its time, class by class, and how much that was. */
export const forgettings = pgTable('forgettings', {
  /** Name of the class (`retention.ts`). */
  name: text().primaryKey(),
  at: moment().notNull(),
  /** Rows of the last run that found any, and of all runs. */
  latest: integer().notNull(),
  latestAt: moment(),
  total: bigint({ mode: 'number' }).notNull(),
})

/** Facts about this database as a whole, such as the fingerprint of the identity key it was made with. */
export const house = pgTable('house', {
  name: text().primaryKey(),
  value: text().notNull(),
})
