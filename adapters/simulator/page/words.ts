/** The page's own labels, in two languages. The bot's sentences are not here: they come with its messages. */
import en from './en.json' with { type: 'json' }
import id from './id.json' with { type: 'json' }

export type WordKey = keyof typeof id
export type Language = 'id' | 'en'

const words: Readonly<Record<Language, Readonly<Record<WordKey, string>>>> = { id, en }
const remembered = 'tanya-dulu.language'
let current: Language = first()

/** A label, its holes filled: `t('as', { name })`. */
export function t(key: WordKey, values: Readonly<Record<string, string>> = {}): string {
  return words[current][key].replace(/\{(\w+)\}/g, (hole, name: string) => values[name] ?? hole)
}

export function language(): Language {
  return current
}

/** Remembered in this browser. The page draws itself anew. */
export function setLanguage(chosen: Language): void {
  current = chosen
  localStorage.setItem(remembered, chosen)
}

function first(): Language {
  const chosen =
    localStorage.getItem(remembered) ?? navigator.languages.find((each) => /^(id|en)\b/.test(each))
  return chosen?.startsWith('en') === true ? 'en' : 'id'
}
