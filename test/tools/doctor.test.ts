import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BotApi, createBotApi } from '../kit/bot-api/index.ts'

const run = promisify(execFile)
const home = join(import.meta.dirname, '../..')

describe('doctor', () => {
  let api: BotApi
  let folder: string
  beforeAll(async () => {
    api = await createBotApi({ flood: false })
    folder = mkdtempSync(join(tmpdir(), 'tanya-dulu-doctor-'))
  })
  afterAll(async () => {
    await api.stop()
    rmSync(folder, { recursive: true })
  })
  const doctor = async (changes: Readonly<Record<string, string>>): Promise<{ code: number; said: string }> =>
    run(process.execPath, ['--import', 'tsx', 'src/tools/doctor.ts'], {
      cwd: home,
      env: {
        PATH: process.env['PATH'] ?? '',
        DATA_DIR: folder,
        TELEGRAM_TOKEN: api.token,
        TELEGRAM_API_ROOT: api.root,
        LIST_MAX_AGE_DAYS: '36500',
        ...changes,
      },
    }).then(
      ({ stdout }) => ({ code: 0, said: stdout }),
      (error: { code: number; stdout: string; stderr: string }) => ({
        code: error.code,
        said: error.stdout + error.stderr,
      }),
    )

  it('finds a well set-up house well', async () => {
    const { code, said } = await doctor({})
    expect(said).toContain('The bot can run.')
    expect(said).not.toContain('MEND')
    for (const each of [
      'Settings',
      'Disk',
      'Database',
      'Keys',
      'Clock',
      'List of agencies',
      'Telegram',
      'Chromium',
    ])
      expect(said).toContain(each)
    expect(code).toBe(0)
  })

  it.each([
    [{ TELEGRAM_TOKEN: '1:wrong' }, 'Telegram: refuses the token'],
    [{ TELEGRAM_API_ROOT: 'http://127.0.0.1:9' }, 'Telegram: its server cannot be reached'],
    [{ CHROMIUM: '/nowhere/chromium' }, 'Chromium: not found'],
    [
      { DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none' },
      'Database: The database in DATABASE_URL cannot be reached',
    ],
    [{ DATA_DIR: '/dev/null/data' }, 'Data folder: /dev/null/data cannot be written'],
    [{ PORT: 'x' }, 'PORT'],
  ])('says what to mend: %o', async (changes, sentence) => {
    const { code, said } = await doctor(changes)
    expect(said).toContain(sentence)
    expect(said).not.toContain(api.token)
    expect(said).not.toContain('1:wrong')
    expect(code).toBe(1)
  })
})
