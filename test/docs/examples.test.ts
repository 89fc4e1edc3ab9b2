/** The examples of CONTRIBUTING are real: each still fits what is here, and does what it says. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Abilities, createClaims, createSigns, type Locale } from '#engine'
import { loadPlatforms, loadSigns } from '../../src/lists/index.ts'
import { loadLocale } from '../../src/words/load.ts'
import { content, shippedKnowledge } from '../kit/people.ts'

const home = join(import.meta.dirname, '../..')
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'example-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** A copy of what an example changes, with the example in it. */
function apply(name: string): void {
  const example = join(home, `docs/examples/${name}.diff`)
  for (const [, file = ''] of readFileSync(example, 'utf8').matchAll(/^--- a\/(.+)$/gm)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    cpSync(join(home, file), join(folder, file))
  }
  execFileSync('git', ['apply', '--unidiff-zero', example], { cwd: folder })
}

describe('the example of', () => {
  it('a red flag is seen where it was not before', () => {
    const text = 'Dicari operator Malaysia, biaya asrama dan makan dipotong gaji tiap bulan'
    const signsIn = (file: string): readonly string[] => {
      const table = loadSigns(file)
      const signs = createSigns(table, { officialPhones: new Set(), contactsOf: () => [] })
      const claims = createClaims(loadPlatforms(join(content, 'platforms.md')))
      return signs.judge(text, claims.read(text, shippedKnowledge())).signs.map(({ name }) => name)
    }
    apply('red-flag')
    expect(signsIn(join(content, 'signs.md'))).not.toContain('bed_owed')
    expect(signsIn(join(folder, 'content/signs.md'))).toContain('bed_owed')
  })

  it('a language has words that can be said', () => {
    apply('language')
    const words = loadLocale(join(folder, 'content'), 'mad' as Locale)
    expect([...words.keys()]).toEqual(['common.thanks'])
    expect(readFileSync(join(folder, 'src/engine/ids.ts'), 'utf8')).toContain("'su', 'mad'")
    expect(readFileSync(join(folder, 'src/words/load.ts'), 'utf8')).toContain("loadLocale(folder, 'mad')")
  })

  it('a channel has abilities and is begun beside the others', async () => {
    apply('channel')
    const { abilities } = (await import(join(folder, 'adapters/line/abilities.ts'))) as {
      readonly abilities: Abilities
    }
    const { abilities: known } = await import('../../adapters/telegram/abilities.ts')
    expect(Object.keys(abilities).sort()).toEqual(Object.keys(known).sort())
    expect(readFileSync(join(folder, 'src/rooms.ts'), 'utf8')).toMatch(
      /createTelegrams\(config, kit\)\),\n.*createLines/,
    )
  })
})
