/** A campaign posted in the operator's own channels and groups: chosen, seen as it will stand there, posted once. It reaches
 * no recipient, so it is counted apart. */
import type { VNode } from 'preact'
import { type ChannelName, ConfigError, locales, textFor } from '#engine'
import type { CampaignFile, Campaigns } from '../../db/campaigns.ts'
import type { Post, PostPlace, Posts } from '../../db/posts.ts'
import type { CampaignChannel, MakeMessage } from './campaign-lacks.ts'
import { draftOf, on } from './campaign-of-path.tsx'
import { placeOf } from './campaign-place.ts'
import { PreviewOn, picturePath } from './campaign-preview.tsx'
import { amount, languageLabel } from './campaign-words.ts'
import type { Label } from './labels.ts'
import { Form } from './layout.tsx'
import { type Answer, base, type Page, type SignedVisit } from './page.ts'
import { allows } from './roles.ts'
import { Moment, Trouble } from './views.tsx'

export interface CampaignPostPages {
  readonly campaigns: Campaigns
  readonly posts: Posts
  readonly campaignRoad: {
    readonly channels: readonly CampaignChannel[]
    readonly message: MakeMessage
  }
}

/** The one platform that has channels and groups where a bot may post. */
const telegram = 'telegram' as ChannelName
const placesHome = `${base}/campaigns/places`
const longestName = 80
const postable = ['approved', 'sending', 'paused', 'finished']

export function campaignPostPages(kit: CampaignPostPages): readonly Page[] {
  const { posts } = kit
  return [
    {
      method: 'GET',
      path: '/campaigns/places',
      need: 'campaigns.read',
      answer: (visit) => placesPage(visit, kit, null),
    },
    {
      method: 'POST',
      path: '/campaigns/places',
      need: 'campaigns.send',
      answer: (visit) => adding(visit, kit),
    },
    {
      method: 'POST',
      path: '/campaigns/places/:place/remove',
      need: 'campaigns.send',
      async answer({ params, who }) {
        const place = params['place'] ?? ''
        if (/^[1-9]\d{0,8}$/.test(place)) await posts.remove(Number(place), who.id)
        return { kind: 'go', to: placesHome }
      },
    },
    {
      method: 'GET',
      path: '/campaigns/:id/posts',
      need: 'campaigns.read',
      answer: on(kit, (visit, file) => postsPage(visit, kit, file, null)),
    },
    {
      method: 'POST',
      path: '/campaigns/:id/posts',
      need: 'campaigns.send',
      answer: on(kit, async (visit, file) => {
        const chosen = Object.keys(visit.form).flatMap((field) => {
          const [, place] = /^place-([1-9]\d{0,8})$/.exec(field) ?? []
          return place === undefined ? [] : [Number(place)]
        })
        if (chosen.length === 0) return postsPage(visit, kit, file, 'post_nothing_chosen')
        const posted = await posts.post(file.campaign.id, chosen, visit.who.id)
        if (posted.kind === 'posted') return { kind: 'go', to: `${placeOf(file)}/posts` }
        return postsPage(visit, kit, file, posted.why === 'no-text' ? 'post_no_text' : 'post_not_approved')
      }),
    },
  ]
}

async function adding(visit: SignedVisit, kit: CampaignPostPages): Promise<Answer> {
  const { form, who } = visit
  const field = (name: string): string => (form[name] ?? '').trim()
  const locale = locales.find((each) => each === form['locale'])
  const [chat, name] = [field('chat'), field('name')]
  if (locale === undefined || name === '' || name.length > longestName)
    return placesPage(visit, kit, 'place_bad_name')
  try {
    await kit.posts.add({ channel: telegram, chat, name, locale }, who.id)
  } catch (error) {
    if (error instanceof ConfigError) return placesPage(visit, kit, 'place_bad_chat')
    throw error
  }
  return { kind: 'go', to: placesHome }
}

