/** What stands in the menu, in its groups: shown to whoever may open it. */
import type { Label } from './labels.ts'
import type { Need } from './roles.ts'

export interface Entry {
  /** Below `/console`. */
  readonly to: string
  readonly label: Label
  readonly need: Need
}

/** The day's work, what is known, and who may do what. */
export const menu: readonly (readonly Entry[])[] = [
  [
    { to: '/cases', label: 'cases', need: 'cases.read' },
    { to: '/takedowns', label: 'takedowns', need: 'takedowns.read' },
    { to: '/campaigns', label: 'campaigns', need: 'campaigns.read' },
    { to: '/inbox', label: 'inbox', need: 'inbox.answer' },
  ],
  [
    { to: '/agencies', label: 'agencies', need: 'agencies.read' },
    { to: '/subscribers', label: 'subscribers', need: 'campaigns.read' },
    { to: '/appeals', label: 'appeals', need: 'appeals.answer' },
    { to: '/sources', label: 'sources', need: 'sources.manage' },
    { to: '/channels', label: 'channels', need: 'channels.read' },
    { to: '/numbers', label: 'numbers', need: 'numbers.read' },
  ],
  [
    { to: '/reviewers', label: 'reviewers', need: 'reviewers.manage' },
    { to: '/organisations', label: 'organisations', need: 'organisations.manage' },
    { to: '/tokens', label: 'tokens', need: 'tokens.manage' },
    { to: '/audit', label: 'audit', need: 'audit.read' },
    { to: '/retention', label: 'retention', need: 'audit.read' },
    { to: '/person', label: 'person', need: 'persons.manage' },
  ],
]
