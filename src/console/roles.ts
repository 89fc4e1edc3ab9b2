/** Who may do what: the one table of roles and what each may. */

/** What a page asks of who opens it. `self`: being signed in, for what is one's own. */
export type Need =
  | 'self'
  | 'cases.read'
  | 'cases.work'
  | 'cases.confirm'
  | 'takedowns.send'
  | 'campaigns.send'
  | 'inbox.answer'
  | 'reviewers.manage'
  | 'audit.read'

export const roleNames = [
  'reviewer',
  'senior-reviewer',
  'campaign-officer',
  'inbox-officer',
  'admin',
  'auditor',
] as const
export type RoleName = (typeof roleNames)[number]

const may: Readonly<Record<RoleName, readonly Need[]>> = {
  reviewer: ['self', 'cases.read', 'cases.work'],
  'senior-reviewer': ['self', 'cases.read', 'cases.work', 'cases.confirm', 'takedowns.send'],
  'campaign-officer': ['self', 'campaigns.send'],
  'inbox-officer': ['self', 'inbox.answer'],
  admin: [
    'self',
    'cases.read',
    'cases.work',
    'cases.confirm',
    'takedowns.send',
    'campaigns.send',
    'inbox.answer',
    'reviewers.manage',
    'audit.read',
  ],
  auditor: ['self', 'cases.read', 'audit.read'],
}

/** Whoever may reach many people or take something down proves twice who they are. */
const grave: readonly Need[] = ['takedowns.send', 'campaigns.send', 'reviewers.manage']

export function roleNamed(name: string): RoleName | null {
  return roleNames.find((role) => role === name) ?? null
}

/** A role of no name here, from another release, may do nothing. */
export function allows(role: string, need: Need): boolean {
  const name = roleNamed(role)
  return name !== null && may[name].includes(need)
}

export function mustHaveCodes(role: string): boolean {
  return grave.some((need) => allows(role, need))
}
