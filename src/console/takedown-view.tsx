/** One takedown as a page: what it asks for, what is missing, what may be done now, its evidence and its looks. */
import type { ComponentChildren, VNode } from 'preact'
import { takedownRecipients } from '#engine'
import type { Act } from '../../db/audit.ts'
import type { Capture } from '../../db/captures.ts'
import type { TakedownFile } from '../../db/takedowns.ts'
import type { Names } from './cases.tsx'
import type { Label } from './labels.ts'
import { Form } from './layout.tsx'
import { base, type SignedVisit } from './page.ts'
import { RecordPage } from './record.tsx'
import { allows } from './roles.ts'
import { type DossierKit, kindLabel, type LegalBasis } from './takedown-dossier.ts'
import { TakedownState } from './takedown-list.tsx'
import { writtenIn, zones } from './time.ts'
import { Moment } from './views.tsx'

interface Props {
  readonly visit: SignedVisit
  readonly file: TakedownFile
  readonly legalBases: readonly LegalBasis[]
  readonly explain: DossierKit['explain']
  readonly history: readonly Act[]
  readonly names: Names
  readonly title: string
  readonly trouble: string | null
}

export function TakedownView(props: Props): VNode {
  const { visit, file, history, names, title, trouble } = props
  const { t } = visit
  const { takedown } = file
  return (
    <RecordPage
      visit={visit}
      back={{ to: '/takedowns', label: 'back_to_takedowns' }}
      title={title}
      facts={
        <>
          <span>{t(kindLabel(takedown.target.kind))}</span>
          {takedown.target.platform === null ? null : <span>{takedown.target.platform}</span>}
          <a href={`${base}/cases/${takedown.case}`}>
            {t('case_title', { number: takedown.case.slice(0, 8) })}
          </a>
        </>
      }
      trouble={trouble}
      jump={{ to: 'state', label: 'to_state' }}
      made={
        <>
          <Evidence {...props} />
          <Looks {...props} />
        </>
      }
      beside={
        <>
          <section class="box decide" aria-labelledby="state">
            <h2 id="state">{t('status')}</h2>
            <p class="state">
              <TakedownState visit={visit} takedown={takedown} />
            </p>
            <Told {...props} />
            <Lacks {...props} />
            <Acts {...props} />
          </section>
          <Request {...props} />
          <Package {...props} />
        </>
      }
      history={history}
      names={names}
    />
  )
}

function Told({ visit: { t }, file: { takedown } }: Props): VNode | null {
  const { status, reference } = takedown
  return (
    <>
      {reference === null ? null : <p>{t('takedown_sent_under', { reference })}</p>}
      {status.kind === 'acknowledged' ? <p>{t('takedown_ticket', { reference: status.reference })}</p> : null}
      {status.kind === 'refused' ? <blockquote class="said">{status.why}</blockquote> : null}
    </>
  )
}

function Lacks({ visit: { t }, file: { takedown, lacks } }: Props): VNode | null {
  const kind = takedown.status.kind
  if (kind !== 'drafted' && kind !== 'approved') return null
  if (lacks.length === 0) return <p class="notice">{t('takedown_whole')}</p>
  return (
    <>
      <p>{t('takedown_lacks')}</p>
      <ul>
        {lacks.map((each) => (
          <li key={each}>{t(`lack_${each.replaceAll('-', '_')}` as Label)}</li>
        ))}
      </ul>
    </>
  )
}

/** What this person may do as it stands; the store checks it once more. */
function Acts(props: Props): VNode | null {
  const { visit, file } = props
  const { t, who } = visit
  const { takedown, lacks } = file
  const sends = allows(who, 'takedowns.send')
  switch (takedown.status.kind) {
    case 'drafted':
      if (!allows(who, 'takedowns.approve') || takedown.draftedBy === who.id)
        return <p class="help">{t('takedown_awaits_another')}</p>
      return lacks.length > 0 ? null : (
        <Deed {...props} kind="approve" label="takedown_approve">
          <label class="tick">
            <input type="checkbox" name="looked" value="yes" required />
            <span>{t('takedown_looked')}</span>
          </label>
        </Deed>
      )
    case 'approved':
    case 'back':
      return (
        <>
          {sends ? (
            <Deed {...props} kind="send" label="takedown_send">
              <p class="help">{t('takedown_send_help')}</p>
              <input type="hidden" name="class" value={takedown.class ?? ''} />
              <Reference t={t} />
            </Deed>
          ) : null}
          {takedown.status.kind === 'back' ? <Redraft {...props} /> : null}
        </>
      )
    case 'sent':
    case 'acknowledged':
      return sends ? (
        <>
          {takedown.status.kind === 'sent' ? (
            <Deed {...props} kind="acknowledge" label="takedown_acknowledge">
              <Reference t={t} />
            </Deed>
          ) : null}
          <Look {...props} gone />
          <details>
            <summary>{t('takedown_refuse')}</summary>
            <Deed {...props} kind="refuse" label="takedown_refuse" quiet>
              <label>
                {t('reason')}
                <textarea name="reason" rows={3} required maxLength={4_000} />
              </label>
            </Deed>
          </details>
        </>
      ) : null
    case 'removed':
      return sends ? (
        <>
          <Look {...props} gone />
          <Look {...props} gone={false} />
        </>
      ) : null
    case 'refused':
      return <Redraft {...props} />
  }
}

