/** Who may do what: the one table of roles and what each may. */
import type { Reviewer } from '../../db/reviewers.ts'

/** What a page asks of who opens it. `self`: being signed in, for what is one's own. */
export const needs = [
  'self',
  'cases.read',
  'cases.work',
  'cases.confirm',
  'cases.everywhere',
  'takedowns.read',
  'takedowns.draft',
  'takedowns.approve',
  'takedowns.send',
  'campaigns.read',
  'campaigns.write',
  'campaigns.approve',
  'campaigns.send',
  'subscribers.manage',
  'inbox.answer',
  'numbers.read',
  'agencies.read',
  'agencies.manage',
  'appeals.answer',
  'channels.read',
  'sources.manage',
  'reviewers.manage',
  'organisations.manage',
  'tokens.manage',
  'audit.read',
  'persons.manage',
] as const
export type Need = (typeof needs)[number]

export const roleNames = [
  'reviewer',
  'senior-reviewer',
  'campaign-officer',
  'inbox-officer',
  'admin',
  'auditor',
] as const
export type RoleName = (typeof roleNames)[number]

const everybody: readonly Need[] = ['self', 'numbers.read', 'agencies.read', 'channels.read']
const review: readonly Need[] = ['cases.read', 'cases.work', 'takedowns.read', 'takedowns.draft']

const may: Readonly<Record<RoleName, readonly Need[]>> = {
  reviewer: [...everybody, ...review],
  'senior-reviewer': [
    ...everybody,
    ...review,
    'cases.confirm',
    'takedowns.approve',
    'takedowns.send',
    'appeals.answer',
  ],
  'campaign-officer': [
    ...everybody,
    'campaigns.read',
    'campaigns.write',
    'campaigns.approve',
    'campaigns.send',
  ],
  'inbox-officer': [...everybody, 'inbox.answer'],
  admin: needs,
  auditor: [...everybody, 'cases.read', 'cases.everywhere', 'takedowns.read', 'campaigns.read', 'audit.read'],
}

/** What concerns all organisations at once: only officers of the home organisation may, if their role may. */
const homeOnly: readonly Need[] = [
  'campaigns.read',
  'campaigns.write',
  'campaigns.approve',
  'campaigns.send',
  'subscribers.manage',
  'inbox.answer',
  'agencies.manage',
  'appeals.answer',
  'sources.manage',
  'organisations.manage',
  'persons.manage',
]

/** Whoever may reach many people, take something down or let others in proves twice who they are. */
const grave: readonly Need[] = [
  'takedowns.approve',
  'takedowns.send',
  'campaigns.approve',
  'campaigns.send',
  'subscribers.manage',
  'reviewers.manage',
  'tokens.manage',
  'persons.manage',
]

export function roleNamed(name: string): RoleName | null {
  return roleNames.find((role) => role === name) ?? null
}

/** A role of no name here, from another release, may do nothing. */
export function allows({ role, organisation }: Pick<Reviewer, 'role' | 'organisation'>, need: Need): boolean {
  return mayRole(role, need) && (organisation.home || !homeOnly.includes(need))
}

export function mustHaveCodes(role: string): boolean {
  return grave.some((need) => mayRole(role, need))
}

function mayRole(role: string, need: Need): boolean {
  const name = roleNamed(role)
  return name !== null && may[name].includes(need)
}
