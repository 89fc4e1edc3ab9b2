/** Campaigns: listed, written, looked at, allowed by two, sent, watched and stopped. */
import { Readable } from 'node:stream'
import type { VNode } from 'preact'
import type { CampaignId, ChannelName, Drawing } from '#engine'
import type { Audit } from '../../db/audit.ts'
import type { CampaignFile, Campaigns, OfficersAct } from '../../db/campaigns.ts'
import type { Reviewers } from '../../db/reviewers.ts'
import type { Handouts } from '../handouts/index.ts'
import { recipientRows, recipientsOf } from './campaign-csv.ts'
import { fresh, type Mistake, readDraft, type Typed, typedOf } from './campaign-form.ts'
import { CampaignForm } from './campaign-form-view.tsx'
import { handoutsAnswer } from './campaign-handouts.tsx'
import { type CampaignChannel, lacksOf, type MakeMessage } from './campaign-lacks.ts'
import { type CampaignList, CampaignListView } from './campaign-list.tsx'
import type { Paces } from './campaign-numbers.ts'
import { draftOf, lost, on } from './campaign-of-path.tsx'
import { placeOf } from './campaign-place.ts'
import { type CampaignPostPages, campaignPostPages } from './campaign-posts.tsx'
import { Previews, picturePath } from './campaign-preview.tsx'
import { Reach } from './campaign-reach.tsx'
import { Report, type ReportProps } from './campaign-report.tsx'
import { type CampaignTestPages, campaignTestPages } from './campaign-tests.tsx'
import { CampaignView, saidOfLack } from './campaign-view.tsx'
import { namesOf } from './cases.tsx'
import type { Label } from './labels.ts'
import { type Answer, base, type Page, type SignedPage, type SignedVisit } from './page.ts'

export interface CampaignPages
  extends Pick<CampaignTestPages, 'campaignTests' | 'officerChats'>,
    Pick<CampaignPostPages, 'posts'> {
  readonly campaigns: Campaigns
  readonly reviewers: Pick<Reviewers, 'all'>
  readonly audit: Pick<Audit, 'read'>
  readonly handouts: Handouts
  readonly campaignRoad: {
    /** On which campaigns are sent. */
    readonly channels: readonly CampaignChannel[]
    /** More recipients than this need another person's approval. */
    readonly alone: number
    readonly message: MakeMessage
    /** Addresses in a text, with what is odd about them. */
    readonly links: Parameters<typeof lacksOf>[1]['links']
    /** An officer's picture as it is sent; null: it is none, or too large. */
    readonly asPicture: (bytes: Uint8Array) => Promise<Drawing | null>
    /** What each channel really sends now. */
    readonly paces: () => Promise<Paces>
  }
}

const home = `${base}/campaigns`
const pageSize = 30
/** Longest form in bytes: eight texts with their templates, each letter as `%xx` three times over. */
const longestForm = 512 * 1024
/** Numbers of those nobody is sure about, shown on the page; all of them are in the table. */
const mostUnsure = 200

type Act = OfficersAct['kind']
const needOf = {
  propose: 'campaigns.write',
  approve: 'campaigns.approve',
  'send-back': 'campaigns.approve',
  pause: 'campaigns.send',
  resume: 'campaigns.send',
  cancel: 'campaigns.send',
  retry: 'campaigns.send',
} as const satisfies Record<Act, SignedPage['need']>

