/** Every phrase the bot can say, and the values it needs. `content/<locale>/<file>.md` holds the words:
 * `agency.licensed` is the section `## licensed` of `agency.md`. */
export const phrases = {
  'agency.licensed': ['agency', 'asOf'],
  'choices.yes': [],
} as const satisfies Record<string, readonly string[]>

export type PhraseKey = keyof typeof phrases
export type Values<K extends PhraseKey> = Readonly<Record<(typeof phrases)[K][number], string>>
export type Phrase = { [K in PhraseKey]: { readonly say: K; readonly with: Values<K> } }[PhraseKey]

/** A phrase with its values: `say('agency.licensed', { agency, asOf })`. Values are shown as plain text. */
export function say<K extends PhraseKey>(
  key: K,
  ...values: (typeof phrases)[K] extends readonly [] ? [] : [values: Values<K>]
): Phrase {
  return { say: key, with: values[0] ?? {} } as Phrase
}
