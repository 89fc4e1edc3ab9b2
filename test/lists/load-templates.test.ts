import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { ContentError } from '#engine'
import { loadTemplates } from '../../src/lists/index.ts'
import { content } from '../kit/people.ts'

const folder = mkdtempSync(join(tmpdir(), 'templates-'))
afterAll(() => rmSync(folder, { recursive: true }))

const load = (csv: string) => {
  const file = join(folder, 'templates.csv')
  writeFileSync(file, csv)
  return loadTemplates(file)
}

describe('loadTemplates', () => {
  it('reads what is shipped, in both languages that are complete', () => {
    const shipped = loadTemplates(join(content, 'whatsapp-templates.csv'))
    expect(shipped.length).toBeGreaterThan(0)
    const languages = (name: string) =>
      shipped.filter((each) => each.name === name).map((each) => each.language)
    for (const { name } of shipped) expect(languages(name)).toEqual(['id', 'en'])
  })

  it.each([
    ['name,language,body\na,id,x', 'has no column "category"'],
    ['name,language,category,body\nKabar Baru,id,UTILITY,x', 'row 2: name must be small letters'],
    ['name,language,category,body\na,Indonesia,UTILITY,x', 'row 2: language must look like'],
    ['name,language,category,body\na,id,NEWS,x', 'row 2: category must be'],
    ['name,language,category,body\na,id,UTILITY,', 'row 2: body must have'],
    ['name,language,category,body\na,id,UTILITY,x\na,id,UTILITY,y', 'row 3: this name stands here twice'],
    ['name,language,category,body\n"a,id', 'quotation mark'],
  ])('%j', (csv, problem) => {
    expect(() => load(csv)).toThrow(ContentError)
    expect(() => load(csv)).toThrow(problem)
  })
})
