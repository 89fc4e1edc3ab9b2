/** What officers did, newest first. */
import type { Audit } from '../../db/audit.ts'
import { type Cases, namesOf } from './cases.tsx'
import type { SignedPage } from './page.ts'
import { History } from './views.tsx'

const mostActs = 200

export function auditPage(kit: { readonly audit: Audit } & Pick<Cases, 'reviewers'>): SignedPage {
  return {
    method: 'GET',
    path: '/audit',
    need: 'audit.read',
    async answer(visit) {
      const [acts, names] = await Promise.all([
        kit.audit.read({ subject: null, most: mostActs, sees: visit.sees }),
        namesOf(kit),
      ])
      const body = (
        <>
          <h1>{visit.t('audit')}</h1>
          <p class="help">{visit.t('audit_help')}</p>
          <History visit={visit} acts={acts} names={names} withSubject />
        </>
      )
      return { kind: 'page', title: visit.t('audit'), body }
    },
  }
}
