/** Where a campaign is written: its words in each language, for whom, and when. Works without a script; with one the
 * number of people follows what is ticked. */
import type { ComponentChildren, VNode } from 'preact'
import {
  type Campaign,
  type ChannelName,
  destinations,
  type Locale,
  locales,
  phases,
  provinceName,
  provinces,
  topics,
  type Variant,
} from '#engine'
import {
  boxOf,
  fieldsOf,
  longestName,
  longestText,
  type Mistake,
  mostChoices,
  type Typed,
} from './campaign-form.ts'
import { channelLabel, countryLabel, languageLabel, topicLabel } from './campaign-words.ts'
import type { Label } from './labels.ts'
import { base, type SignedVisit } from './page.ts'
import { zones } from './time.ts'
import { Trouble } from './views.tsx'

interface Props {
  readonly visit: SignedVisit
  readonly typed: Typed
  readonly mistake: Mistake | null
  /** Where it is sent. */
  readonly to: string
  readonly channels: readonly ChannelName[]
  /** Earlier ones, whose people may be left out. */
  readonly earlier: readonly Pick<Campaign, 'id' | 'name'>[]
  /** How many it reaches, and how it looks; null: nobody has asked yet. */
  readonly seen: VNode | null
}

export function CampaignForm(props: Props): VNode {
  const { visit, typed, mistake, to, seen } = props
  const { t, formToken } = visit
  return (
    <form class="campaign" method="post" action={to} novalidate>
      <input type="hidden" name="token" value={formToken} />
      <Trouble text={mistake === null ? null : saidOf(visit, mistake)} />
      {mistake === null ? null : <p class="help">{t('campaign_not_saved')}</p>}
      <div class="columns">
        <div>
          <section class="box">
            <Field
              {...props}
              name="name"
              label="campaign_name"
              help="campaign_name_help"
              most={longestName}
            />
            <label>
              {t('campaign_topic')}
              <select name="topic">
                {topics.map((topic) => (
                  <option key={topic} value={topic} selected={typed['topic'] === topic}>
                    {t(topicLabel(topic))}
                  </option>
                ))}
              </select>
            </label>
          </section>
          <Words {...props} variant="a" />
          <details class="box" open={hasVariant(typed, 'b')}>
            <summary>{t('campaign_second')}</summary>
            <p class="help">{t('campaign_second_help')}</p>
            <Words {...props} variant="b" />
          </details>
        </div>
        <div>
          <Audience {...props} />
          <When {...props} />
          <section class="box decide" aria-labelledby="look">
            <h2 id="look">{t('campaign_look')}</h2>
            <p class="help">{t('campaign_look_help')}</p>
            <p class="acts">
              <button type="submit" name="look" value="yes" class="quiet">
                {t('campaign_look')}
              </button>
              <button type="submit">{t('campaign_save')}</button>
            </p>
            <div
              id="reach"
              hx-post={`${base}/campaigns/reach`}
              hx-include="closest form"
              hx-trigger="change from:closest form delay:400ms"
              hx-swap="innerHTML"
              aria-live="polite"
            >
              {seen}
            </div>
          </section>
        </div>
      </div>
    </form>
  )
}

export function saidOf({ t, locale }: SignedVisit, { label, values = {} }: Mistake): string {
  const language = values['language']
  return t(label, language === undefined ? values : { language: languageLabel(language as Locale, locale) })
}

const hasVariant = (typed: Typed, variant: Variant): boolean =>
  locales.some((locale) => (typed[fieldsOf(variant, locale).words] ?? '') !== '')

function Words(props: Props & { readonly variant: Variant }): VNode {
  const { visit, typed, variant } = props
  const { t } = visit
  return (
    <section class={variant === 'a' ? 'box' : ''} aria-label={t('variant', { name: variant.toUpperCase() })}>
      {variant === 'a' ? <p class="help">{t('campaign_words_help')}</p> : null}
      {locales.map((locale) => (
        <Language key={locale} {...props} locale={locale} />
      ))}
      {variant === 'a' ? (
        <label>
          {t('campaign_values')}
          <span class="help"> {t('campaign_values_help')}</span>
          <textarea name="values" rows={2} maxLength={2_000} value={typed['values'] ?? ''} />
        </label>
      ) : null}
    </section>
  )
}

