/** Takedowns: the list with its clock, those of one case, one with its evidence, and what officers do with it. */
import { createHash } from 'node:crypto'
import type {
  CaptureId,
  CaseId,
  OrganisationId,
  TakedownAction,
  TakedownClass,
  TakedownId,
  TakedownRecipient,
} from '#engine'
import { takedownRecipients } from '#engine'
import type { Audit } from '../../db/audit.ts'
import type { Captures, Confirmation } from '../../db/captures.ts'
import type { CaseFile, CaseFiles } from '../../db/case-files.ts'
import type { View } from '../../db/evidence.ts'
import type { Reviewers } from '../../db/reviewers.ts'
import type { TakedownOf, Takedowns, Target } from '../../db/takedowns.ts'
import { type Packed, packDossier } from '../dossier/index.ts'
import { namesOf } from './cases.tsx'
import { monthIn, uuid } from './filter.ts'
import type { Label } from './labels.ts'
import { type Answer, base, type Page, type SignedPage, type SignedVisit } from './page.ts'
import type { Need } from './roles.ts'
import { type DossierKit, dossierOf } from './takedown-dossier.ts'
import { listedTakedowns, TakedownList, TakedownsOfCase } from './takedown-list.tsx'
import { TakedownView } from './takedown-view.tsx'
import { momentIn } from './time.ts'
import { messagePage } from './views.tsx'

export interface TakedownPages extends DossierKit {
  readonly takedowns: Takedowns
  readonly captures: Pick<Captures, 'picture' | 'addPicture' | 'order' | 'confirm'>
  /** The same picture as it may be kept: drawn anew, without place and camera. */
  readonly clean: (bytes: Uint8Array) => Promise<View>
  readonly files: Pick<CaseFiles, 'read'>
  readonly audit: Pick<Audit, 'read'>
  readonly reviewers: Pick<Reviewers, 'all'>
  /** What of an identifier could be taken down, and where it stands on the web. */
  readonly target: (identifier: CaseFile['identifiers'][number]) => Target
}

/** Bank accounts are a bank's matter, pictures and texts nobody's address. */
const takeable: ReadonlySet<string> = new Set(['link', 'account', 'phone', 'domain'])
/** Letters of a reference, a letter's number and a reason. */
const longestReference = 120
const longestReason = 4_000
/** Longest upload in bytes: the screen of a large phone as PNG, and its form. */
const longestPicture = 9 * 1024 * 1024

