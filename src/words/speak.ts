/** Wording + Locale → Markup. A language that lacks a phrase falls back to Indonesian, so nobody meets silence. */
import type { Block, Locale, Markup, PhraseKey, Speak, Wording } from '#engine'
import { fill } from './fill.ts'
import type { Words } from './load.ts'
import type { Template } from './parse.ts'
import { plainValue } from './values.ts'
import { speakWritten } from './written.ts'

/** Longest text a reviewer may write, in UTF-16 units: what one message can hold on every channel, and no more. */
const mostWritten = 16_384

/** Speaks with these words. */
export function createSpeak(words: Words): Speak {
  return (wording, locale) => {
    if ('verbatim' in wording) return [paragraph(plainValue(wording.verbatim))]
    if ('written' in wording) return writtenIn(wording.written, locale)
    if ('campaign' in wording) return speakWritten(wording.campaign, wording.values, locale)
    const found = templateFor(words, wording.say, locale)
    return fill(found.template, wording.with, found.locale)
  }
}

/** Dates are written in the language whose words are used, so that no sentence mixes two. */
function templateFor(
  words: Words,
  key: PhraseKey,
  locale: Locale,
): { readonly template: Template; readonly locale: Locale } {
  const own = words[locale].get(key)
  if (own !== undefined) return { template: own, locale }
  const source = words.id.get(key)
  if (source === undefined) throw new Error(`no words for ${key}`)
  return { template: source, locale: 'id' }
}

/** A reviewer's text: paragraphs by blank lines, no marks. */
function writtenIn(written: Extract<Wording, { written: unknown }>['written'], locale: Locale): Markup {
  return (written[locale] ?? written.id)
    .slice(0, mostWritten)
    .split(/\n\s*\n/)
    .map((text) => paragraph(text.replace(/[\p{Cf}]/gu, '').trim()))
    .filter((block) => block.spans.some((span) => span.text !== ''))
}

function paragraph(text: string): Block {
  return { kind: 'paragraph', spans: [{ kind: 'plain', text }] }
}
