/** A campaign sent to the officer's own chat, as a subscriber would get it; and how that chat is linked, by a code. */
import type { VNode } from 'preact'
import type { ChannelName } from '#engine'
import type { CampaignTest, CampaignTests } from '../../db/campaign-tests.ts'
import type { CampaignFile, Campaigns } from '../../db/campaigns.ts'
import type { OfficerChat, OfficerChats } from '../../db/officer-chats.ts'
import type { Handouts } from '../handouts/index.ts'
import { type CampaignChannel, lacksOf, type MakeMessage, nameOfText } from './campaign-lacks.ts'
import { draftOf, lost, on } from './campaign-of-path.tsx'
import { placeOf } from './campaign-place.ts'
import { channelLabel, languageLabel } from './campaign-words.ts'
import type { Names } from './cases.tsx'
import type { Label } from './labels.ts'
import { Form } from './layout.tsx'
import { type Answer, base, type Page, type SignedPage, type SignedVisit } from './page.ts'
import { allows } from './roles.ts'
import { Moment, messagePage } from './views.tsx'

export interface CampaignTestPages {
  readonly campaigns: Campaigns
  readonly campaignTests: CampaignTests
  readonly officerChats: OfficerChats
  readonly handouts: Pick<Handouts, 'ways'>
  readonly campaignRoad: {
    readonly channels: readonly CampaignChannel[]
    readonly message: MakeMessage
    readonly links: Parameters<typeof lacksOf>[1]['links']
  }
}

const home = `${base}/campaigns/test-chat`

export function campaignTestPages(kit: CampaignTestPages): readonly Page[] {
  const { campaigns, campaignTests, officerChats, campaignRoad } = kit
  const writes = (method: 'GET' | 'POST', path: string, answer: SignedPage['answer']): Page => ({
    method,
    path,
    need: 'campaigns.write',
    answer,
  })
  return [
    writes('GET', '/campaigns/test-chat', (visit) => chatPage(visit, kit, null)),
    writes('POST', '/campaigns/test-chat', async (visit) =>
      chatPage(visit, kit, await officerChats.newCode(visit.who.id)),
    ),
    writes('POST', '/campaigns/test-chat/unlink', async ({ who, form }) => {
      await officerChats.unlink(who.id, (form['channel'] ?? '') as ChannelName)
      return { kind: 'go', to: home }
    }),
    writes(
      'POST',
      '/campaigns/:id/test',
      on(kit, async (visit, file) => {
        const picture = file.hasPicture ? await campaigns.readPicture(file.campaign.id) : null
        const text = file.texts.find((each) => nameIn(each) === visit.form['text'])
        const whole = lacksOf({ ...draftOf(file), picture }, campaignRoad).length === 0
        if (text === undefined || !whole) return refused(visit, 'campaign_lacks')
        const tested = await campaignTests.send(file.campaign.id, text, visit.who.id)
        if (tested.kind === 'sent') return { kind: 'go', to: `${placeOf(file)}#test` }
        return tested.why === 'gone' ? lost(visit) : refused(visit, 'test_no_chat')
      }),
    ),
  ]
}

const refused = (visit: SignedVisit, why: Label): Answer => ({
  kind: 'page',
  title: visit.t('test'),
  body: messagePage(visit, why),
  status: 409,
})

const nameIn = ({ variant, locale }: CampaignFile['texts'][number]): string => `${variant}-${locale}`

/** `UJI-7K3MQ-2XW9P`: as the bot reads it, and short enough to be typed. */
const spelt = (code: string): string => `UJI-${code.slice(0, 5)}-${code.slice(5)}`