export function takedownPages(kit: TakedownPages): readonly Page[] {
  return [
    { method: 'GET', path: '/takedowns', need: 'takedowns.read', answer: (visit) => list(visit, kit) },
    {
      method: 'GET',
      path: '/cases/:id/takedowns',
      need: 'takedowns.read',
      answer: (visit) => ofCase(visit, kit, null),
    },
    {
      method: 'POST',
      path: '/cases/:id/takedowns',
      need: 'takedowns.draft',
      answer: (visit) => draft(visit, kit),
    },
    {
      method: 'GET',
      path: '/takedowns/:id',
      need: 'takedowns.read',
      answer: (visit) => show(visit, kit, null),
    },
    {
      method: 'POST',
      path: '/takedowns/:id/write',
      need: 'takedowns.draft',
      async answer(visit) {
        const one = oneIn(visit, ownOf(visit))
        const moved = one === null ? null : await kit.takedowns.write(one, visit.who.id, formOf(visit, kit))
        if (moved === null) return lost(visit)
        return moved.ok ? backTo(visit) : show(visit, kit, refusalLabel(moved.why))
      },
    },
    act(kit, 'approve', 'takedowns.approve', ({ who, form }) =>
      form['looked'] === 'yes' ? { kind: 'approve', by: who.id } : 'takedown_looked_first',
    ),
    act(kit, 'send', 'takedowns.send', ({ form }) => {
      const asked = classIn(form['class'])
      return asked === null
        ? 'takedown_incomplete'
        : { kind: 'send', class: asked, reference: cut(form['reference'], longestReference) }
    }),
    act(kit, 'acknowledge', 'takedowns.send', ({ form }) => ({
      kind: 'acknowledge',
      reference: cut(form['reference'], longestReference),
    })),
    act(kit, 'refuse', 'takedowns.send', ({ form }) => ({
      kind: 'refuse',
      why: cut(form['reason'], longestReason),
    })),
    act(kit, 'look', 'takedowns.send', ({ form }) => ({ kind: 'look', gone: form['gone'] === 'yes' })),
    act(kit, 'redraft', 'takedowns.draft', ({ who }) => ({ kind: 'redraft', by: who.id })),
    {
      method: 'POST',
      path: '/takedowns/:id/captures',
      need: 'takedowns.draft',
      async answer(visit) {
        const one = oneIn(visit, ownOf(visit))
        const ordered = one !== null && (await kit.captures.order(one, visit.who.id))
        return ordered ? backTo(visit) : show(visit, kit, 'capture_nothing')
      },
    },
    {
      method: 'POST',
      path: '/takedowns/:id/captures/:capture',
      need: 'takedowns.send',
      answer: (visit) => confirm(visit, kit),
    },
    {
      method: 'GET',
      path: '/takedowns/:id/captures/:capture',
      need: 'takedowns.read',
      async answer(visit) {
        const id = visit.params['capture'] ?? ''
        const picture = uuid.test(id) ? await kit.captures.picture(id as CaptureId, visit.sees) : null
        if (picture === null) return lost(visit)
        const { bytes, type } = picture
        return { kind: 'file', name: `${id}.${type === 'image/png' ? 'png' : 'jpg'}`, type, bytes }
      },
    },
    {
      method: 'POST',
      path: '/takedowns/:id/pictures',
      need: 'takedowns.draft',
      longest: longestPicture,
      answer: (visit) => addPicture(visit, kit),
    },
    download(kit, 'package.pdf', 'application/pdf', ({ pdf }) => pdf),
    download(kit, 'package.zip', 'application/zip', ({ zip }) => zip),
  ]
}

/** A picture alone: what is no picture, or has no time of its own, is evidence of nothing. */
async function addPicture(visit: SignedVisit, kit: TakedownPages): Promise<Answer> {
  const { file, form, zone, now, who } = visit
  const one = oneIn(visit, ownOf(visit))
  if (one === null) return lost(visit)
  const takenAt = momentIn(form['taken'], zone)
  if (takenAt === null || takenAt > now) return show(visit, kit, 'hand_picture_time')
  const view = file === null || !isPicture(file) ? null : await kit.clean(file)
  if (view?.kind !== 'shown') return show(visit, kit, 'hand_picture_bad')
  const sha256 = createHash('sha256').update(view.bytes).digest('hex')
  const added = await kit.captures.addPicture(one, who.id, { bytes: view.bytes, sha256, takenAt })
  return added ? backTo(visit) : lost(visit)
}

/** PNG, JPEG or WebP, by its first bytes: of other files only one page would be kept. */
function isPicture(file: Buffer): boolean {
  const begins = file.subarray(0, 12).toString('latin1')
  return /^(\x89PNG|\xff\xd8\xff|RIFF....WEBP)/s.test(begins)
}

async function list(visit: SignedVisit, kit: TakedownPages): Promise<Answer> {
  const { query, sees, t } = visit
  const page = /^\d{1,4}$/.test(query['page'] ?? '') ? Number(query['page']) : 0
  const filter = {
    shown: listedTakedowns.find((each) => each === query['shown']) ?? 'open',
    platform: (query['platform'] ?? '') === '' ? null : cut(query['platform'], 60),
    recipient: recipientIn(query['recipient']),
    since: monthIn(query['since']),
    gone: monthIn(query['gone']),
  } as const
  const [listed, counts, platforms] = await Promise.all([
    kit.takedowns.list({ ...filter, sees, page }),
    kit.takedowns.counts(sees),
    kit.takedowns.platforms(sees),
  ])
  const body = (
    <TakedownList
      visit={visit}
      {...listed}
      counts={counts}
      platforms={platforms}
      filter={{ ...filter, page }}
    />
  )
  return { kind: 'page', title: t('takedowns'), body }
}