/** Indonesian stands open: everybody without a text of their own gets it. */
function Language(props: Props & { readonly variant: Variant; readonly locale: Locale }): VNode {
  const { visit, typed, variant, locale, mistake } = props
  const { t } = visit
  const fields = fieldsOf(variant, locale)
  const language = languageLabel(locale, visit.locale)
  const written = (typed[fields.words] ?? '') !== '' || (typed[fields.choice(0)] ?? '') !== ''
  return (
    <details class="language" open={locale === 'id' || written || mistake?.field === fields.words}>
      <summary>{language}</summary>
      <label>
        {t('campaign_words', { language })}
        <textarea
          name={fields.words}
          rows={7}
          lang={locale}
          maxLength={longestText}
          aria-invalid={mistake?.field === fields.words}
          value={typed[fields.words] ?? ''}
        />
      </label>
      <div class="choices">
        {Array.from({ length: mostChoices }, (_, place) => (
          <label key={place}>
            {t('campaign_choice', { number: place + 1 })}
            <input
              name={fields.choice(place)}
              lang={locale}
              maxLength={40}
              value={typed[fields.choice(place)] ?? ''}
            />
          </label>
        ))}
      </div>
      <details open={(typed[fields.template] ?? '') !== ''}>
        <summary>{t('campaign_template')}</summary>
        <p class="help">{t('campaign_template_help')}</p>
        <div class="choices">
          <label>
            {t('campaign_template_name')}
            <input name={fields.template} maxLength={512} value={typed[fields.template] ?? ''} />
          </label>
          <label>
            {t('campaign_template_language')}
            <input
              name={fields.templateLanguage}
              maxLength={8}
              value={typed[fields.templateLanguage] ?? ''}
            />
          </label>
        </div>
        <label>
          {t('campaign_template_values')}
          <textarea
            name={fields.templateValues}
            rows={2}
            maxLength={2_000}
            value={typed[fields.templateValues] ?? ''}
          />
        </label>
      </details>
    </details>
  )
}

function Audience(props: Props): VNode {
  const { visit, channels, earlier } = props
  const { t, locale } = visit
  return (
    <section class="box" aria-labelledby="audience">
      <h2 id="audience">{t('campaign_audience')}</h2>
      <p class="help">{t('campaign_audience_help')}</p>
      <Boxes {...props} of="channel" label="campaign_channels" all={channels} name={channelLabel} open />
      <Boxes
        {...props}
        of="locale"
        label="campaign_languages"
        all={locales}
        name={(each) => languageLabel(each as Locale, locale)}
        open
      />
      <Boxes
        {...props}
        of="phase"
        label="campaign_phases"
        all={phases}
        name={(each) => t(`phase_${each}` as Label)}
        open
      />
      <Boxes {...props} of="province" label="campaign_provinces" all={provinces} name={provinceName} />
      <Boxes
        {...props}
        of="country"
        label="campaign_countries"
        all={destinations}
        name={(each) => countryLabel(each, locale)}
      />
      {earlier.length === 0 ? null : (
        <Boxes
          {...props}
          of="without"
          label="campaign_without"
          all={earlier.map(({ id }) => id)}
          name={(each) => earlier.find(({ id }) => id === each)?.name ?? each}
        />
      )}
      <Field
        {...props}
        name="seen-days"
        label="campaign_seen"
        help="campaign_seen_help"
        inputMode="numeric"
      />
    </section>
  )
}

function Boxes(
  props: Props & {
    readonly of: Parameters<typeof boxOf>[0]
    readonly label: Label
    readonly all: readonly string[]
    readonly name: (value: string) => string
    readonly open?: boolean
  },
): VNode {
  const { visit, typed, of, label, all, name, open } = props
  const ticked = all.filter((each) => typed[boxOf(of, each)] === 'yes')
  return (
    <details class="boxes" open={open === true || ticked.length > 0}>
      <summary>
        {visit.t(label)}
        {ticked.length === 0 ? null : <span class="count"> {ticked.length}</span>}
      </summary>
      <fieldset>
        <legend class="unseen">{visit.t(label)}</legend>
        {all.map((each) => (
          <label key={each} class="tick">
            <input
              type="checkbox"
              name={boxOf(of, each)}
              value="yes"
              checked={typed[boxOf(of, each)] === 'yes'}
            />
            {name(each)}
          </label>
        ))}
      </fieldset>
    </details>
  )
}

function When(props: Props): VNode {
  const { t, zone } = props.visit
  return (
    <section class="box" aria-labelledby="when">
      <h2 id="when">{t('campaign_when')}</h2>
      <div class="beside">
        <Field {...props} name="hours-from" label="campaign_hours_from" type="time" />
        <Field {...props} name="hours-to" label="campaign_hours_to" type="time" />
      </div>
      <p class="help">{t('campaign_hours_help')}</p>
      <Field
        {...props}
        name="start"
        label="campaign_start"
        values={{ zone: zones[zone].short }}
        help="campaign_start_help"
        type="datetime-local"
      />
      <Field {...props} name="cap-days" label="campaign_cap" help="campaign_cap_help" inputMode="numeric" />
    </section>
  )
}

function Field(
  props: Props & {
    readonly name: string
    readonly label: Label
    readonly values?: Readonly<Record<string, string>>
    readonly help?: Label
    readonly most?: number
    readonly type?: 'text' | 'time' | 'datetime-local'
    readonly inputMode?: 'numeric'
  },
): VNode {
  const { visit, typed, mistake, name, label, values, help, most = 40, type = 'text', inputMode } = props
  const helps: ComponentChildren = help === undefined ? null : <span class="help"> {visit.t(help)}</span>
  return (
    <label>
      {visit.t(label, values)}
      {helps}
      <input
        name={name}
        type={type}
        maxLength={most}
        {...(inputMode === undefined ? {} : { inputMode })}
        aria-invalid={mistake?.field === name}
        value={typed[name] ?? ''}
      />
    </label>
  )
}