async function chatPage(
  visit: SignedVisit,
  { officerChats, handouts, campaignRoad }: CampaignTestPages,
  made: { readonly code: string; readonly until: Date } | null,
): Promise<Answer> {
  const { t, who, formToken } = visit
  const chats = await officerChats.of(who.id)
  const words = made === null ? null : spelt(made.code)
  const body = (
    <>
      <p>
        <a class="back" href={`${base}/campaigns`} data-key="g">
          {t('back_to_campaigns')}
        </a>
      </p>
      <h1>{t('test_chats')}</h1>
      <p class="lead">{t('test_chats_help')}</p>
      {made === null || words === null ? null : (
        <section class="notice" role="status">
          <p>{t('test_code_say')}</p>
          <code class="link">{words}</code>
          <p class="links">
            {handouts.ways.telegram === null || !takes(campaignRoad.channels, 'telegram') ? null : (
              <a href={`https://t.me/${handouts.ways.telegram}?start=${words}`}>Telegram</a>
            )}
            {handouts.ways.whatsapp === null || !takes(campaignRoad.channels, 'whatsapp') ? null : (
              <a href={`https://wa.me/${handouts.ways.whatsapp}?text=${words}`}>WhatsApp</a>
            )}
          </p>
          <p class="help">
            {t('test_code_until')} <Moment at={made.until} visit={visit} />
          </p>
        </section>
      )}
      {chats.length === 0 ? (
        <p class="empty">{t('test_chats_none')}</p>
      ) : (
        <ul class="rows box">
          {chats.map((chat) => (
            <Linked key={chat.channel} visit={visit} chat={chat} />
          ))}
        </ul>
      )}
      <Form to={home} token={formToken}>
        <button type="submit">{t('test_code_make')}</button>
      </Form>
    </>
  )
  return { kind: 'page', title: t('test_chats'), body }
}

const takes = (channels: readonly CampaignChannel[], wanted: string): boolean =>
  channels.some(({ name }) => name === wanted)

function Linked({ visit, chat }: { readonly visit: SignedVisit; readonly chat: OfficerChat }): VNode {
  const { t, formToken } = visit
  return (
    <li>
      <span>
        <strong>{channelLabel(chat.channel)}</strong>
        <br />
        <span class="help">
          {t('test_chat_since')} <Moment at={chat.at} visit={visit} />
        </span>
      </span>
      <Form to={`${home}/unlink`} token={formToken}>
        <input type="hidden" name="channel" value={chat.channel} />
        <button type="submit" class="quiet">
          {t('test_chat_unlink')}
        </button>
      </Form>
    </li>
  )
}

const statusLabels: Readonly<Record<CampaignTest['status'], Label>> = {
  waiting: 'post_on_the_way',
  sending: 'post_on_the_way',
  sent: 'post_arrived',
  refused: 'test_not_taken',
  skipped: 'test_not_taken',
  forgotten: 'post_forgotten',
}

/** On the campaign's own page. */
export function TestBox(props: {
  readonly visit: SignedVisit
  readonly file: CampaignFile
  readonly chats: readonly OfficerChat[]
  readonly tests: readonly CampaignTest[]
  readonly names: Names
  /** Nothing is lacking: it can be sent as it is. */
  readonly whole: boolean
}): VNode | null {
  const { visit, file, chats, tests, names, whole } = props
  const { t, who, formToken, locale } = visit
  if (!allows(who, 'campaigns.write') && tests.length === 0) return null
  return (
    <section class="box" aria-labelledby="test">
      <h2 id="test">{t('test')}</h2>
      <p class="help">{t('test_help')}</p>
      {!allows(who, 'campaigns.write') || !whole ? null : chats.length === 0 ? null : (
        <Form to={`${placeOf(file)}/test`} token={formToken}>
          <label>
            {t('test_which')}
            <select name="text">
              {draftOf(file).texts.map((text) => (
                <option key={nameOfText(text)} value={nameIn(text)}>
                  {`${text.variant.toUpperCase()} · ${languageLabel(text.locale, locale)}`}
                </option>
              ))}
            </select>
          </label>
          <button type="submit" class="quiet">
            {t('test_send')}
          </button>
        </Form>
      )}
      {allows(who, 'campaigns.write') ? (
        <p class="links">
          <a href={home}>{chats.length === 0 ? t('test_link_chat') : t('test_chats')}</a>
        </p>
      ) : null}
      {tests.length === 0 ? null : (
        <ul>
          {tests.map((test) => (
            <li key={`${test.at.getTime()}${test.channel}${test.variant}${test.locale}`}>
              {names.get(test.by) ?? t('somebody')}, {channelLabel(test.channel)},{' '}
              {test.variant.toUpperCase()} · {languageLabel(test.locale, locale)}:{' '}
              <strong>{t(statusLabels[test.status])}</strong> <Moment at={test.at} visit={visit} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
