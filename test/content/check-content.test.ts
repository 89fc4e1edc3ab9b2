import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkContent } from '../../src/tools/check-content/check.ts'
import { content } from '../kit/people.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'content-'))
  for (const locale of ['id', 'en']) cpSync(join(content, locale), join(folder, locale), { recursive: true })
})
afterEach(() => rmSync(folder, { recursive: true }))

const change = (file: string, from: string | RegExp, to: string): void => {
  const path = join(folder, file)
  writeFileSync(path, readFileSync(path, 'utf8').replace(from, to))
}

describe('checkContent', () => {
  it('finds a label too long for a button', () => {
    change('en/choices.md', 'Check a company', 'Check this company on the list')
    expect(checkContent(folder).join('\n')).toMatch(
      /label "check" has 30 letters; at most 20 fit on a button\.$/,
    )
  })

  it('finds a phrase that English lacks', () => {
    change('en/common.md', /## thanks\n[\s\S]*?(?=\n## )/, '')
    expect(checkContent(folder)).toEqual([
      `${join(folder, 'en')}: lacks common.md ## thanks; write its words.`,
    ])
  })

  it('lets Javanese be missing, but not half done, unmarked or wrong', () => {
    expect(checkContent(folder)).toEqual([])
    mkdirSync(join(folder, 'jv'))
    writeFileSync(join(folder, 'jv/agency.md'), '## licensed\nPT {agency} wonten ing daftar {asOf}.\n')
    const problems = checkContent(folder).map((line) => line.slice(folder.length + 1))
    expect(problems).toContain('jv: lacks common.md ## thanks; write its words.')
    expect(problems.at(-1)).toMatch(/^jv\/agency\.md: begin it with <!-- DRAFT for a native reader -->/)
    writeFileSync(join(folder, 'jv/agency.md'), '## licensed\nPT {agensi} wonten.\n\n## lisensi\nhalo\n')
    expect(checkContent(folder).map((line) => line.slice(folder.length + 1))).toEqual([
      'jv/agency.md:1: section "licensed" has no hole {agensi}; it has {agency}, {asOf}.',
      'jv/agency.md:1: section "licensed" must say {agency} somewhere.',
      'jv/agency.md:1: section "licensed" must say {asOf} somewhere.',
      'jv/agency.md:4: section "lisensi" is never said; correct the heading or take it out.',
    ])
  })

  it('refuses a fact of a lesson without its source', () => {
    change('en/learn/papers.md', /<!-- source: faktakalbar[^\n]*\n<!-- source: saudinesia[^\n]*\n/, '')
    expect(checkContent(folder)).toContain(
      `${join(folder, 'en/learn/papers.md')}: section "visa_2" has no source; add <!-- source: WHO; date: 2025-04-23 -->, or <!-- advice --> when it states no fact.`,
    )
  })

  it('refuses a source without its date', () => {
    change('id/learn/papers.md', 'date: 2025-12-06 -->', 'date: Desember -->')
    expect(checkContent(folder)).toContain(
      `${join(folder, 'id/learn/papers.md')}:30: write the note as <!-- source: WHO; date: 2025-04-23 -->.`,
    )
  })

  it('finds a translation with other sources', () => {
    change('en/learn/papers.md', 'date: 2025-12-06 -->', 'date: 2024-12-06 -->')
    expect(checkContent(folder).join('\n')).toContain(
      'section "visa_2" has sources of 2022, 2024-12-06, the Indonesian one of 2022, 2025-12-06; make them the same.',
    )
  })

  it('finds a sentence that is too long to read aloud', () => {
    change('en/common.md', 'Ask first, then pay.', `Ask ${'very '.repeat(20)}early.`)
    expect(checkContent(folder).join('\n')).toMatch(
      /en: common\.thanks \(line \d+\) has a sentence of 22 words; at most 20: "Ask very/,
    )
  })

  it('finds every file with an unclosed mark at once', () => {
    change('id/common.md', '**Tanya Dulu**', '**Tanya Dulu')
    change('en/common.md', '**Tanya Dulu**', '**Tanya Dulu')
    expect(checkContent(folder)).toHaveLength(2)
  })

  it('ends with 1 from the command line, and 0 when all is well', () => {
    const run = (): string =>
      execFileSync(process.execPath, ['--import', 'tsx', 'src/tools/check-content.ts', folder], {
        encoding: 'utf8',
      })
    expect(run()).toBe('content is complete\n')
    change('id/choices.md', '## check\nCek PT', '## check\nCek PT **ini**')
    expect(run).toThrow(
      expect.objectContaining({
        status: 1,
        stdout: expect.stringContaining('must be one line without marks'),
      }),
    )
  })
})