function Deed(
  props: Props & {
    readonly kind: string
    readonly label: Label
    readonly quiet?: boolean
    readonly children?: ComponentChildren
  },
): VNode {
  const { visit, file, kind, label, quiet = false, children } = props
  return (
    <Form to={`${base}/takedowns/${file.takedown.id}/${kind}`} token={visit.formToken}>
      {children}
      <button type="submit" class={quiet ? 'quiet' : ''}>
        {visit.t(label)}
      </button>
    </Form>
  )
}

function Look(props: Props & { readonly gone: boolean }): VNode {
  const { gone } = props
  return (
    <Deed {...props} kind="look" label={gone ? 'takedown_look_gone' : 'takedown_look_there'} quiet>
      <input type="hidden" name="gone" value={gone ? 'yes' : 'no'} />
    </Deed>
  )
}

function Redraft(props: Props): VNode | null {
  return allows(props.visit.who, 'takedowns.draft') ? (
    <Deed {...props} kind="redraft" label="takedown_redraft" quiet />
  ) : null
}

function Reference({ t }: Pick<SignedVisit, 't'>): VNode {
  return (
    <label>
      {t('takedown_reference')}
      <input name="reference" required maxLength={120} autocomplete="off" />
    </label>
  )
}

/** What is asked for: a form while it may be written, and lines to read afterwards. */
function Request(props: Props): VNode {
  const { visit, file, legalBases } = props
  const { t, locale, who } = visit
  const { takedown } = file
  const { kind } = takedown.status
  const chosen = new Set(takedown.legalBases)
  const open = (kind === 'drafted' || kind === 'approved') && allows(who, 'takedowns.draft')
  return (
    <section class="box" aria-labelledby="request">
      <h2 id="request">{t('takedown_form')}</h2>
      {open ? (
        <Deed {...props} kind="write" label="takedown_save" quiet={kind === 'approved'}>
          {kind === 'approved' ? <p class="help">{t('takedown_saved_anew')}</p> : null}
          <label>
            {t('dossier_recipient')}
            <select name="recipient">
              {takedownRecipients.map((each) => (
                <option key={each} value={each} selected={each === takedown.recipient}>
                  {t(`recipient_${each}`)}
                </option>
              ))}
            </select>
          </label>
          <label>
            {t('takedown_class')}
            <select name="class">
              <option value="">{t('takedown_class_none')}</option>
              {(['ordinary', 'urgent'] as const).map((each) => (
                <option key={each} value={each} selected={each === takedown.class}>
                  {t(`dossier_class_${each}`)}
                </option>
              ))}
            </select>
          </label>
          <label>
            {t('takedown_letter')}
            <input name="letter" maxLength={120} autocomplete="off" value={takedown.letter ?? ''} />
          </label>
          <fieldset>
            <legend>{t('takedown_bases')}</legend>
            {legalBases.map(({ name, law, says }) => (
              <label key={name} class="tick">
                <input type="checkbox" name={`basis-${name}`} value="yes" checked={chosen.has(name)} />
                <span>
                  {law[locale]} <span class="help">{says[locale]}</span>
                </span>
              </label>
            ))}
          </fieldset>
        </Deed>
      ) : (
        <dl>
          <dt>{t('dossier_recipient')}</dt>
          <dd>{t(`recipient_${takedown.recipient}`)}</dd>
          <dt>{t('takedown_class')}</dt>
          <dd>{takedown.class === null ? '–' : t(`dossier_class_${takedown.class}`)}</dd>
          <dt>{t('takedown_letter')}</dt>
          <dd>{takedown.letter ?? '–'}</dd>
          <dt>{t('takedown_bases')}</dt>
          {legalBases
            .filter(({ name }) => chosen.has(name))
            .map(({ name, law }) => (
              <dd key={name}>{law[locale]}</dd>
            ))}
        </dl>
      )}
    </section>
  )
}

function Package({ visit: { t }, file: { takedown, others } }: Props): VNode {
  const to = `${base}/takedowns/${takedown.id}/package`
  return (
    <section class="box" aria-labelledby="package">
      <h2 id="package">{t('takedown_package')}</h2>
      <p class="help">{t('takedown_package_help')}</p>
      <ul>
        <li>
          <a href={`${to}.pdf`}>{t('takedown_pdf')}</a>
        </li>
        <li>
          <a href={`${to}.zip`}>{t('takedown_zip')}</a>
        </li>
        {others.length === 0 ? null : (
          <li>
            <a href={`${to}.zip?all=yes`}>{t('takedown_zip_all', { count: others.length + 1 })}</a>
          </li>
        )}
      </ul>
    </section>
  )
}

