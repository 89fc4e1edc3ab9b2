/** Reads a picture in up to two looks: as it is, and, when that went badly, with all its grounds made even. */
import type { Grey } from './fingerprint.ts'
import type { Letters, SeenLine } from './letters.ts'
import { judgeLook, mergeLooks, textOf } from './lines.ts'
import { joinMarked } from './marks.ts'
import { cleanText, mendSeen } from './text.ts'

/** A look below this sureness (of 100), or with fewer letters, is followed by another. */
const well = { sure: 88, letters: 40 }

/** What is written on the picture, a line a line. `surroundings` blurs a picture of brightness. */
export async function readPicture(
  picture: Grey,
  letters: Letters,
  surroundings: (picture: Grey) => Promise<Grey>,
): Promise<string> {
  const first = await letters(picture)
  const { sure, letters: many } = judgeLook(first)
  const looks: (readonly SeenLine[])[] = [first]
  if (sure < well.sure || many < well.letters)
    looks.push(await letters(evened(picture, await surroundings(picture))))
  const lines = mergeLooks(looks.map((look) => look.map((line) => joinMarked(line, picture))))
  return cleanText(lines.map((line) => mendSeen(textOf(line))).join('\n'))
}

/** Dark letters on white, whatever they were: what differs from its surroundings, brighter or darker, is ink. White on
 * red, yellow on black and black on yellow become the same, also side by side. */
function evened(picture: Grey, around: Grey): Grey {
  const data = Buffer.alloc(picture.data.length)
  for (let at = 0; at < data.length; at++) {
    const difference = Math.abs((picture.data[at] ?? 0) - (around.data[at] ?? 0))
    data[at] = 255 - Math.min(255, 2 * difference)
  }
  return { ...picture, data }
}
