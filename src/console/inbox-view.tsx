/** The officers' inbox as pages. Whoever writes is a number here, and what they tell. */
import type { VNode } from 'preact'
import { type Body, officerZones } from '#engine'
import type { InboxMessage, Thread } from '../../db/inbox.ts'
import type { Names } from './cases.tsx'
import type { ReadyAnswer, Threads } from './inbox.tsx'
import type { Label } from './labels.ts'
import { Form } from './layout.tsx'
import { base, type SignedVisit } from './page.ts'
import { nameIn } from './queue-view.tsx'
import { age } from './time.ts'
import { Moment, Trouble } from './views.tsx'

type Props = Threads & { readonly visit: SignedVisit }

export function ThreadsView(props: Props): VNode {
  const { visit, officers } = props
  const { t } = visit
  return (
    <>
      <h1>{t('inbox')}</h1>
      <p class="help">
        {officers === null
          ? t('inbox_off')
          : t('inbox_hours', {
              hours: `${officers.from}–${officers.to} ${officerZones[officers.zone].name}`,
              minutes: officers.waitMinutes,
            })}
      </p>
      <div data-live="inbox" hx-get={`${base}/inbox/rows`} hx-trigger="live" hx-swap="innerHTML">
        <ThreadRows {...props} />
      </div>
    </>
  )
}

/** The part that is looked up again by itself. */
export function ThreadRows({ visit, threads, names, officers }: Props): VNode {
  const { t, now } = visit
  if (threads.length === 0) return <p class="empty">{t('inbox_empty')}</p>
  return (
    <ol class="queue">
      {threads.map((each) => (
        <li key={each.id}>
          <article class="line">
            <h2>
              <a class="open" href={`${base}/inbox/${each.id}`}>
                {t('thread_title', { number: each.id })}
              </a>
            </h2>
            <Urgent visit={visit} thread={each} />
            <p class="because">
              {each.waits ? t('thread_waits', { age: age(each.askedAt, now, t) }) : t('thread_answered')}
              {each.waits && officers !== null && isLate(each, now, officers.waitMinutes) ? (
                <span class="late">
                  {' '}
                  <span aria-hidden="true">!</span> {t('thread_late')}
                </span>
              ) : null}
            </p>
            <p class="facts">
              <span>{t('opened_at')}</span>
              <Moment at={each.openedAt} visit={visit} />
            </p>
            <p class="state">{holderIn(visit, each, names)}</p>
          </article>
        </li>
      ))}
    </ol>
  )
}

function isLate({ askedAt }: Thread, now: Date, minutes: number): boolean {
  return now.getTime() - askedAt.getTime() > minutes * 60_000
}

function Urgent({ visit: { t, locale }, thread: { urgent } }: ThreadProps): VNode | null {
  if (urgent === null) return null
  const country =
    urgent.country === null
      ? ''
      : ` · ${new Intl.DisplayNames(locale, { type: 'region' }).of(urgent.country.toUpperCase())}`
  return (
    <span class="level danger">
      <span aria-hidden="true">▲</span> {t(`danger_${urgent.danger.replaceAll('-', '_')}` as Label)}
      {country}
    </span>
  )
}

interface ThreadProps {
  readonly visit: SignedVisit
  readonly thread: Thread
}

function holderIn(visit: SignedVisit, { takenBy, status }: Thread, names: Names): string {
  const { t } = visit
  if (status === 'closed') return t('thread_closed')
  return takenBy === null ? t('thread_free') : t('thread_with', { name: nameIn(visit, names, takenBy) })
}

export function ThreadView(
  props: ThreadProps & {
    readonly messages: readonly InboxMessage[]
    readonly names: Names
    readonly answers: readonly ReadyAnswer[]
    readonly trouble: string | null
  },
): VNode {
  const { visit, thread, messages, names, answers, trouble } = props
  const { t, formToken, who } = visit
  const at = `${base}/inbox/${thread.id}`
  const open = thread.status !== 'closed'
  return (
    <>
      <p>
        <a class="back" href={`${base}/inbox`} data-key="g">
          {t('back_to_inbox')}
        </a>
      </p>
      <h1>{t('thread_title', { number: thread.id })}</h1>
      <p class="facts">
        <Urgent visit={visit} thread={thread} />
        <span>{holderIn(visit, thread, names)}</span>
        <span>{t('thread_language', { language: t(`language_${thread.locale ?? 'id'}`) })}</span>
      </p>
      <Trouble text={trouble} />
      <div
        role="log"
        aria-label={t('thread_messages')}
        data-live="inbox"
        hx-get={`${at}/messages`}
        hx-trigger="live"
        hx-swap="innerHTML"
      >
        <ThreadMessages visit={visit} messages={messages} names={names} />
      </div>
      {open ? (
        <section class="box decide" aria-labelledby="answer">
          <h2 id="answer">{t('answer')}</h2>
          {thread.takenBy === who.id ? null : (
            <Form to={`${at}/take`} token={formToken}>
              <button type="submit" class="quiet" data-key="c">
                {t('thread_take')}
              </button>
            </Form>
          )}
          <Form to={`${at}/answer`} token={formToken}>
            <label>
              {t('answer_words')}
              <textarea name="text" id="answer-words" rows={4} required maxLength={3_500} data-key="n">
                {visit.form['text'] ?? ''}
              </textarea>
            </label>
            <p class="help">{t('answer_help')}</p>
            <button type="submit">{t('answer_send')}</button>
          </Form>
          {answers.length === 0 ? null : (
            <details>
              <summary>{t('answers_ready')}</summary>
              <ul class="ready">
                {answers.map(({ name, text }) => (
                  <li key={name}>
                    <Form to={`${at}/answer`} token={formToken}>
                      <input type="hidden" name="text" value={text} />
                      <p class="said">{text}</p>
                      <button type="submit" class="quiet">
                        {t('answer_send')}
                      </button>
                      <button type="button" class="quiet scripted" data-fills="answer-words" data-text={text}>
                        {t('answer_take_over')}
                      </button>
                    </Form>
                  </li>
                ))}
              </ul>
            </details>
          )}
          <Form to={`${at}/close`} token={formToken}>
            <button type="submit" class="quiet">
              {t('thread_close')}
            </button>
          </Form>
        </section>
      ) : null}
    </>
  )
}

/** The part that is looked up again by itself. */
export function ThreadMessages(props: {
  readonly visit: SignedVisit
  readonly messages: readonly InboxMessage[]
  readonly names: Names
}): VNode {
  const { visit, messages, names } = props
  return (
    <ol class="messages">
      {messages.map(({ body, by, at }) => (
        <li key={at.getTime()} class={by === null ? 'theirs' : 'ours'}>
          <p class="help">
            <strong>{by === null ? visit.t('the_person') : nameIn(visit, names, by)}</strong>{' '}
            <Moment at={at} visit={visit} />
          </p>
          <p class="words" dir="auto">
            <bdi>{wordsOf(visit, body)}</bdi>
          </p>
        </li>
      ))}
    </ol>
  )
}

function wordsOf({ t }: SignedVisit, body: Body): string {
  switch (body.kind) {
    case 'text':
      return body.text
    case 'media':
      return [t(`evidence_${mediaNames[body.media.type]}` as Label), body.caption].filter(Boolean).join(': ')
    case 'reading':
      return body.text ?? body.caption
    case 'card':
      return [body.name, ...body.phones].join(' ')
    case 'place':
      return `${body.name} ${body.latitude}, ${body.longitude}`.trim()
    default:
      return t('no_text')
  }
}

const mediaNames = { image: 'picture', audio: 'voice', video: 'video', file: 'document' } as const
