/** The public surface of the engine, sorted by reader. Every other room imports from here alone. */

// For intake and steps: what an advertisement holds.
export type { FoundAccount } from './ad/accounts.ts'
export type { BankAccount } from './ad/banks.ts'
export { type AdClaims, type Claims, createClaims } from './ad/claims.ts'
export {
  type Account,
  createLinks,
  type FoundLink,
  type Link,
  type LinkMark,
  type LinkReading,
  type LinkRefused,
  type Links,
} from './ad/links.ts'
export type { Lookalikes } from './ad/lookalikes.ts'
export type { Currency, Money } from './ad/money.ts'
export type { Lookalike, LookalikeWords, OwnAddress, OwnKind } from './ad/official.ts'
export { type FoundPhone, findPhones } from './ad/phones.ts'
export type { CountryCode, JobKind, Said, VisaKind } from './ad/places.ts'
export type { AddressBook, AddressForm, LinkKind, Platform } from './ad/platforms.ts'
export { decodeHost } from './ad/punycode.ts'
export { type AdReading, type Ads, createAds, createOwners, type Owners } from './ad/reading.ts'
export type { MarkGroup, Saying, SayingPiece, SignGroup, SignNeed, SignTable } from './ad/sign-table.ts'
export {
  type AdJudgement,
  type AdSign,
  createSigns,
  type Signs,
  type SignsKnown,
  type Voice,
} from './ad/signs.ts'
export { squash } from './agency/fold.ts'
// For lists: agencies and verdicts.
export { createKnowledge } from './agency/knowledge.ts'
export type { OrdinaryWords } from './agency/lexicon.ts'
export type { Agency, AgencyList, Lapsed, ListKind, Standing, Statement } from './agency/register.ts'
export { type AgencyTold, toldOf } from './agency/told.ts'
export { agencyNames, type Candidate, type LegalForm, type Mention, type Verdict } from './agency/verdict.ts'
export { type Burst, readBurst } from './burst.ts'
// For stores, delivery and the console: who asked for what, and what is sent to them.
export {
  type Audience,
  everybody,
  isIn,
  type LeftOut,
  leftOut,
  leftOutReasons,
  phases,
  type Subscriber,
  sendingAs,
  type Terms,
} from './campaign/audience.ts'
export {
  type Campaign,
  type CampaignAction,
  type CampaignPlan,
  type CampaignRefusal,
  type CampaignStatus,
  type CampaignText,
  moveCampaign,
  type PauseReason,
  textFor,
  type Variant,
  variantFor,
  variants,
} from './campaign/campaign.ts'
export {
  type Consent,
  type ConsentEvent,
  type ConsentHow,
  type ConsentStep,
  type ConsentText,
  consentAfter,
  consentFrom,
  noConsent,
} from './campaign/consent.ts'
export { type Forecast, forecast, type Group, type Lane } from './campaign/forecast.ts'
export { type Gate, gate } from './campaign/gate.ts'
export { type Hours, openAt } from './campaign/hours.ts'
export type { IncomingSubscriber } from './campaign/incoming.ts'
export {
  afterTry,
  codeOfOutcome,
  isOpen,
  outcomeOfCode,
  type Receipt,
  type RecipientOutcome,
  receipts,
  recipientOutcomes,
  retryable,
  settledBy,
  type Tally,
  tally,
  triesOf,
} from './campaign/outcomes.ts'
export {
  type CampaignLedger,
  type CampaignPace,
  type CampaignWords,
  type Chunk,
  nameOfPlace,
  type Openings,
  type Places,
  placeNamed,
  type Recipient,
  type Told,
  type Written,
} from './campaign/ports.ts'
export {
  type CampaignSeen,
  campaignChoices,
  campaignToken,
  readCampaignMeans,
  type SubscriberSeen,
} from './campaign/seen.ts'
export { subscriberAfter } from './campaign/subscriber-after.ts'
export { bitsOf, type Topic, topics, topicsIn } from './campaign/topic.ts'
export {
  type Destination,
  destinations,
  provinces,
  type Whereabouts,
  type Zone,
  zoneOf,
  zones,
} from './campaign/zones.ts'
// For stores and the console: cases and what may be done with them.
export {
  type CaseAction,
  type CaseRefusal,
  type CaseStatus,
  claimLasts,
  type Finding,
  moveCase,
  needsSecondPerson,
} from './case/case.ts'
export { dueAt, timeToDecide } from './case/due.ts'
export { type EvidenceKind, evidenceKind, keptAtMost } from './case/evidence.ts'
export { type Fact, facts } from './case/facts.ts'
export { type Exempt, type Indicator, type IndicatorKind, indicatorsOf, keyOf } from './case/indicators.ts'
export { type Joining, joinReport, type KnownCases, type Suggestion } from './case/join.ts'
export {
  alikeFrom,
  differenceOfPictures,
  fingerprintText,
  keysOfPicture,
  keysOfText,
  likenessOfTexts,
  samePicture,
  sameTemplate,
  sameText,
} from './case/likeness.ts'
export { type LookResult, readLook, rechecksAfter, type Seen } from './case/look.ts'
export type { Moved } from './case/moved.ts'
export { type Harm, type Priority, type PriorityReason, prioritise, weighPeople } from './case/priority.ts'
export { type SeenAgain, seenAgain } from './case/rebirth.ts'
export {
  type Grouped,
  mergeCases,
  type Regrouping,
  type RegroupRefusal,
  regroup,
  splitCase,
  undoRegrouping,
} from './case/regroup.ts'
export { type CaseStep, type Ruling, type TakedownStep, tellable } from './case/ruling.ts'
export { searchWords } from './case/search-words.ts'
export {
  type EvidenceLack,
  isGoneForGood,
  isOverdue,
  lacksOf,
  moveTakedown,
  type TakedownAction,
  type TakedownClass,
  type TakedownEvidence,
  type TakedownRecipient,
  type TakedownRefusal,
  type TakedownStatus,
  takedownRecipients,
  timeToAct,
} from './case/takedown.ts'
export type {
  Abilities,
  Adapter,
  Block,
  Button,
  Draw,
  Drawing,
  Fitted,
  Hear,
  Markup,
  Mount,
  SendOutcome,
  Span,
  SpokenCard,
  Template,
} from './channel.ts'
// For lists and tools: offices that help.
export {
  type Contact,
  contactMaxAgeDays,
  isUnsure,
  type Need,
  needs,
  type Place,
  places,
  type Way,
  ways,
} from './contacts.ts'
export type {
  AdSeen,
  Effect,
  IntentName,
  Kit,
  Offered,
  Outcome,
  PassedOn,
  ReportedAd,
  State,
  Turn,
} from './conversation.ts'
// For main: the one door in.
export { createEngine, type Engine } from './engine.ts'
export { ConfigError, ContentError } from './errors.ts'
export {
  type AgencyId,
  type CampaignId,
  type CaptureId,
  type CaseId,
  type ChannelName,
  type ContactId,
  type Day,
  type DeliveryId,
  type EvidenceId,
  type Id,
  type InboundId,
  type Locale,
  locales,
  type NormalUrl,
  type OrganisationId,
  type ReportId,
  type ReviewerId,
  type TakedownId,
  type ThreadId,
  type WatchSourceId,
} from './ids.ts'
// For adapters: what can be heard, and what a channel is.
export type { Address, Body, Inbound, Media, Passage, Venue } from './inbound.ts'
export { gapBefore, plainText } from './markup.ts'
// For rooms and stores: officers, and the conversations they have.
export { type InboxThread, inboxAfter, type Officers, officerZones } from './officers.ts'
export { dayHoles, type Phrase, type PhraseKey, phrases, say, type Values } from './phrases.ts'
// For stores: the ports, and the values that pass through them.
export type {
  Cause,
  Delivery,
  Groups,
  Keeping,
  Knowledge,
  Lost,
  Memory,
  Outbox,
  Readings,
  Remembered,
  ReportSeen,
  Settlement,
  Settling,
  Skipped,
  Speak,
  ToKeep,
  ToRead,
} from './ports.ts'
// For words and delivery: what can be said.
export type { CampaignShown, Card, CardMood, Choice, Reply, Wording } from './reply.ts'
export type { Warned } from './steps/group.ts'
// For stores: news that is sent by ourselves.
export { agencyNews, reportNews } from './steps/news.ts'
export { readOfficerCode } from './steps/officer-chat.ts'
// For stores: what is kept between two turns, as versioned JSON.
export { type Json, readOffered, readState, writeOffered, writeState } from './stored.ts'
export type { Danger } from './understand/danger.ts'
export type { Phase } from './understand/phase.ts'
export { provinceName } from './understand/province.ts'
// For words: sentences in, a reader out.
export {
  createReader,
  type Learned,
  learn,
  learnedVersion,
  type Reader,
  type Reading,
  readerOf,
  type Utterance,
} from './understand/reader.ts'
export type { Sense } from './understand/senses.ts'
// For the watch, its store and the console: what is looked at before anybody reports it.
export {
  createWatchJudge,
  type FindReasons,
  partnerReason,
  type WatchedAd,
  type WatchedItem,
  type WatchReason,
  wordsOfItem,
} from './watch/judge.ts'
export { maskNames } from './watch/mask.ts'
export {
  fetchedKinds,
  type WatchKind,
  type WatchOutcome,
  type WatchTrouble,
  watchKinds,
  watchTroubles,
} from './watch/source.ts'
