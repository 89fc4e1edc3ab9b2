import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { abilities as costumes } from '../../adapters/simulator/abilities.ts'
import { abilities as telegram } from '../../adapters/telegram/abilities.ts'
import { parseTalk, runTalk } from '../kit/talk.ts'

const channels = { ...costumes, 'telegram adapter': telegram }
const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.md') && name !== 'README.md')

describe.each(files)('%s', (file) => {
  const talk = parseTalk(readFileSync(join(import.meta.dirname, file), 'utf8'))

  it('is a talk', () => {
    expect(talk.lines.filter((line) => line.kind === 'person').length).toBeGreaterThan(0)
    // Each thing said is answered, or the silence is written down.
    for (const [index, line] of talk.lines.entries())
      if (line.kind === 'person') expect(talk.lines[index + 1]?.kind, `after line ${line.line}`).toBe('bot')
  })

  it.each(Object.entries(channels))('goes as written on %s', async (_name, abilities) => {
    expect(await runTalk(talk, abilities)).toEqual([])
  })
})
