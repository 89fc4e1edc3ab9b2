/** Who holds the phones in this tab, and how they are set. Kept in the tab; a new tab has new people. */
import { type Costume, costumes } from '../wire.ts'

export interface PhoneSettings {
  readonly person: string
  /** Shown on the page only. */
  readonly name: string
  readonly costume: Costume
  readonly hint: 'id' | 'en' | 'jv' | 'su' | null
  readonly inGroup: boolean
}

export interface Session {
  /** The group both phones are in, when they are set to one. */
  readonly group: string
  readonly two: boolean
  readonly phones: readonly [PhoneSettings, PhoneSettings]
}

const key = 'tanya-dulu.session'

/** What the tab remembers; new people where it remembers nothing that can be used. */
export function loadSession(offered: readonly Costume[]): Session {
  const session = stored() ?? {
    group: `g-${newId()}`,
    two: false,
    phones: [newPhone('Siti', costumes[0]), newPhone('Budi', costumes[1])],
  }
  const [one, two] = session.phones
  return { ...session, phones: [within(one, offered), within(two, offered)] }
}

export function saveSession(session: Session): void {
  sessionStorage.setItem(key, JSON.stringify(session))
}

/** The same phone in the hands of somebody the bot does not know. */
export function withNewPerson(phone: PhoneSettings): PhoneSettings {
  return { ...phone, person: newPerson() }
}

/** 128 random bits. `randomUUID` is missing where the page is opened by an address of the local network. */
export function newId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
}

/** The chat a phone shows: the group, or the person's own. */
export function chatOf(phone: PhoneSettings, session: Session): string {
  return phone.inGroup ? session.group : phone.person
}

function newPhone(name: string, costume: Costume | undefined): PhoneSettings {
  return { person: newPerson(), name, costume: costume ?? 'telegram', hint: null, inGroup: false }
}

function newPerson(): string {
  return `p-${newId()}`
}

function within(phone: PhoneSettings, offered: readonly Costume[]): PhoneSettings {
  return offered.includes(phone.costume) ? phone : { ...phone, costume: offered[0] ?? 'telegram' }
}

/** Written by this page alone; anything else there is taken as nothing. */
function stored(): Session | null {
  try {
    const value = JSON.parse(sessionStorage.getItem(key) ?? 'null') as Session | null
    return value?.phones.length === 2 && value.group.startsWith('g-') ? value : null
  } catch {
    return null
  }
}
