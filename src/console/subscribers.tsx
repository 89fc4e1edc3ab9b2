/** Who asked for campaigns, as numbers alone; a table of their consents for admins; and erasing one who asks for it. */
import { Readable } from 'node:stream'
import type { VNode } from 'preact'
import { provinceName, topics } from '#engine'
import type { SubscriberCounts, SubscriberLine, SubscriberNumbers } from '../../db/subscriber-numbers.ts'
import { linesOf } from './campaign-csv.ts'
import { amount, channelLabel, languageLabel, topicLabel } from './campaign-words.ts'
import { Bars } from './chart.tsx'
import type { Label } from './labels.ts'
import { Form } from './layout.tsx'
import { type Answer, base, type Page, type SignedVisit } from './page.ts'
import { allows } from './roles.ts'
import { Trouble } from './views.tsx'

export interface Subscribers {
  readonly subscribers: SubscriberNumbers
}

const home = `${base}/subscribers`
/** Fewer are not told apart: in a small province two answers could be one person. */
const fewest = 5

export function subscriberPages({ subscribers }: Subscribers): readonly Page[] {
  const show = async (visit: SignedVisit, said: Label | null = null): Promise<Answer> => ({
    kind: 'page',
    title: visit.t('subscribers'),
    body: <Numbers visit={visit} counts={await subscribers.count()} said={said} />,
  })
  return [
    { method: 'GET', path: '/subscribers', need: 'campaigns.read', answer: (visit) => show(visit) },
    {
      method: 'GET',
      path: '/subscribers/all.csv',
      need: 'subscribers.manage',
      answer: async () => ({
        kind: 'download',
        name: 'subscribers.csv',
        type: 'text/csv; charset=utf-8',
        rows: Readable.from(subscriberRows(subscribers)),
      }),
    },
    {
      method: 'POST',
      path: '/subscribers/erase',
      need: 'subscribers.manage',
      async answer(visit) {
        const { form, who } = visit
        const number = /^\d{1,9}$/.test(form['number'] ?? '') ? Number(form['number']) : null
        const erased = number !== null && form['sure'] === 'yes' && (await subscribers.erase(number, who.id))
        return show(visit, erased ? 'subscriber_erased' : 'subscriber_unknown')
      },
    },
  ]
}

async function* subscriberRows({ lines }: SubscriberNumbers): AsyncGenerator<string> {
  const columns = ['number', 'channel', 'language', ...topics, 'province', 'country', 'phase']
  const proofs = ['blocked', 'under_18', 'agreed_at', 'agreed_how', 'agreed_text']
  yield* linesOf([...columns, ...proofs], everyLine(lines), (each) => [
    each.number,
    each.channel,
    each.locale,
    ...topics.map((topic) => (each.topics.includes(topic) ? 'yes' : 'no')),
    each.province,
    each.country,
    each.phase,
    each.blocked ? 'yes' : 'no',
    each.minor ? 'yes' : 'no',
    each.givenAt,
    each.how,
    each.text,
  ])
}

async function* everyLine(lines: SubscriberNumbers['lines']): AsyncGenerator<SubscriberLine> {
  for (let some = await lines(0); some.length > 0; some = await lines(some.at(-1)?.number ?? 0)) yield* some
}

function Numbers(props: {
  readonly visit: SignedVisit
  readonly counts: SubscriberCounts
  readonly said: Label | null
}): VNode {
  const { visit, counts, said } = props
  const { t, locale, who } = visit
  return (
    <>
      <h1>{t('subscribers')}</h1>
      <p class="lead">{t('subscribers_help')}</p>
      {said === 'subscriber_erased' ? (
        <p class="notice" role="status">
          {t(said)}
        </p>
      ) : (
        <Trouble text={said === null ? null : t(said)} />
      )}
      <p class="reach">{t('subscribers_active', { count: amount(counts.active, locale) })}</p>
      <p>{t('subscribers_all', { count: amount(counts.all, locale) })}</p>
      <div class="cards">
        <Counted
          {...props}
          label="subscribers_by_topic"
          by={counts.byTopic}
          name={(each) => t(topicLabel(each))}
        />
        <Counted {...props} label="subscribers_by_channel" by={counts.byChannel} name={channelLabel} />
        <Counted
          {...props}
          label="subscribers_by_language"
          by={counts.byLocale}
          name={(each) => languageLabel(each, locale)}
        />
        <Counted
          {...props}
          label="subscribers_by_province"
          by={counts.byProvince}
          name={(each) => (each === null ? t('not_told') : provinceName(each))}
        />
      </div>
      <p class="help">{t('subscribers_few')}</p>
      {allows(who, 'subscribers.manage') ? <Manage visit={visit} /> : null}
    </>
  )
}

function Counted<Key>(props: {
  readonly visit: SignedVisit
  readonly label: Label
  readonly by: ReadonlyMap<Key, number>
  readonly name: (key: Key) => string
}): VNode {
  const { visit, label, by, name } = props
  const title = visit.t(label)
  return (
    <section class="box" aria-labelledby={label}>
      <h2 id={label}>{title}</h2>
      <Bars
        title={title}
        rows={[...by].map(([key, people]) => {
          const few = people > 0 && people < fewest
          return {
            name: name(key),
            count: few ? 0 : people,
            shown: few ? `<${fewest}` : amount(people, visit.locale),
            tone: 'good',
          }
        })}
      />
    </section>
  )
}

function Manage({ visit }: { readonly visit: SignedVisit }): VNode {
  const { t, formToken } = visit
  return (
    <div class="cards">
      <section class="box">
        <p class="links">
          <a href={`${home}/all.csv`}>{t('subscribers_export')}</a>
        </p>
        <p class="help">{t('subscribers_export_help')}</p>
      </section>
      <section class="box" aria-labelledby="erase">
        <h2 id="erase">{t('subscribers_erase')}</h2>
        <p class="help">{t('subscribers_erase_help')}</p>
        <Form to={`${home}/erase`} token={formToken}>
          <label>
            {t('subscriber_number')}
            <input name="number" inputMode="numeric" pattern="\d{1,9}" required autocomplete="off" />
          </label>
          <label class="tick">
            <input type="checkbox" name="sure" value="yes" required />
            <span>{t('subscriber_erase_sure')}</span>
          </label>
          <button type="submit" class="quiet">
            {t('subscribers_erase')}
          </button>
        </Form>
      </section>
    </div>
  )
}
