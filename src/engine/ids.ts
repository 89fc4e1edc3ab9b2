/**
 * The nouns of this house, each with a branded id so that one cannot be passed for another.
 *
 * contact       one person on one channel; known by an HMAC, never by a number
 * conversation  one contact in one chat: private, or that person's thread in a group
 * inbound       one thing heard from a person
 * turn          one inbound and everything it changed: state, replies, effects
 * reply         one thing the bot wants to say, in phrases, not yet in any language
 * delivery      one reply on its way to one chat
 * agency        a company that places migrant workers (P3MI), or once did
 * verdict       what the list says about a name, and the date it says so
 * report        what one person passed on to the officers
 * evidence      one thing that came with a report, kept as it was received
 * thread        one conversation that officers have with a person, or are asked to have
 * case          one recruiter: every report that shares an identifier belongs to it
 * takedown      one request to have one address or account of a case removed
 * capture       one look at such an address, and what was seen
 * campaign      one message to everybody who asked for its topic
 * subscriber    one person on one channel who may be sent campaigns, or once did; known by a number
 * organisation  a ministry, a province or an NGO: its officers read and decide its cases
 */
declare const kind: unique symbol
export type Id<Kind extends string> = string & { readonly [kind]: Kind }

/** rooms.ts names the channels; the engine never does. */
export type ChannelName = Id<'channel'>
/** Stable across redelivery: the idempotency key of a turn. */
export type InboundId = Id<'inbound'>
export type ContactId = Id<'contact'>
export type AgencyId = Id<'agency'>
export type DeliveryId = Id<'delivery'>
export type ThreadId = Id<'thread'>
export type ReportId = Id<'report'>
export type EvidenceId = Id<'evidence'>
export type CaseId = Id<'case'>
export type TakedownId = Id<'takedown'>
export type CaptureId = Id<'capture'>
/** Digits. */
export type CampaignId = Id<'campaign'>
export type ReviewerId = Id<'reviewer'>
export type OrganisationId = Id<'organisation'>
export type WatchSourceId = Id<'watch-source'>

/** Indonesian is the source; the others may lack phrases and fall back to it. */
export type Locale = 'id' | 'en' | 'jv' | 'su'
export const locales: readonly Locale[] = ['id', 'en', 'jv', 'su']

/** A calendar day, or as much of one as the source gave: `2026-09-17`, `2026-02` or `2015`. */
export type Day = Id<'day'>

/** An address in its one form: made only by ad/links.ts. */
export type NormalUrl = Id<'url'>