export function campaignPages(kit: CampaignPages): readonly Page[] {
  const { campaigns } = kit
  const writes = (path: string, answer: SignedPage['answer']): Page => ({
    method: 'POST',
    path,
    need: 'campaigns.write',
    longest: longestForm,
    answer,
  })
  return [
    { method: 'GET', path: '/campaigns', need: 'campaigns.read', answer: (visit) => listPage(visit, kit) },
    {
      method: 'GET',
      path: '/campaigns/new',
      need: 'campaigns.write',
      answer: (visit) => formPage(visit, kit, { file: null, typed: fresh }),
    },
    // Before those of one campaign, whose number would be anything.
    ...campaignTestPages(kit),
    ...campaignPostPages(kit),
    writes('/campaigns', (visit) => saving(visit, kit, null)),
    writes('/campaigns/reach', async (visit) => ({ kind: 'part', body: await seenOf(visit, kit, null) })),
    {
      method: 'POST',
      path: '/campaigns/stop-all',
      need: 'campaigns.send',
      answer: (visit) => stopAll(visit, kit),
    },
    { method: 'GET', path: '/campaigns/:id', need: 'campaigns.read', answer: on(kit, campaignPage) },
    {
      method: 'GET',
      path: '/campaigns/:id/report',
      need: 'campaigns.read',
      byItself: true,
      answer: on(kit, async (visit, file) => {
        const report = await reportOf(visit, kit, file)
        return report === null
          ? { kind: 'go', to: placeOf(file) }
          : { kind: 'part', body: <Report {...report} /> }
      }),
    },
    {
      method: 'GET',
      path: '/campaigns/:id/edit',
      need: 'campaigns.write',
      answer: on(kit, (visit, file) =>
        file.campaign.status.kind === 'draft'
          ? formPage(visit, kit, { file, typed: typedOf(draftOf(file), visit.zone) })
          : Promise.resolve({ kind: 'go', to: placeOf(file) }),
      ),
    },
    writes(
      '/campaigns/:id',
      on(kit, (visit, file) => saving(visit, kit, file)),
    ),
    writes(
      '/campaigns/:id/copy',
      on(kit, async ({ who }, { campaign }) => {
        const copied = await campaigns.copy(campaign.id, who.id)
        return { kind: 'go', to: copied === null ? home : `${home}/${copied}/edit` }
      }),
    ),
    {
      method: 'GET',
      path: '/campaigns/:id/picture',
      need: 'campaigns.read',
      answer: on(kit, async (visit, { campaign }) => {
        const picture = await campaigns.readPicture(campaign.id)
        if (picture === null) return lost(visit)
        return { kind: 'file', name: 'picture.png', type: picture.mime, bytes: Buffer.from(picture.bytes) }
      }),
    },
    {
      method: 'POST',
      path: '/campaigns/:id/picture',
      need: 'campaigns.write',
      longest: 3 * 1024 * 1024,
      answer: on(kit, async (visit, file) => {
        const picture = visit.file === null ? null : await kit.campaignRoad.asPicture(visit.file)
        if (picture === null) return campaignPage(visit, file, kit, visit.t('campaign_picture_bad'))
        await campaigns.picture(file.campaign.id, picture)
        return { kind: 'go', to: placeOf(file) }
      }),
    },
    {
      method: 'POST',
      path: '/campaigns/:id/picture/drop',
      need: 'campaigns.write',
      answer: on(kit, async (_, file) => {
        await campaigns.picture(file.campaign.id, null)
        return { kind: 'go', to: placeOf(file) }
      }),
    },
    {
      method: 'GET',
      path: '/campaigns/:id/recipients.csv',
      need: 'campaigns.read',
      answer: on(kit, async (_, { campaign }) => ({
        kind: 'download',
        name: `campaign-${campaign.id}.csv`,
        type: 'text/csv; charset=utf-8',
        rows: Readable.from(recipientRows(campaigns, campaign.id)),
      })),
    },
    ...['', '/:what'].map(
      (more): Page => ({
        method: 'GET',
        path: `/campaigns/:id/handouts${more}`,
        need: 'campaigns.read',
        answer: on(kit, (visit, file, { handouts }) =>
          handoutsAnswer(visit, { file, handouts, what: visit.params['what'] ?? null }),
        ),
      }),
    ),
    ...(Object.keys(needOf) as Act[]).map(
      (act): Page => ({
        method: 'POST',
        path: `/campaigns/:id/${act}`,
        need: needOf[act],
        answer: on(kit, (visit, file) => acting(visit, kit, { file, act })),
      }),
    ),
  ]
}

