/** What of an identifier can be taken down: its platform, and where it stands on the web. */
import type { AddressBook, IndicatorKind } from '#engine'

export interface TakedownTarget {
  readonly kind: IndicatorKind
  readonly value: string
  /** null: nowhere that we know of. */
  readonly url: string | null
  readonly platform: string | null
}

/** Pure. An account's address is the one its platform gives it; a phone's is where it can be written to. */
export function createTargets({
  platforms,
}: Pick<AddressBook, 'platforms'>): (identifier: Pick<TakedownTarget, 'kind' | 'value'>) => TakedownTarget {
  const platformOf = (url: string): string | null => {
    const host = URL.canParse(url) ? new URL(url).hostname : url
    return platforms.find(({ sites }) => sites.flat().includes(host))?.name ?? null
  }
  return ({ kind, value }) => {
    switch (kind) {
      case 'phone':
        return { kind, value, url: `https://wa.me/${value.slice(1)}`, platform: 'whatsapp' }
      case 'account': {
        const [platform = '', handle = ''] = value.split(/:(.*)/s)
        const form = platforms
          .find(({ name }) => name === platform)
          ?.forms.find((each) => each.kind === 'account' && each.one.includes('{name}'))
        return { kind, value, url: form?.one.replace('{name}', handle) ?? null, platform }
      }
      case 'domain':
        return { kind, value, url: `https://${value}/`, platform: platformOf(value) }
      default:
        return { kind, value, url: value, platform: platformOf(value) }
    }
  }
}
