/** Accounts named without an address: "IG: @loker_taiwan", "tele @agen". */
import type { Account } from './links.ts'
import type { AddressBook } from './platforms.ts'

export interface FoundAccount extends Account {
  readonly start: number
  readonly end: number
}

const mostRead = 16_384
/** Words that follow a platform's name and are no account. */
const noHandles = new Set(
  'saya kami admin ini itu dan atau aja saja group grup channel di ke yang yg ya kak no nomor nomer hp only dm link bio resmi official id langsung sekarang call chat video'.split(
    ' ',
  ),
)

/** What finds accounts beside the platforms' names. */
export function createAccounts({ platforms }: AddressBook): (text: string) => readonly FoundAccount[] {
  const names = platforms
    .flatMap(({ name, called }) => called.map((word) => [word, name] as const))
    .sort(([a], [b]) => b.length - a.length)
  const platformOf = new Map(names)
  const words = names.map(([word]) => word.replace(/ /g, String.raw`\s?`)).join('|')
  const named = new RegExp(
    String.raw`(?<![\p{L}\p{N}@/.])(?<name>${words})(?<sign>\s?(?:id|akun|account|channel|grup|group)?\s?[:=]\s?@?|\s{1,2}(?:akun\s|kami\s|id\s)?@|\s?\(@?)(?<handle>[a-z0-9_][\w.]{2,31})(?![\w@/]|\.\w)`,
    'giu',
  )
  const behind = new RegExp(
    String.raw`(?<![\w@/.])@(?<handle>[a-z0-9_][\w.]{2,31})\s?[([]?\s?(?:di|on|in|via|lewat|-|=)?\s?(?<name>${words})(?![\p{L}\p{N}])`,
    'giu',
  )
  return (text) => {
    const read = text.slice(0, mostRead)
    const found: FoundAccount[] = []
    for (const match of [...read.matchAll(named), ...read.matchAll(behind)]) {
      const { name = '', handle = '', sign = '@' } = match.groups ?? {}
      const platform =
        platformOf.get(name.toLowerCase().replace(/\s/g, ' ')) ?? platformOf.get(name.toLowerCase())
      const bare = handle.replace(/\.+$/, '').toLowerCase()
      if (platform === undefined || bare.length < 3 || /^[\d.]+$/.test(bare) || noHandles.has(bare)) continue
      // Without @ a name is believed only when it looks like no ordinary word.
      if (!sign.includes('@') && !/[\d_.]/.test(bare)) continue
      const start = match.index + match[0].lastIndexOf(handle)
      if (!found.some((other) => other.start === start))
        found.push({ platform, handle: bare, start, end: start + bare.length })
    }
    return found.sort((a, b) => a.start - b.start)
  }
}
