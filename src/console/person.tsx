/** One person's wish, when they cannot say it in the chat: a copy of all that is kept of them, or to be forgotten. Found
 * first and shown without a name, then done; who it was stands in no address and in no log. */
import type { VNode } from 'preact'
import type { ChannelName, ContactId } from '#engine'
import type { KnownPerson, Naming, Persons } from '../../db/forgetting.ts'
import type { Label } from './labels.ts'
import { Form } from './layout.tsx'
import { type Answer, base, isUuid, type Page, type SignedVisit } from './page.ts'
import { Moment, Trouble } from './views.tsx'

export interface PersonPages {
  readonly persons: Persons
}

const home = `${base}/person`
const channels = ['whatsapp', 'telegram', 'simulator-whatsapp', 'simulator-telegram'] as const
const longestId = 60

export function personPages({ persons }: PersonPages): readonly Page[] {
  return [
    { method: 'GET', path: '/person', need: 'persons.manage', answer: async (visit) => seek(visit, null) },
    {
      method: 'POST',
      path: '/person',
      need: 'persons.manage',
      async answer(visit) {
        const naming = namingIn(visit.form)
        const found = naming === null ? null : await persons.find(naming)
        return found === null ? seek(visit, 'person_none') : show(visit, found.contact, found, null)
      },
    },
    {
      method: 'POST',
      path: '/person/copy',
      need: 'persons.manage',
      async answer(visit) {
        const contact = contactIn(visit.form)
        const copy = contact === null ? null : await persons.copy(contact, visit.who.id)
        if (copy === null) return seek(visit, 'person_none')
        const bytes = Buffer.from(JSON.stringify(copy, null, 2))
        return { kind: 'file', name: 'data.json', type: 'application/json', bytes }
      },
    },
    {
      method: 'POST',
      path: '/person/forget',
      need: 'persons.manage',
      async answer(visit) {
        const contact = contactIn(visit.form)
        if (contact === null) return seek(visit, 'person_none')
        if (visit.form['sure'] !== 'yes') return show(visit, contact, null, 'person_sure_first')
        const done = await persons.forget(contact, visit.who.id)
        return done === 'nobody' ? seek(visit, 'person_none') : forgotten(visit)
      },
    },
  ]
}

/** null: neither a report's number nor an id of a channel. */
function namingIn(form: SignedVisit['form']): Naming | null {
  const { number = '', channel = '', id = '' } = form
  if (/^\d{8}$/.test(number.trim())) return { kind: 'report', number: Number(number) }
  const named = channels.find((each) => each === channel)
  // As people write it; channels know digits alone.
  const bare = id.trim().replace(/^\+/, '').replaceAll(/[\s-]/g, '').slice(0, longestId)
  return named === undefined || bare === '' ? null : { kind: 'id', channel: named as ChannelName, id: bare }
}

function contactIn({ contact = '' }: SignedVisit['form']): ContactId | null {
  return isUuid(contact) ? (contact as ContactId) : null
}

function seek(visit: SignedVisit, trouble: Label | null): Answer {
  const { t, formToken } = visit
  const body = (
    <>
      <h1>{t('person')}</h1>
      <p class="lead">{t('person_help')}</p>
      <Trouble text={trouble === null ? null : t(trouble)} />
      <div class="cards">
        <section class="box" aria-labelledby="by-number">
          <h2 id="by-number">{t('person_by_number')}</h2>
          <Form to={home} token={formToken}>
            <label>
              {t('person_number')}
              <input name="number" inputMode="numeric" autocomplete="off" required pattern="\d{8}" />
            </label>
            <button type="submit">{t('person_find')}</button>
          </Form>
        </section>
        <section class="box" aria-labelledby="by-id">
          <h2 id="by-id">{t('person_by_id')}</h2>
          <Form to={home} token={formToken}>
            <label>
              {t('person_channel')}
              <select name="channel">
                {channels.map((each) => (
                  <option key={each} value={each}>
                    {each}
                  </option>
                ))}
              </select>
            </label>
            <label>
              {t('person_id')}
              <input name="id" autocomplete="off" required maxLength={longestId} aria-describedby="id-help" />
            </label>
            <p id="id-help" class="help">
              {t('person_id_help')}
            </p>
            <button type="submit">{t('person_find')}</button>
          </Form>
        </section>
      </div>
    </>
  )
  return { kind: 'page', title: t('person'), body, status: trouble === null ? 200 : 404 }
}

/** `found`: what is told of them; null when the page is shown a second time. */
function show(
  visit: SignedVisit,
  contact: ContactId,
  found: KnownPerson | null,
  trouble: Label | null,
): Answer {
  const { t, formToken } = visit
  const Contact = (): VNode => <input type="hidden" name="contact" value={contact} />
  const body = (
    <section class="narrow">
      <h1>{t('person_found')}</h1>
      <Trouble text={trouble === null ? null : t(trouble)} />
      {found === null ? null : (
        <dl>
          <dt>{t('person_channel')}</dt>
          <dd>{found.channel}</dd>
          <dt>{t('person_known_since')}</dt>
          <dd>
            <Moment at={found.since} visit={visit} />
          </dd>
          <dt>{t('reports')}</dt>
          <dd>{found.reports}</dd>
        </dl>
      )}
      <section class="box" aria-labelledby="copy">
        <h2 id="copy">{t('person_export')}</h2>
        <p class="help">{t('person_export_help')}</p>
        <Form to={`${home}/copy`} token={formToken}>
          <Contact />
          <button type="submit" class="quiet">
            {t('person_export')}
          </button>
        </Form>
      </section>
      <section class="box" aria-labelledby="forget">
        <h2 id="forget">{t('person_erase')}</h2>
        <p class="help">{t('person_erase_help')}</p>
        <Form to={`${home}/forget`} token={formToken}>
          <Contact />
          <label class="tick">
            <input type="checkbox" name="sure" value="yes" required />
            <span>{t('person_sure')}</span>
          </label>
          <button type="submit">{t('person_erase')}</button>
        </Form>
      </section>
    </section>
  )
  return { kind: 'page', title: t('person'), body, status: trouble === null ? 200 : 400 }
}

function forgotten({ t }: SignedVisit): Answer {
  const body = (
    <section class="narrow">
      <h1>{t('person_erased')}</h1>
      <p>{t('person_erased_help')}</p>
      <p>
        <a href={home}>{t('person')}</a>
      </p>
    </section>
  )
  return { kind: 'page', title: t('person_erased'), body }
}
