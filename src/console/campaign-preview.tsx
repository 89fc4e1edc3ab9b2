/** A campaign exactly as each channel would show it: fitted by the same function that sends it. */
import type { VNode } from 'preact'
import {
  type Abilities,
  type Block,
  type CampaignText,
  type Drawing,
  type Fitted,
  type Markup,
  plainText,
  type Span,
} from '#engine'
import { checkWritten } from '../words/index.ts'
import type { Draft } from './campaign-form.ts'
import type { CampaignChannel, MakeMessage } from './campaign-lacks.ts'
import { amount, channelLabel, languageLabel } from './campaign-words.ts'
import { base, type SignedVisit } from './page.ts'

interface Props {
  readonly visit: SignedVisit
  readonly draft: Draft & { readonly picture: Drawing | null }
  readonly channels: readonly CampaignChannel[]
  readonly message: MakeMessage
  /** Where its picture is shown; null: it has none. */
  readonly picture: string | null
}

export function Previews(props: Props): VNode {
  const { visit, draft } = props
  const { t, locale } = visit
  const two = draft.texts.some(({ variant }) => variant === 'b')
  return (
    <section aria-labelledby="previews">
      <h2 id="previews">{t('campaign_preview')}</h2>
      <p class="help">{t('campaign_preview_help')}</p>
      {draft.texts.map((text) => (
        <details key={`${text.variant}${text.locale}`} class="box" open={text.locale === 'id'}>
          <summary>
            {languageLabel(text.locale, locale)}
            {two ? ` · ${t('variant', { name: text.variant.toUpperCase() })}` : ''}
          </summary>
          <div class="phones">
            {props.channels.map((channel) => (
              <PreviewOn key={channel.name} {...props} text={text} channel={channel} />
            ))}
          </div>
        </details>
      ))}
    </section>
  )
}

/** One text on one channel. */
export function PreviewOn(
  props: Omit<Props, 'channels'> & { readonly text: CampaignText; readonly channel: CampaignChannel },
): VNode {
  const { visit, draft, message, text, channel } = props
  const { t } = visit
  const { abilities } = channel
  const { variant, locale } = text
  const made = checkWritten(text.text).ok ? message(draft, { variant, locale, abilities }) : null
  return (
    <figure class="phone-look">
      <figcaption>{channelLabel(channel.name)}</figcaption>
      {made?.kind === 'message' ? (
        <Bubble {...props} fitted={made.message} abilities={abilities} choices={text.choices.length} />
      ) : (
        <p class="trouble">{t(made?.kind === 'too-long' ? 'preview_too_long' : 'preview_no_text')}</p>
      )}
      <AfterWindow {...props} />
    </figure>
  )
}

function Bubble(
  props: Omit<Props, 'channels'> & {
    readonly text: CampaignText
    readonly fitted: Fitted
    readonly abilities: Abilities
    readonly choices: number
  },
): VNode {
  const { visit, fitted, abilities, picture, text, choices } = props
  const { t, locale } = visit
  const overButtons = fitted.buttons.length > 0 ? abilities.buttons?.textLimit : undefined
  const most = fitted.image === null ? (overButtons ?? abilities.textLimit) : abilities.captionLimit
  return (
    <>
      <div class="bubble" lang={text.locale}>
        {fitted.image !== null && picture !== null ? (
          <img class="shown-whole" src={picture} alt={t('campaign_picture')} />
        ) : null}
        <Words markup={fitted.text} />
        {fitted.buttons.map(({ label }) => (
          <span key={label} class="tap">
            {label}
          </span>
        ))}
      </div>
      <p class="help">
        {t('preview_letters', {
          count: amount(plainText(fitted.text).length, locale),
          most: amount(most, locale),
        })}
        {choices > 0 && fitted.buttons.length === 0 ? ` ${t('preview_menu')}` : ''}
      </p>
    </>
  )
}

/** What goes to whoever wrote too long ago for free words. */
function AfterWindow({
  visit,
  text,
  channel,
}: Omit<Props, 'channels'> & {
  readonly text: CampaignText
  readonly channel: CampaignChannel
}): VNode | null {
  const { t } = visit
  if (channel.abilities.window === null) return null
  return (
    <p class="help">
      {text.template === null
        ? t('preview_no_template')
        : t('preview_template', { name: text.template.name, language: text.template.language })}
    </p>
  )
}

function Words({ markup }: { readonly markup: Markup }): VNode {
  return (
    <>
      {markup.map((block) => (
        <BlockOf key={plainText([block])} block={block} />
      ))}
    </>
  )
}

function BlockOf({ block }: { readonly block: Block }): VNode {
  return (
    <p class={block.kind === 'item' ? 'item' : 'words'}>
      {block.kind === 'item' ? '• ' : ''}
      {block.spans.map((span) => (
        <SpanOf key={span.text} span={span} />
      ))}
    </p>
  )
}

/** Addresses lead nowhere here: a strange one is not opened by mistake. */
function SpanOf({ span }: { readonly span: Span }): VNode {
  switch (span.kind) {
    case 'bold':
      return <strong>{span.text}</strong>
    case 'italic':
      return <em>{span.text}</em>
    case 'link':
      return (
        <>
          <u>{span.text}</u> <span class="help">({span.url})</span>
        </>
      )
    case 'plain':
      return <>{span.text}</>
  }
}

export const picturePath = (id: string): string => `${base}/campaigns/${id}/picture`
