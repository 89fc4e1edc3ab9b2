/** Corrections that firms ask for: a form for anybody, a queue and an answer for officers. */
import type { VNode } from 'preact'
import type { Indicator } from '#engine'
import { type Appeal, type AppealForm, type Appeals, appealOutcomes } from '../../db/appeals.ts'
import type { ToldAddress } from '../../db/own-addresses.ts'
import { newCode } from '../../db/short-codes.ts'
import { type Addresses, dayOf, kindLabel } from './addresses.tsx'
import type { Label } from './labels.ts'
import { Form } from './layout.tsx'
import { type Answer, base, type Page, type SignedVisit, type Visit } from './page.ts'
import { Moment, messagePage, Trouble } from './views.tsx'

/** Fields of the public form, with their longest text; `proof`, `licence` and `addresses` may be left empty. */
const fields = {
  firm: 160,
  licence: 40,
  writer: 80,
  contact: 254,
  wrong: 4_000,
  proof: 1_000,
  addresses: 1_000,
} as const
const longestAnswer = 4_000

export interface AppealPages extends Pick<Addresses, 'addresses'> {
  readonly appeals: Appeals
  /** What identifies somebody in a text: here the firm's own sites and accounts. */
  readonly identify: (text: string) => readonly Indicator[]
}

export function appealPages(kit: AppealPages): readonly Page[] {
  const { appeals } = kit
  return [
    { method: 'GET', path: '/appeal', need: 'nobody', answer: async (visit) => formPage(visit, null) },
    { method: 'POST', path: '/appeal', need: 'nobody', answer: (visit) => file(visit, appeals) },
    { method: 'GET', path: '/appeal/answer', need: 'nobody', answer: async (visit) => lookPage(visit, null) },
    { method: 'POST', path: '/appeal/answer', need: 'nobody', answer: (visit) => look(visit, appeals) },
    { method: 'GET', path: '/appeals', need: 'appeals.answer', answer: (visit) => queuePage(visit, appeals) },
    {
      method: 'GET',
      path: '/appeals/:number',
      need: 'appeals.answer',
      answer: (visit) => appealPage(visit, kit, null),
    },
    {
      method: 'POST',
      path: '/appeals/:number',
      need: 'appeals.answer',
      answer: (visit) => answer(visit, kit),
    },
    {
      method: 'POST',
      path: '/appeals/:number/addresses',
      need: 'appeals.answer',
      answer: (visit) => acceptAddresses(visit, kit),
    },
  ]
}

function formPage(visit: Visit, trouble: string | null, status = 200): Answer {
  const { t } = visit
  const body = (
    <section class="narrow door">
      <h1>{t('appeal')}</h1>
      <p>{t('appeal_help')}</p>
      <Trouble text={trouble} />
      <form method="post" action={`${base}/appeal`}>
        <Line visit={visit} name="firm" label="appeal_firm" required />
        <Line visit={visit} name="licence" label="appeal_licence" />
        <Line visit={visit} name="writer" label="your_own_name" required />
        <Line visit={visit} name="contact" label="appeal_contact" required />
        <label>
          {t('appeal_wrong')}
          <textarea name="wrong" rows={5} required maxLength={fields.wrong}>
            {visit.form['wrong'] ?? ''}
          </textarea>
        </label>
        <label>
          {t('appeal_proof')}
          <textarea name="proof" rows={2} maxLength={fields.proof}>
            {visit.form['proof'] ?? ''}
          </textarea>
        </label>
        <label>
          {t('appeal_addresses')}
          <textarea name="addresses" rows={2} maxLength={fields.addresses}>
            {visit.form['addresses'] ?? ''}
          </textarea>
        </label>
        <p class="help">{t('appeal_addresses_help')}</p>
        {/* People do not see it, and programs that fill in all there is do. */}
        <div class="unseen" aria-hidden="true">
          <label>
            {t('appeal_leave_empty')}
            <input name="website" tabIndex={-1} autocomplete="off" />
          </label>
        </div>
        <button type="submit">{t('appeal_send')}</button>
      </form>
      <p class="help">{t('appeal_kept')}</p>
      <p>
        <a href={`${base}/appeal/answer`}>{t('appeal_look')}</a>
      </p>
    </section>
  )
  return { kind: 'page', title: t('appeal'), body, status }
}