async function ofCase(visit: SignedVisit, kit: TakedownPages, trouble: Label | null): Promise<Answer> {
  const id = visit.params['id'] ?? ''
  const file = uuid.test(id) ? await kit.files.read({ id: id as CaseId, sees: visit.sees }) : null
  if (file === null) return lost(visit)
  const takedowns = await kit.takedowns.ofCase(file.id, visit.sees)
  const title = visit.t('takedowns_of_case', { number: file.id.slice(0, 8) })
  const body = (
    <TakedownsOfCase
      visit={visit}
      file={file}
      takedowns={takedowns}
      targets={targetsOf(file, kit)}
      title={title}
      trouble={trouble === null ? null : visit.t(trouble)}
    />
  )
  return { kind: 'page', title, body, status: trouble === null ? 200 : 409 }
}

function targetsOf(file: CaseFile, kit: TakedownPages): readonly Target[] {
  return file.identifiers.filter(({ kind }) => takeable.has(kind)).map(kit.target)
}

async function draft(visit: SignedVisit, kit: TakedownPages): Promise<Answer> {
  const id = visit.params['id'] ?? ''
  const sees = ownOf(visit)
  const file = uuid.test(id) ? await kit.files.read({ id: id as CaseId, sees }) : null
  if (file === null) return lost(visit)
  const recipient = recipientIn(visit.form['recipient']) ?? 'ministry'
  const picked = targetsOf(file, kit).filter((_, at) => visit.form[`target-${at}`] === 'yes')
  if (picked.length === 0) return ofCase(visit, kit, 'takedown_pick')
  const made = await kit.takedowns.draft(
    { case: file.id, sees },
    visit.who.id,
    picked.map((target) => ({ ...target, recipient })),
  )
  if (made === null) return lost(visit)
  if (made === 'not-illegal') return ofCase(visit, kit, 'takedown_not_illegal')
  const [first] = made
  return {
    kind: 'go',
    to:
      made.length === 1 && first !== undefined
        ? `${base}/takedowns/${first}`
        : `${base}/cases/${file.id}/takedowns`,
  }
}

async function show(visit: SignedVisit, kit: TakedownPages, trouble: Label | null): Promise<Answer> {
  const one = oneIn(visit, visit.sees)
  const file = one === null ? null : await kit.takedowns.read(one)
  if (one === null || file === null) return lost(visit)
  const [history, names] = await Promise.all([
    kit.audit.read({ subject: one.id, most: 100, sees: visit.sees }),
    namesOf(kit),
  ])
  const title = visit.t('takedown_title', { target: file.takedown.target.value })
  const body = (
    <TakedownView
      visit={visit}
      file={file}
      legalBases={kit.legalBases}
      explain={kit.explain}
      history={history}
      names={names}
      title={title}
      trouble={trouble === null ? null : visit.t(trouble)}
    />
  )
  return { kind: 'page', title, body, status: trouble === null ? 200 : 409 }
}

function formOf({ form }: SignedVisit, { legalBases }: TakedownPages): Parameters<Takedowns['write']>[2] {
  const letter = cut(form['letter'], longestReference)
  return {
    recipient: recipientIn(form['recipient']) ?? 'ministry',
    class: classIn(form['class']),
    legalBases: legalBases.map(({ name }) => name).filter((name) => form[`basis-${name}`] === 'yes'),
    letter: letter === '' ? null : letter,
  }
}