async function listPage(visit: SignedVisit, kit: CampaignPages): Promise<Answer> {
  const before = /^[1-9]\d{0,8}$/.exec(visit.query['before'] ?? '')?.[0] ?? null
  const found = await kit.campaigns.list({ most: pageSize + 1, before: before as CampaignId | null })
  const list: CampaignList = {
    campaigns: found.slice(0, pageSize),
    more: found.length > pageSize,
    names: await namesOf(kit),
  }
  return { kind: 'page', title: visit.t('campaigns'), body: <CampaignListView visit={visit} list={list} /> }
}

/** Every campaign that is being sent, at once. */
async function stopAll({ who }: SignedVisit, { campaigns }: CampaignPages): Promise<Answer> {
  const all = await campaigns.list({ most: 1_000, before: null })
  const sending = all.filter(({ status }) => status.kind === 'sending')
  for (const { id } of sending) await campaigns.move(id, { kind: 'pause', by: who.id })
  return { kind: 'go', to: home }
}

async function campaignPage(
  visit: SignedVisit,
  file: CampaignFile,
  kit: CampaignPages,
  trouble: string | null = null,
): Promise<Answer> {
  const { campaigns, campaignRoad, audit } = kit
  const { campaign, texts } = file
  const [names, history, picture, report, paces, chats, tests] = await Promise.all([
    namesOf(kit),
    audit.read({ subject: campaign.id, most: 50, sees: visit.sees }),
    file.hasPicture ? campaigns.readPicture(campaign.id) : null,
    reportOf(visit, kit, file),
    campaignRoad.paces(),
    kit.officerChats.of(visit.who.id),
    kit.campaignTests.of(campaign.id),
  ])
  const draft = { ...draftOf(file), picture }
  const count =
    report === null && campaign.status.kind !== 'cancelled' ? await campaigns.count(campaign, texts) : null
  const previews = (
    <Previews
      visit={visit}
      draft={draft}
      channels={campaignRoad.channels}
      message={campaignRoad.message}
      picture={picture === null ? null : picturePath(campaign.id)}
    />
  )
  const body = (
    <CampaignView
      visit={visit}
      file={file}
      names={names}
      history={history}
      lacks={lacksOf(draft, campaignRoad)}
      count={count}
      report={report}
      paces={paces}
      alone={campaignRoad.alone}
      previews={previews}
      chats={chats}
      tests={tests}
      trouble={trouble}
    />
  )
  return { kind: 'page', title: campaign.name, body, status: trouble === null ? 200 : 409 }
}

/** null before it was planned. */
async function reportOf(
  visit: SignedVisit,
  { campaigns, campaignRoad }: CampaignPages,
  file: CampaignFile,
): Promise<ReportProps | null> {
  const { id, recipients } = file.campaign
  if (recipients === null) return null
  const [counts, paces] = await Promise.all([campaigns.counts(id), campaignRoad.paces()])
  const unsure = counts.all.outcomes.unsure === 0 ? [] : await someUnsure(campaigns, id)
  return { visit, file, counts, paces, unsure }
}

async function someUnsure(campaigns: Campaigns, id: CampaignId): Promise<readonly number[]> {
  const found: number[] = []
  for await (const { outcome, subscriber } of recipientsOf(campaigns, id)) {
    if (outcome === 'unsure') found.push(subscriber)
    if (found.length === mostUnsure) break
  }
  return found
}

interface FormState {
  /** null: a new one. */
  readonly file: CampaignFile | null
  readonly typed: Typed
  readonly mistake?: Mistake
  readonly seen?: VNode
}

async function formPage(
  visit: SignedVisit,
  { campaigns, campaignRoad }: CampaignPages,
  { file, typed, mistake, seen }: FormState,
): Promise<Answer> {
  const earlier = await campaigns.list({ most: pageSize, before: null })
  const title = file === null ? visit.t('campaign_new') : file.campaign.name
  const body = (
    <>
      <p>
        <a class="back" href={file === null ? home : placeOf(file)}>
          {visit.t(file === null ? 'back_to_campaigns' : 'back_to_campaign')}
        </a>
      </p>
      <h1>{title}</h1>
      <CampaignForm
        visit={visit}
        typed={typed}
        mistake={mistake ?? null}
        to={file === null ? home : placeOf(file)}
        channels={namesOfChannels(campaignRoad)}
        earlier={earlier.filter(({ id, recipients }) => recipients !== null && id !== file?.campaign.id)}
        seen={seen ?? null}
      />
    </>
  )
  return { kind: 'page', title, body, status: mistake === undefined ? 200 : 400 }
}