function Line(props: {
  readonly visit: Visit
  readonly name: keyof typeof fields
  readonly label: Label
  readonly required?: boolean
}): VNode {
  const { visit, name, label, required = false } = props
  return (
    <label>
      {visit.t(label)}
      <input name={name} required={required} maxLength={fields[name]} value={visit.form[name] ?? ''} />
    </label>
  )
}

async function file(visit: Visit, appeals: Appeals): Promise<Answer> {
  const { t, form, address } = visit
  const text = (name: keyof typeof fields): string => (form[name] ?? '').trim().slice(0, fields[name])
  const written: AppealForm = {
    firm: text('firm'),
    licence: text('licence'),
    writer: text('writer'),
    contact: text('contact'),
    wrong: text('wrong'),
    proof: text('proof'),
    addresses: text('addresses'),
  }
  if ([written.firm, written.writer, written.contact, written.wrong].includes(''))
    return formPage(visit, t('appeal_incomplete'), 400)
  // A program is told what people are told, and nothing is kept.
  if ((form['website'] ?? '') !== '') return filedPage(visit, 10_000_000, newCode())
  const filed = await appeals.file(written, address)
  return filed.kind === 'too-many'
    ? formPage(visit, t('appeal_too_many'), 429)
    : filedPage(visit, filed.number, filed.code)
}

function filedPage({ t }: Visit, number: number, code: string): Answer {
  const body = (
    <section class="narrow door" role="status">
      <h1>{t('appeal_filed', { number })}</h1>
      <p>{t('appeal_filed_help')}</p>
      <p>
        <code class="link">{code.replace(/(.{4})(?=.)/g, '$1 ')}</code>
      </p>
      <p>
        <a href={`${base}/appeal/answer`}>{t('appeal_look')}</a>
      </p>
    </section>
  )
  return { kind: 'page', title: t('appeal_filed', { number }), body }
}

function lookPage(visit: Visit, trouble: string | null, found: VNode | null = null): Answer {
  const { t } = visit
  const body = (
    <section class="narrow door">
      <h1>{t('appeal_look')}</h1>
      <Trouble text={trouble} />
      {found}
      <form method="post" action={`${base}/appeal/answer`}>
        <label>
          {t('appeal_code')}
          <input name="code" required autocomplete="off" maxLength={40} />
        </label>
        <button type="submit">{t('show')}</button>
      </form>
    </section>
  )
  return { kind: 'page', title: t('appeal_look'), body, status: trouble === null ? 200 : 404 }
}

async function look(visit: Visit, appeals: Appeals): Promise<Answer> {
  const { t, form } = visit
  const found = await appeals.look((form['code'] ?? '').slice(0, 40))
  if (found === null) return lookPage(visit, t('appeal_code_wrong'))
  const { number, answer } = found
  return lookPage(
    visit,
    null,
    <section class="notice" role="status">
      <p>
        <strong>{t('appeal_number', { number })}</strong>
      </p>
      <p>{t(answer === null ? 'appeal_waits' : outcomeLabel(answer.outcome))}</p>
      {answer === null ? null : <p class="said">{answer.words}</p>}
    </section>,
  )
}

