/** What is handed out beside a campaign: looked at, copied and downloaded, for each of its texts. */
import type { VNode } from 'preact'
import type { CampaignText } from '#engine'
import type { CampaignFile } from '../../db/campaigns.ts'
import { type Handouts, type Message, type Picture, pictures } from '../handouts/index.ts'
import { checkWritten, speakWritten } from '../words/index.ts'
import { languageLabel } from './campaign-words.ts'
import { type Answer, base, type SignedVisit } from './page.ts'
import { messagePage, Trouble } from './views.tsx'

const seconds = [30, 60] as const

/** The page, or one file of it: `what` is a picture's name or `all`. */
export async function handoutsAnswer(
  visit: SignedVisit,
  {
    file,
    handouts,
    what,
  }: { readonly file: CampaignFile; readonly handouts: Handouts; readonly what: string | null },
): Promise<Answer> {
  const { t, query } = visit
  const text = file.texts.find((each) => nameOf(each) === query['text']) ?? file.texts[0]
  const message = text === undefined ? null : messageOf(file, text)
  if (what === null)
    return {
      kind: 'page',
      title: t('handouts'),
      body: (
        <HandoutsView visit={visit} file={file} handouts={handouts} text={text ?? null} message={message} />
      ),
    }
  const picture = pictures.find((each) => each === what)
  if (text === undefined || message === null || (picture === undefined && what !== 'all'))
    return { kind: 'page', title: t('campaign_lost'), body: messagePage(visit, 'campaign_lost'), status: 404 }
  const name = `tanya-dulu-${file.campaign.id}-${nameOf(text)}`
  return picture === undefined
    ? { kind: 'file', name: `${name}.zip`, type: 'application/zip', bytes: await handouts.pack(message) }
    : { kind: 'file', ...fileOf(name, picture), bytes: await handouts.draw(message, picture) }
}

const nameOf = ({ variant, locale }: CampaignText): string => `${variant}-${locale}`

const fileOf = (name: string, picture: Picture): { readonly name: string; readonly type: string } =>
  picture === 'poster'
    ? { name: `${name}-poster.pdf`, type: 'application/pdf' }
    : { name: `${name}-${picture}.png`, type: 'image/png' }

/** null: its words cannot be read yet, or a hole has no value. */
function messageOf({ campaign }: CampaignFile, { locale, text }: CampaignText): Message | null {
  const checked = checkWritten(text)
  if (!checked.ok || checked.holes.some((hole) => !Object.hasOwn(campaign.values, hole))) return null
  return { topic: campaign.topic, locale, text: speakWritten(text, campaign.values, locale) }
}

function HandoutsView(props: {
  readonly visit: SignedVisit
  readonly file: CampaignFile
  readonly handouts: Handouts
  readonly text: CampaignText | null
  readonly message: Message | null
}): VNode {
  const { visit, file, handouts, text, message } = props
  const { t } = visit
  const at = `${base}/campaigns/${file.campaign.id}`
  const { telegram, whatsapp } = handouts.ways
  return (
    <>
      <p>
        <a class="back" href={at} data-key="g">
          {t('back_to_campaign')}
        </a>
      </p>
      <h1>{t('handouts')}</h1>
      <p class="lead">{t('handouts_help')}</p>
      {telegram === null && whatsapp === null ? <p class="notice">{t('handouts_no_address')}</p> : null}
      {file.texts.length < 2 ? null : <Texts {...props} at={at} />}
      {text === null || message === null ? (
        <Trouble text={t('handouts_no_text')} />
      ) : (
        <Files {...props} at={`${at}/handouts`} text={text} message={message} />
      )}
    </>
  )
}

function Texts(props: {
  readonly visit: SignedVisit
  readonly file: CampaignFile
  readonly text: CampaignText | null
  readonly at: string
}): VNode {
  const { visit, file, text, at } = props
  const { t, locale } = visit
  const two = file.texts.some(({ variant }) => variant === 'b')
  return (
    <nav class="tabs" aria-label={t('campaign_languages')}>
      {file.texts.map((each) => (
        <a
          key={nameOf(each)}
          href={`${at}/handouts?text=${nameOf(each)}`}
          {...(each === text ? { 'aria-current': 'page' as const } : {})}
        >
          {languageLabel(each.locale, locale)}
          {two ? ` · ${each.variant.toUpperCase()}` : ''}
        </a>
      ))}
    </nav>
  )
}

function Files(props: {
  readonly visit: SignedVisit
  readonly handouts: Handouts
  readonly at: string
  readonly text: CampaignText
  readonly message: Message
}): VNode {
  const { visit, handouts, at, text, message } = props
  const { t, locale } = visit
  const to = (what: string): string => `${at}/${what}?text=${nameOf(text)}`
  const caption = handouts.caption(message)
  return (
    <>
      <p>
        <a class="button" href={to('all')}>
          {t('handout_all', { language: languageLabel(text.locale, locale) })}
        </a>
      </p>
      <div class="handouts">
        {(['feed', 'story'] as const).map((picture) => (
          <figure key={picture} class="box">
            <img class="shown-whole" src={to(picture)} alt={caption} loading="lazy" />
            <figcaption>
              <a href={to(picture)} download>
                {t('handout_download', { what: t(`handout_${picture}`) })}
              </a>
            </figcaption>
          </figure>
        ))}
        <div>
          <p class="box">
            <a href={to('poster')}>{t('handout_download', { what: t('handout_poster') })}</a>
          </p>
          <section class="box" aria-labelledby="caption">
            <h2 id="caption">{t('handout_caption')}</h2>
            <p class="words" lang={text.locale}>
              {caption}
            </p>
          </section>
          {seconds.map((each) => (
            <ScriptOf key={each} {...props} seconds={each} />
          ))}
          <p class="help">{t('handout_script_rule')}</p>
        </div>
      </div>
    </>
  )
}

function ScriptOf(props: {
  readonly visit: SignedVisit
  readonly handouts: Handouts
  readonly text: CampaignText
  readonly message: Message
  readonly seconds: (typeof seconds)[number]
}): VNode {
  const { visit, handouts, text, message, seconds } = props
  const { t } = visit
  const { words, most, leftOut, text: read } = handouts.script(message, seconds)
  return (
    <section class="box" aria-labelledby={`script-${seconds}`}>
      <h2 id={`script-${seconds}`}>{t('handout_script', { seconds })}</h2>
      <p class="words" lang={text.locale}>
        {read}
      </p>
      <p class="help">{t('handout_script_counts', { words, most })}</p>
      {leftOut === 0 ? null : <p class="notice">{t('handout_left_out', { count: leftOut })}</p>}
    </section>
  )
}
