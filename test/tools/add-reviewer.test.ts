import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeDatabase, type TestDatabase } from '../kit/database.ts'

describe('add-reviewer', () => {
  let made: TestDatabase
  let empty: string
  beforeAll(async () => {
    made = await makeDatabase()
    empty = mkdtempSync(join(tmpdir(), 'tanya-dulu-test-'))
  })
  afterAll(async () => {
    await made.drop()
    rmSync(empty, { recursive: true, force: true })
  })

  const run = (...argv: readonly string[]) =>
    new Promise<{ readonly code: number; readonly out: string; readonly err: string }>((resolve) => {
      const { url, folder } = made.where
      const env = {
        PATH: process.env['PATH'] ?? '',
        DATA_DIR: folder,
        PUBLIC_URL: 'https://tanya.example',
        ...(url === null ? {} : { DATABASE_URL: url }),
      }
      const file = join(import.meta.dirname, '../../src/tools/add-reviewer.ts')
      // From another folder, so that no `.env` of a developer is read.
      execFile(
        process.execPath,
        ['--import', import.meta.resolve('tsx'), file, ...argv],
        { env, cwd: empty },
        (error, out, err) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
      )
    })

  it('prints a link once a person; says what is wrong in one sentence', async () => {
    const who = ['--email', 'sari@example.org', '--role', 'admin']
    const first = await run(...who)
    expect(first.err).toBe('')
    expect(first.out).toMatch(/https:\/\/tanya\.example\/console\/invitation\/[\w-]{43}\n$/)
    const twice = await run(...who)
    expect([twice.code, twice.err]).toEqual([
      1,
      'sari@example.org is known already. For a new link, say --again.\n',
    ])
    const again = await run('--email', 'Sari@Example.org', '--again')
    expect(again.out).toMatch(/invitation\/[\w-]{43}\n$/)
    expect(again.out).not.toBe(first.out)
  })

  it.each([
    [['--email', 'sari', '--role', 'admin'], '--email must be a whole address.'],
    [['--email', 'sari@example.org', '--role', 'boss'], '--role must be one of the roles.'],
    [['--frobnicate'], 'Use: npm run add-reviewer'],
    [['--email', 'nobody@example.org', '--again'], 'Nobody with the address nobody@example.org may sign in.'],
  ])('refuses %j', async (argv, sentence) => {
    const { code, out, err } = await run(...argv)
    expect([code, out]).toEqual([1, ''])
    expect(err).toContain(sentence)
  })
})