function Evidence({ visit, file, explain }: Props): VNode {
  const { t, locale } = visit
  const { takedown, firstSeenAt, texts, signs, identifiers } = file
  return (
    <section class="box" aria-labelledby="evidence">
      <h2 id="evidence">{t('dossier_wanted')}</h2>
      <dl>
        <dt>{t('dossier_address')}</dt>
        {/* Never a link: nobody shall open it by a slip. */}
        <dd>
          <bdi>{takedown.target.url ?? '–'}</bdi>
        </dd>
        <dt>{t('dossier_account')}</dt>
        <dd>
          <bdi>{takedown.target.value}</bdi>
        </dd>
        <dt>{t('dossier_first_seen')}</dt>
        <dd>{firstSeenAt === null ? '–' : <Moment at={firstSeenAt} visit={visit} both />}</dd>
      </dl>
      <h3>{t('dossier_signs')}</h3>
      <ul class="signs">
        {signs.map((sign) => (
          <li key={sign}>{explain(sign, locale) ?? sign}</li>
        ))}
      </ul>
      <h3>{t('dossier_texts')}</h3>
      {texts.map((text) => (
        <pre key={text} class="evidence" dir="auto">
          <bdi>{text}</bdi>
        </pre>
      ))}
      <h3>{t('dossier_identifiers')}</h3>
      <ul class="identifiers">
        {identifiers.map(({ kind, value }) => (
          <li key={kind + value}>
            <span class="help">{t(kindLabel(kind))}</span>
            <bdi class="value">{value}</bdi>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Looks(props: Props): VNode {
  const { visit, file } = props
  const { t, who } = visit
  const { takedown, captures } = file
  return (
    <section class="box" aria-labelledby="captures">
      <h2 id="captures">{t('captures')}</h2>
      {takedown.target.url === null ? (
        <p class="help">{t('capture_no_address')}</p>
      ) : allows(who, 'takedowns.draft') ? (
        <Deed {...props} kind="captures" label="capture_order" quiet />
      ) : null}
      {allows(who, 'takedowns.draft') ? <ByHand {...props} /> : null}
      {captures.length === 0 ? <p class="empty">{t('captures_none')}</p> : null}
      <ol class="history">
        {captures.map((each) => (
          <li key={each.id}>
            <OneLook {...props} capture={each} />
          </li>
        ))}
      </ol>
    </section>
  )
}

function ByHand({ visit, file: { takedown } }: Props): VNode {
  const { t, zone, now, formToken } = visit
  return (
    <details>
      <summary>{t('hand_picture')}</summary>
      <form method="post" action={`${base}/takedowns/${takedown.id}/pictures`} enctype="multipart/form-data">
        <input type="hidden" name="token" value={formToken} />
        <p class="help">{t('hand_picture_help')}</p>
        <label>
          {t('hand_picture_file')}
          <input name="file" type="file" accept="image/png,image/jpeg,image/webp" required />
        </label>
        <label>
          {t('hand_picture_taken', { zone: zones[zone].short })}
          <input name="taken" type="datetime-local" required max={writtenIn(now, zone)} />
        </label>
        <button type="submit" class="quiet">
          {t('hand_picture_add')}
        </button>
      </form>
    </details>
  )
}

function OneLook(props: Props & { readonly capture: Capture }): VNode {
  const { visit, file, capture } = props
  const { t, who } = visit
  const { id, origin, doneAt, dueAt, takenAt, result, confirmed, pictureDigest, askedBy } = capture
  const at = `${base}/takedowns/${file.takedown.id}/captures/${id}`
  return (
    <>
      <Moment at={doneAt ?? dueAt} visit={visit} both />{' '}
      <strong>
        {result === null ? t('capture_waits') : t(`look_${result.replaceAll('-', '_')}` as Label)}
      </strong>
      {origin === 'officer' ? ` · ${t('capture_by_officer')}` : ''}
      {askedBy === null ? ` · ${t('capture_by_itself')}` : ''}
      {confirmed === null ? '' : ` · ${t(`capture_confirmed_${confirmed.replaceAll('-', '_')}` as Label)}`}
      {takenAt === null ? null : (
        <p>
          {t('capture_taken')} <Moment at={takenAt} visit={visit} both />
        </p>
      )}
      {pictureDigest === null ? null : (
        <p>
          <a href={at}>{t('capture_picture')}</a> <code class="help">sha256 {pictureDigest}</code>
        </p>
      )}
      {doneAt !== null && confirmed === null && allows(who, 'takedowns.send') ? (
        <Form to={at} token={visit.formToken} class="acts">
          <button type="submit" class="quiet" name="as" value="gone">
            {t('capture_confirm_gone')}
          </button>
          <button type="submit" class="quiet" name="as" value="there">
            {t('capture_confirm_there')}
          </button>
          <button type="submit" class="quiet" name="as" value="set-aside">
            {t('capture_set_aside')}
          </button>
        </Form>
      ) : null}
    </>
  )
}