async function placesPage(
  visit: SignedVisit,
  { posts, campaignRoad }: CampaignPostPages,
  trouble: Label | null,
): Promise<Answer> {
  const { t, who, form, locale, formToken } = visit
  const places = await posts.places()
  const isOn = campaignRoad.channels.some(({ name }) => name === telegram)
  const body = (
    <>
      <p>
        <a class="back" href={`${base}/campaigns`} data-key="g">
          {t('back_to_campaigns')}
        </a>
      </p>
      <h1>{t('places')}</h1>
      <p class="lead">{t('places_help')}</p>
      {isOn ? null : <p class="notice">{t('places_no_telegram')}</p>}
      <Trouble text={trouble === null ? null : t(trouble)} />
      {places.length === 0 ? (
        <p class="empty">{t('places_none')}</p>
      ) : (
        <ul class="rows box">
          {places.map((place) => (
            <li key={place.id}>
              <PlaceName place={place} locale={locale} />
              {allows(who, 'campaigns.send') ? (
                <Form to={`${placesHome}/${place.id}/remove`} token={formToken}>
                  <button type="submit" class="quiet">
                    {t('place_remove')}
                  </button>
                </Form>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      {allows(who, 'campaigns.send') ? (
        <section class="box" aria-labelledby="place-add">
          <h2 id="place-add">{t('place_add')}</h2>
          <Form to={placesHome} token={formToken}>
            <label>
              {t('place_name')}
              <input
                name="name"
                required
                maxLength={longestName}
                value={trouble === null ? '' : (form['name'] ?? '')}
              />
            </label>
            <label>
              {t('place_chat')} <span class="help">{t('place_chat_help')}</span>
              <input
                name="chat"
                required
                maxLength={40}
                autocomplete="off"
                aria-invalid={trouble === 'place_bad_chat'}
                value={trouble === null ? '' : (form['chat'] ?? '')}
              />
            </label>
            <label>
              {t('place_language')}
              <select name="locale">
                {locales.map((each) => (
                  <option key={each} value={each} selected={each === form['locale']}>
                    {languageLabel(each, locale)}
                  </option>
                ))}
              </select>
            </label>
            <button type="submit">{t('place_add')}</button>
          </Form>
        </section>
      ) : null}
    </>
  )
  return { kind: 'page', title: t('places'), body, status: trouble === null ? 200 : 400 }
}

function PlaceName({
  place,
  locale,
}: {
  readonly place: PostPlace
  readonly locale: SignedVisit['locale']
}): VNode {
  return (
    <span>
      <strong>{place.name}</strong>
      <br />
      <span class="help">
        {`Telegram ${place.chat} · `}
        {languageLabel(place.locale, locale)}
      </span>
    </span>
  )
}

async function postsPage(
  visit: SignedVisit,
  kit: CampaignPostPages,
  file: CampaignFile,
  trouble: Label | null,
): Promise<Answer> {
  const { t, who } = visit
  const { posts, campaigns } = kit
  const { campaign } = file
  const [places, posted, picture] = await Promise.all([
    posts.places(),
    posts.of(campaign.id),
    file.hasPicture ? campaigns.readPicture(campaign.id) : null,
  ])
  const may = postable.includes(campaign.status.kind) && allows(who, 'campaigns.send')
  // Where it was posted stays told when the place is removed.
  const gone = posted.filter(({ place }) => !places.some(({ id }) => id === place.id))
  const draft = { ...draftOf(file), picture }
  const shown = { visit, kit, file, draft }
  const open = places.filter(({ id }) => canPost(posted.find(({ place }) => place.id === id)))
  const body = (
    <>
      <p>
        <a class="back" href={placeOf(file)} data-key="g">
          {t('back_to_campaign')}
        </a>
      </p>
      <h1>{t('posts')}</h1>
      <p class="lead">{t('posts_help')}</p>
      <Trouble text={trouble === null ? null : t(trouble)} />
      {postable.includes(campaign.status.kind) ? null : <p class="notice">{t('post_not_approved')}</p>}
      <Totals visit={visit} posted={posted} />
      {places.length + gone.length === 0 ? <p class="empty">{t('places_none')}</p> : null}
      <Form to={`${placeOf(file)}/posts`} token={visit.formToken}>
        <div class="phones">
          {places.map((place) => (
            <Place
              key={place.id}
              {...shown}
              place={place}
              post={posted.find((each) => each.place.id === place.id)}
              may={may}
            />
          ))}
          {gone.map((post) => (
            <Place key={post.place.id} {...shown} place={post.place} post={post} may={false} />
          ))}
        </div>
        {may && open.length > 0 ? (
          <>
            <button type="submit">{t('post_send')}</button>
            <p class="help">{t('post_send_help')}</p>
          </>
        ) : null}
      </Form>
      <p class="links">
        <a href={placesHome}>{t('places')}</a>
      </p>
    </>
  )
  return { kind: 'page', title: t('posts'), body, status: trouble === null ? 200 : 409 }
}

/** Once at each place; again only where it certainly did not arrive. */
const canPost = (post: Post | undefined): boolean => post === undefined || post.again

/** Apart from the campaign's recipients. */
function Totals({
  visit,
  posted,
}: {
  readonly visit: SignedVisit
  readonly posted: readonly Post[]
}): VNode | null {
  const { t, locale } = visit
  if (posted.length === 0) return null
  const arrived = posted.filter(({ status }) => status === 'sent').length
  const unsure = posted.filter(({ why }) => why === 'unsure').length
  return (
    <p class="reach">
      {t('posts_arrived', { count: amount(arrived, locale), all: amount(posted.length, locale) })}
      {unsure === 0 ? null : ` ${t('posts_unsure', { count: amount(unsure, locale) })}`}
    </p>
  )
}

function Place(props: {
  readonly visit: SignedVisit
  readonly kit: CampaignPostPages
  readonly file: CampaignFile
  readonly draft: Parameters<typeof PreviewOn>[0]['draft']
  readonly place: PostPlace
  readonly post: Post | undefined
  readonly may: boolean
}): VNode {
  const { visit, kit, file, draft, place, post, may } = props
  const { t, locale } = visit
  const text = textFor(draft.texts, 'a', place.locale)
  const channel = kit.campaignRoad.channels.find(({ name }) => name === place.channel)
  // What everybody would press together is no answer of anybody: posts have no choices.
  const bare = { ...draft, texts: draft.texts.map((each) => ({ ...each, choices: [] })) }
  return (
    <section class="box" aria-labelledby={`place-${place.id}`}>
      <h2 id={`place-${place.id}`}>{place.name}</h2>
      <PlaceName place={place} locale={locale} />
      {post === undefined ? null : (
        <p class={post.status === 'refused' || post.why === 'unsure' ? 'trouble' : 'notice'}>
          {t(statusOf(post))} <Moment at={post.at} visit={visit} />
        </p>
      )}
      {text === null || channel === undefined ? (
        <p class="trouble">{t(text === null ? 'post_no_text' : 'places_no_telegram')}</p>
      ) : (
        <PreviewOn
          visit={visit}
          draft={bare}
          message={kit.campaignRoad.message}
          channel={channel}
          text={{ ...text, locale: place.locale, choices: [] }}
          picture={file.hasPicture ? picturePath(file.campaign.id) : null}
        />
      )}
      {may && canPost(post) && text !== null && channel !== undefined ? (
        <label class="tick">
          <input type="checkbox" name={`place-${place.id}`} value="yes" />
          <span>{t(post === undefined ? 'post_here' : 'post_here_again')}</span>
        </label>
      ) : null}
    </section>
  )
}

function statusOf({ status, why }: Post): Label {
  switch (status) {
    case 'waiting':
    case 'sending':
      return 'post_on_the_way'
    case 'sent':
      return 'post_arrived'
    case 'forgotten':
      return 'post_forgotten'
    case 'refused':
      return why === 'blocked' || why === 'no-such-chat' ? 'post_not_allowed' : 'post_refused'
    case 'skipped':
      return why === 'unsure' ? 'post_unsure' : 'post_too_late'
  }
}