/** `actionOf`: what is asked for, or what is missing. */
function act(
  kit: TakedownPages,
  kind: TakedownAction['kind'],
  need: Need,
  actionOf: (visit: SignedVisit) => TakedownAction | Label,
): SignedPage {
  return {
    method: 'POST',
    path: `/takedowns/:id/${kind}`,
    need,
    async answer(visit: SignedVisit) {
      const one = oneIn(visit, ownOf(visit))
      if (one === null) return lost(visit)
      const action = actionOf(visit)
      if (typeof action === 'string') return show(visit, kit, action)
      const moved = await kit.takedowns.move(one, visit.who.id, action)
      if (moved === null) return lost(visit)
      return moved.ok ? backTo(visit) : show(visit, kit, refusalLabel(moved.why))
    },
  }
}

const confirmations: readonly Confirmation[] = ['gone', 'there', 'set-aside']

/** What a look proposed is confirmed by a person; gone or back then changes the takedown. */
async function confirm(visit: SignedVisit, kit: TakedownPages): Promise<Answer> {
  const sees = ownOf(visit)
  const one = oneIn(visit, sees)
  const capture = visit.params['capture'] ?? ''
  const as = confirmations.find((each) => each === visit.form['as'])
  if (one === null || !uuid.test(capture) || as === undefined) return lost(visit)
  const done = await kit.captures.confirm(
    { id: capture as CaptureId, takedown: one.id, sees },
    visit.who.id,
    as,
  )
  if (done === null) return lost(visit)
  if (as !== 'set-aside') {
    // Before it is sent a look is evidence and changes nothing.
    const moved = await kit.takedowns.move(one, visit.who.id, { kind: 'look', gone: as === 'gone' })
    if (moved !== null && !moved.ok && moved.why !== 'not-sent')
      return show(visit, kit, refusalLabel(moved.why))
  }
  return backTo(visit)
}

function download(
  kit: TakedownPages,
  name: string,
  type: string,
  part: (packed: Packed) => Buffer,
): SignedPage {
  return {
    method: 'GET',
    path: `/takedowns/:id/${name}`,
    need: 'takedowns.read',
    async answer(visit: SignedVisit) {
      const one = oneIn(visit, visit.sees)
      const file = one === null ? null : await kit.takedowns.read(one)
      if (one === null || file === null) return lost(visit)
      const all = visit.query['all'] === 'yes'
      const dossier = await dossierOf(kit, { visit, file, names: await namesOf(kit), all })
      const bytes = part(await packDossier(dossier, visit.t))
      return {
        kind: 'file',
        name: `takedown-${one.id.slice(0, 8)}-${name.replace('package', visit.locale)}`,
        type,
        bytes,
      }
    },
  }
}

function oneIn({ params }: SignedVisit, sees: readonly OrganisationId[]): TakedownOf | null {
  const id = params['id'] ?? ''
  return uuid.test(id) ? { id: id as TakedownId, sees } : null
}

/** What somebody does, they do for their own organisation alone. */
function ownOf({ who }: SignedVisit): readonly OrganisationId[] {
  return [who.organisation.id]
}

function backTo({ params }: SignedVisit): Answer {
  return { kind: 'go', to: `${base}/takedowns/${params['id']}` }
}

function lost(visit: SignedVisit): Answer {
  return {
    kind: 'page',
    title: visit.t('takedown_lost'),
    body: messagePage(visit, 'takedown_lost'),
    status: 404,
  }
}

function refusalLabel(why: string): Label {
  return `takedown_${why.replaceAll('-', '_')}` as Label
}

function classIn(text: string | undefined): TakedownClass | null {
  return text === 'urgent' || text === 'ordinary' ? text : null
}

function recipientIn(text: string | undefined): TakedownRecipient | null {
  return takedownRecipients.find((each) => each === text) ?? null
}

function cut(text: string | undefined, most: number): string {
  return (text ?? '').trim().slice(0, most)
}