async function queuePage(visit: SignedVisit, appeals: Appeals): Promise<Answer> {
  const { t, query, who } = visit
  const answered = query['shown'] === 'answered'
  const found = await appeals.list({ answered, sees: [who.organisation.id] })
  const body = (
    <>
      <h1>{t('appeals')}</h1>
      <p class="links">
        <a href={`${base}/appeals`} {...(answered ? {} : { 'aria-current': 'page' })}>
          {t('appeals_waiting')}
        </a>
        <a href={`${base}/appeals?shown=answered`} {...(answered ? { 'aria-current': 'page' } : {})}>
          {t('appeals_answered')}
        </a>
      </p>
      {found.length === 0 ? (
        <p class="empty">{t('appeals_none')}</p>
      ) : (
        <ul class="rows box">
          {found.map((each) => (
            <li key={each.number}>
              <a href={`${base}/appeals/${each.number}`}>{each.form.firm}</a>
              <span class="help">
                {t('appeal_number', { number: each.number })} · <Moment at={each.at} visit={visit} />
                {each.answer === null ? '' : ` · ${t(outcomeLabel(each.answer.outcome))}`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
  return { kind: 'page', title: t('appeals'), body }
}

async function appealPage(visit: SignedVisit, kit: AppealPages, trouble: string | null): Promise<Answer> {
  const { t } = visit
  const { appeals } = kit
  const number = numberIn(visit)
  const appeal = number === null ? null : await appeals.read(number, [visit.who.organisation.id])
  if (appeal === null) {
    const body = messagePage(visit, 'appeal_lost')
    return { kind: 'page', title: t('appeal_lost'), body, status: 404 }
  }
  const title = t('appeal_number', { number: appeal.number })
  const body = (
    <>
      <p>
        <a class="back" href={`${base}/appeals`}>
          {t('appeals')}
        </a>
      </p>
      <h1>{title}</h1>
      <Trouble text={trouble} />
      <Written visit={visit} appeal={appeal} />
      {appeal.form.addresses === '' ? null : (
        <FirmAddresses visit={visit} appeal={appeal} told={await addressesIn(appeal, kit)} />
      )}
      {appeal.answer === null ? (
        <AnswerForm visit={visit} number={appeal.number} />
      ) : (
        <section class="box">
          <h2>{t(outcomeLabel(appeal.answer.outcome))}</h2>
          <p class="said">{appeal.answer.words}</p>
        </section>
      )}
    </>
  )
  return { kind: 'page', title, body, status: trouble === null ? 200 : 400 }
}

function Written({ visit, appeal }: { readonly visit: SignedVisit; readonly appeal: Appeal }): VNode {
  const { t } = visit
  const { firm, licence, writer, contact, wrong, proof } = appeal.form
  return (
    <section class="box">
      <dl>
        <dt>{t('appeal_firm')}</dt>
        <dd>
          {firm} {licence}{' '}
          <a href={`${base}/agencies?${new URLSearchParams({ search: firm.replace(/^pt\.? /i, '') })}`}>
            {t('appeal_search_firm')}
          </a>
        </dd>
        <dt>{t('name')}</dt>
        <dd>{writer}</dd>
        <dt>{t('appeal_contact')}</dt>
        <dd>{contact}</dd>
        <dt>{t('date')}</dt>
        <dd>
          <Moment at={appeal.at} visit={visit} />
        </dd>
      </dl>
      <h2>{t('appeal_wrong')}</h2>
      <p class="said">{wrong}</p>
      {proof === '' ? null : (
        <>
          <h2>{t('appeal_proof')}</h2>
          <p class="said">{proof}</p>
        </>
      )}
    </section>
  )
}

interface FirmAddress {
  readonly told: ToldAddress
  /** It is on the list already. */
  readonly listed: boolean
}

/** What a firm says is its own, as far as it is a site or an account; of a platform's own pages nobody is the owner. */
async function addressesIn(
  appeal: Appeal,
  { identify, addresses }: AppealPages,
): Promise<readonly FirmAddress[]> {
  const kept = new Set((await addresses.all()).map(({ kind, value }) => `${kind} ${value}`))
  const { firm, addresses: written } = appeal.form
  const owner = `PT ${firm.replace(/^pt\.?\s+/i, '').trim()}`
  const source = `appeal ${appeal.number}`
  return identify(written).flatMap(({ kind, value }) =>
    kind === 'domain' || kind === 'account'
      ? [
          {
            told: { owner, sort: 'firm', kind, value, source, sourceDate: dayOf(appeal.at) },
            listed: kept.has(`${kind} ${value}`),
          },
        ]
      : [],
  )
}

function FirmAddresses(props: {
  readonly visit: SignedVisit
  readonly appeal: Appeal
  readonly told: readonly FirmAddress[]
}): VNode {
  const { visit, appeal, told } = props
  const { t, formToken } = visit
  return (
    <section class="box" aria-labelledby="firm-addresses">
      <h2 id="firm-addresses">{t('appeal_addresses')}</h2>
      <p class="said">{appeal.form.addresses}</p>
      <ul>
        {told.map(({ told: { kind, value }, listed }) => (
          <li key={`${kind}${value}`}>
            <bdi>{value}</bdi>{' '}
            <span class="help">{t(listed ? 'appeal_address_listed' : kindLabel(kind))}</span>
          </li>
        ))}
      </ul>
      {told.some(({ listed }) => !listed) ? (
        <Form to={`${base}/appeals/${appeal.number}/addresses`} token={formToken}>
          <p class="help">{t('appeal_addresses_check')}</p>
          <button type="submit">{t('appeal_addresses_accept')}</button>
        </Form>
      ) : null}
    </section>
  )
}

async function acceptAddresses(visit: SignedVisit, kit: AppealPages): Promise<Answer> {
  const number = numberIn(visit)
  const appeal = number === null ? null : await kit.appeals.read(number, [visit.who.organisation.id])
  if (appeal === null) {
    const body = messagePage(visit, 'appeal_lost')
    return { kind: 'page', title: visit.t('appeal_lost'), body, status: 404 }
  }
  const told = (await addressesIn(appeal, kit)).map((each) => each.told)
  await kit.addresses.add(told, visit.who.id, appeal.number)
  return { kind: 'go', to: `${base}/appeals/${appeal.number}` }
}

function AnswerForm({ visit, number }: { readonly visit: SignedVisit; readonly number: number }): VNode {
  const { t, formToken, form } = visit
  return (
    <section class="box narrow">
      <h2>{t('appeal_answer')}</h2>
      <Form to={`${base}/appeals/${number}`} token={formToken}>
        <label>
          {t('decision')}
          <select name="outcome">
            {appealOutcomes.map((each) => (
              <option key={each} value={each} selected={each === form['outcome']}>
                {t(outcomeLabel(each))}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t('appeal_words')}
          <textarea name="words" rows={5} required maxLength={longestAnswer}>
            {form['words'] ?? ''}
          </textarea>
        </label>
        <button type="submit">{t('appeal_answer')}</button>
      </Form>
    </section>
  )
}

async function answer(visit: SignedVisit, kit: AppealPages): Promise<Answer> {
  const { appeals } = kit
  const { t, form, who } = visit
  const number = numberIn(visit)
  const outcome = appealOutcomes.find((each) => each === form['outcome'])
  const words = (form['words'] ?? '').trim().slice(0, longestAnswer)
  if (number === null || outcome === undefined || words === '')
    return appealPage(visit, kit, t('appeal_words_missing'))
  const written = await appeals.answer(number, { outcome, words, by: who.id }, [who.organisation.id])
  return written
    ? { kind: 'go', to: `${base}/appeals` }
    : appealPage(visit, kit, t('appeal_answered_meanwhile'))
}

function numberIn({ params }: SignedVisit): number | null {
  return /^\d{8}$/.test(params['number'] ?? '') ? Number(params['number']) : null
}

function outcomeLabel(outcome: (typeof appealOutcomes)[number]): Label {
  return `appeal_${outcome.replaceAll('-', '_')}` as Label
}