const namesOfChannels = ({ channels }: CampaignPages['campaignRoad']): readonly ChannelName[] =>
  channels.map(({ name }) => name)

const readTyped = ({ form, zone }: SignedVisit, { campaignRoad }: CampaignPages) =>
  readDraft(form, { zone, channels: namesOfChannels(campaignRoad) })

/** Writes what was typed; or, when it was only to be looked at, shows it with all that follows from it and keeps nothing. */
async function saving(visit: SignedVisit, kit: CampaignPages, file: CampaignFile | null): Promise<Answer> {
  const { form, who } = visit
  const read = readTyped(visit, kit)
  const state = { file, typed: form }
  if (!read.ok) return formPage(visit, kit, { ...state, mistake: read.mistake })
  if (form['look'] === 'yes') return formPage(visit, kit, { ...state, seen: await seenOf(visit, kit, file) })
  const { plan, texts } = read.draft
  if (file === null) return { kind: 'go', to: `${home}/${await kit.campaigns.create(plan, texts, who.id)}` }
  const written = await kit.campaigns.write(file.campaign.id, plan, texts, who.id)
  if (!written.ok)
    return formPage(visit, kit, { ...state, mistake: { field: 'name', label: 'refusal_not_a_draft' } })
  return { kind: 'go', to: placeOf(file) }
}

/** What follows from what is typed, before it is kept: whom it reaches, what it lacks, how it looks. */
async function seenOf(visit: SignedVisit, kit: CampaignPages, file: CampaignFile | null): Promise<VNode> {
  const { campaigns, campaignRoad } = kit
  const read = readTyped(visit, kit)
  if (!read.ok) return <p class="help">{visit.t(read.mistake.label, read.mistake.values)}</p>
  const { plan, texts } = read.draft
  const [count, paces, picture] = await Promise.all([
    campaigns.count(plan, texts),
    campaignRoad.paces(),
    file?.hasPicture === true ? campaigns.readPicture(file.campaign.id) : null,
  ])
  const draft = { plan, texts, picture }
  const lacks = lacksOf(draft, campaignRoad).map((lack) => saidOfLack(visit, lack))
  return (
    <>
      <Reach visit={visit} plan={plan} count={count} paces={paces} />
      {lacks.length === 0 ? null : (
        <ul class="lacks">
          {lacks.map((said) => (
            <li key={said}>{said}</li>
          ))}
        </ul>
      )}
      {texts.length === 0 ? null : (
        <Previews
          visit={visit}
          draft={draft}
          channels={campaignRoad.channels}
          message={campaignRoad.message}
          picture={file === null || picture === null ? null : picturePath(file.campaign.id)}
        />
      )}
    </>
  )
}

async function acting(
  visit: SignedVisit,
  kit: CampaignPages,
  { file, act }: { readonly file: CampaignFile; readonly act: Act },
): Promise<Answer> {
  const { t, form, who } = visit
  const refuse = (label: Label): Promise<Answer> => campaignPage(visit, file, kit, t(label))
  const note = (form['note'] ?? '').trim().slice(0, 2_000)
  if (act === 'send-back' && note === '') return refuse('campaign_note_missing')
  if (act === 'cancel' && form['sure'] !== 'yes') return refuse('campaign_cancel_sure')
  if (act === 'propose') {
    const { id } = file.campaign
    const picture = file.hasPicture ? await kit.campaigns.readPicture(id) : null
    if (lacksOf({ ...draftOf(file), picture }, kit.campaignRoad).length > 0) return refuse('campaign_lacks')
  }
  const moved = await kit.campaigns.move(file.campaign.id, {
    kind: act,
    by: who.id,
    ...(act === 'send-back' ? { note } : {}),
  })
  if (moved.ok) return { kind: 'go', to: placeOf(file) }
  if (moved.why === 'gone') return lost(visit)
  return refuse(`refusal_${moved.why.replaceAll('-', '_')}` as Label)
}
