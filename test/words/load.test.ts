import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ContentError } from '#engine'
import { loadWords } from '../../src/words/index.ts'
import { content } from '../kit/people.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'words-'))
  for (const locale of ['id', 'en']) cpSync(join(content, locale), join(folder, locale), { recursive: true })
})
afterEach(() => rmSync(folder, { recursive: true }))

const change = (file: string, from: string | RegExp, to: string): void => {
  const path = join(folder, file)
  const before = readFileSync(path, 'utf8')
  const after = before.replace(from, to)
  expect(after).not.toBe(before)
  writeFileSync(path, after)
}
const failure = (): string => {
  try {
    loadWords(folder)
  } catch (error) {
    expect(error).toBeInstanceOf(ContentError)
    return (error as Error).message
  }
  return 'loaded'
}

describe('loadWords', () => {
  it('loads what is shipped', () => {
    expect(loadWords(folder).id.size).toBeGreaterThan(100)
  })

  it('does not start when Indonesian lacks a phrase', () => {
    change('id/common.md', /## thanks\n[\s\S]*?(?=\n## )/, '')
    expect(failure()).toContain('Indonesian lacks common.md ## thanks')
  })

  it('does not start when a hole is missing or unknown', () => {
    change(
      'id/agency.md',
      '**PT {agency} ada di daftar resmi** pemerintah (KP2MI) per {asOf}.',
      '**PT {agency} ada di daftar resmi**.',
    )
    expect(failure()).toMatch(/agency\.md:\d+: section "licensed" must say \{asOf\} somewhere\.$/)
    change('id/agency.md', '**PT {agency} ada di daftar resmi**.', '**PT {agency}** {asOf} {tanggal}.')
    expect(failure()).toMatch(/section "licensed" has no hole \{tanggal\}; it has \{agency\}, \{asOf\}\.$/)
  })

  it('lets another language lack phrases, but not invent them', () => {
    rmSync(join(folder, 'en'), { recursive: true })
    mkdirSync(join(folder, 'jv'))
    writeFileSync(join(folder, 'jv/common.md'), '## thanks\nSami-sami.\n')
    expect(loadWords(folder).jv.size).toBe(1)
    writeFileSync(join(folder, 'jv/common.md'), '## thank_you\nSami-sami.\n')
    expect(failure()).toContain('no phrase is called "common.thank_you"')
  })
})
