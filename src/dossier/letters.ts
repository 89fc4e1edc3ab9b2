/** Fonts that print any letter an advertisement may have, embedded in the file: nothing depends on the reader's machine.
 * DejaVu for what it has; UnifontEX, plain but nearly whole, for the rest. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type Font, create as openFont } from 'fontkit'
import { unwrapFont } from './woff.ts'

export type FontName = 'plain' | 'bold' | 'rest'

const require = createRequire(import.meta.url)
const dejavu = join(dirname(require.resolve('dejavu-fonts-ttf/package.json')), 'ttf')
const unifont = dirname(require.resolve('@fontsource/unifontex/package.json'))

const files: Readonly<Record<FontName, string>> = {
  plain: join(dejavu, 'DejaVuSans.ttf'),
  bold: join(dejavu, 'DejaVuSans-Bold.ttf'),
  rest: join(unifont, 'files/unifontex-latin-400-normal.woff'),
}

export interface Letters {
  readonly fonts: Readonly<Record<FontName, Buffer>>
  /** One line in runs of one font each. What no font has is written as its code point, `[U+1F9FF]`: nothing is lost. */
  runs(text: string, font: 'plain' | 'bold'): readonly { readonly font: FontName; readonly text: string }[]
}

let opened: Letters | null = null

/** Read when the first package is made, and then kept. */
export function openLetters(): Letters {
  if (opened !== null) return opened
  const fonts = {
    plain: readFileSync(files.plain),
    bold: readFileSync(files.bold),
    rest: unwrapFont(readFileSync(files.rest)),
  }
  const has: Readonly<Record<FontName, Font>> = {
    plain: openFont(fonts.plain) as Font,
    bold: openFont(fonts.bold) as Font,
    rest: openFont(fonts.rest) as Font,
  }
  opened = {
    fonts,
    runs(text, font) {
      const runs: { font: FontName; text: string; leftwards: boolean }[] = []
      const add = (name: FontName, letters: string): void => {
        const last = runs.at(-1)
        // The library turns a whole run around: letters of both directions are never in one.
        const leftwards = letters.trim() === '' ? (last?.leftwards ?? false) : isLeftwards(letters)
        if (last?.font === name && last.leftwards === leftwards) last.text += letters
        else runs.push({ font: name, text: letters, leftwards })
      }
      for (const letter of text.replaceAll('\t', '    ')) {
        const point = letter.codePointAt(0) ?? 0
        if (isUnseen(point)) add(font, named(point))
        else if (has[font].hasGlyphForCodePoint(point)) add(font, letter)
        else if (has.rest.hasGlyphForCodePoint(point)) add('rest', letter)
        else add(font, named(point))
      }
      return runs
    },
  }
  return opened
}

const named = (point: number): string => `[U+${point.toString(16).toUpperCase().padStart(4, '0')}]`

/** Control letters, half surrogates and those that turn lines around: they are evidence too, so they are named. */
function isUnseen(point: number): boolean {
  return /[\p{Cc}\p{Cf}\p{Cs}]/u.test(String.fromCodePoint(point))
}

function isLeftwards(letters: string): boolean {
  return /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u.test(letters)
}
