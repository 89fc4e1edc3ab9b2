import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../db/client.ts'
import { createLists } from '../../db/lists.ts'
import { type BotApi, createBotApi } from '../kit/bot-api/index.ts'
import { makeDatabase, type TestDatabase } from '../kit/database.ts'
import { type Product, startProduct } from '../kit/product.ts'

const home = join(import.meta.dirname, '../..')
const shipped = readFileSync(join(home, 'content/agencies/p3mi-2026-09-17.csv'), 'utf8')

// The product runs all the while: what the tool changes, it must use within seconds.
describe('import-agencies, beside a running bot', () => {
  let database: TestDatabase
  let api: BotApi
  let product: Product
  let environment: Record<string, string>
  const folder = mkdtempSync(join(tmpdir(), 'tanya-dulu-import-'))

  beforeAll(async () => {
    database = await makeDatabase()
    api = await createBotApi({ flood: false })
    const { url, folder: data } = database.where
    environment = { DATA_DIR: data, ...(url === null ? {} : { DATABASE_URL: url }) }
    product = await startProduct({ ...environment, TELEGRAM_TOKEN: api.token, TELEGRAM_API_ROOT: api.root })
  })
  afterAll(async () => {
    await product.stop()
    await api.stop()
    await database.drop()
    rmSync(folder, { recursive: true })
  })

  const run = (
    ...args: readonly string[]
  ): Promise<{ readonly code: number; readonly out: string; readonly err: string }> =>
    new Promise((resolve) => {
      const argv = ['--import', 'tsx', join(home, 'src/tools/import-agencies.ts'), ...args]
      const env = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...environment }
      execFile(process.execPath, argv, { env, cwd: home }, (error, out, err) => {
        resolve({ code: error === null ? 0 : Number(error.code), out, err })
      })
    })
  const file = (text: string): string => {
    const path = join(folder, 'list.csv')
    writeFileSync(path, text)
    return path
  }
  const dated = (text: string): string => text.replaceAll('2026-09-17\n', '2026-11-20\n')
  const answerTo = async (person: number, text: string): Promise<string> => {
    const before = api.journal.length
    api.people.says(api.people.person(person), text)
    const found = () =>
      api.journal.slice(before).find((entry) => entry.chat === person && entry.method === 'sendMessage')
    await api.until('an answer', () => found() !== undefined)
    return found()?.text ?? ''
  }

  it('refuses a broken file, names each row and column, and changes nothing', async () => {
    const lines = shipped.split('\n')
    lines[2] = 'AJI AYAHBUNDA SEJATI,9120218142977,bebas,,,,somewhere,2026-09-17'
    lines[3] = ',9120502940235,terdaftar,,,,somewhere,2026-09-17'
    lines[4] = 'AMALINDO LANGGENG,8120213061855,terdaftar,,,,somewhere,17 September'
    const { code, out, err } = await run(file(lines.join('\n')))
    expect(code).toBe(1)
    expect(out).toMatch(/row 3 \(status\): /)
    expect(out).toMatch(/row 4 \(name\): /)
    expect(out).toMatch(/row 5 \(source_date\): /)
    expect(err.trim()).toBe(
      'Nothing was changed. Mend the rows above, or leave them out with --allow-broken-rows.',
    )
    expect(await answerTo(1, 'PT Aji Ayahbunda Sejati resmi?')).toContain('17 September 2026')
  })

  it('refuses a list that shrinks by more than a tenth, an older one, and one from the future', async () => {
    const short = dated(shipped.split('\n').slice(0, 400).join('\n'))
    expect((await run(file(`${short}\n`))).err).toContain('shorter by more than a tenth')
    expect((await run(file(shipped.replaceAll('2026-09-17\n', '2026-01-01\n')))).err).toContain(
      'older than the current list',
    )
    expect((await run(file(shipped.replaceAll('2026-09-17\n', '2099-01-01\n')))).err).toContain(
      'lies in the future',
    )
    expect((await run(file('name;status\nX;terdaftar\n'))).out).toContain('licence_number')
    expect((await run(join(folder, 'missing.csv'))).err).toContain('cannot be read')
    expect((await run()).err).toContain('Use: npm run import-agencies')
  })

  it('shows what would change without changing it', async () => {
    const changed = dated(
      `${shipped
        .replace('AGESA ASA JAYA,9120307772741', 'AGESA ASA JAYA BARU,9120307772741')
        .replace(/^ARMINA MITRA KARYA,.*\n/m, '')
        .trimEnd()}\nRUMPUN BAMBU SEJATI,9999999999999,terdaftar,,,,test,2026-11-20\n`,
    )
    const { code, out } = await run(file(changed), '--dry-run')
    expect(code).toBe(0)
    expect(out).toContain('added: 1\n  RUMPUN BAMBU SEJATI')
    expect(out).toContain('removed: 1\n  ARMINA MITRA KARYA')
    expect(out).toContain('renamed: 1\n  AGESA ASA JAYA -> AGESA ASA JAYA BARU (9120307772741)')
    expect(out).toContain('Dry run: nothing was changed.')
    expect(await answerTo(2, 'PT Rumpun Bambu Sejati resmi?')).toContain('tidak ada di daftar')

    expect((await run(file(changed))).out).toContain('The list is swapped.')
    await expect
      .poll(() => answerTo(3, 'PT Rumpun Bambu Sejati resmi?'), { timeout: 10_000, interval: 500 })
      .toContain('PT RUMPUN BAMBU SEJATI ada di daftar resmi pemerintah (KP2MI) per 20 November 2026')
    expect(await answerTo(4, 'PT Armina Mitra Karya resmi?')).not.toContain('ada di daftar resmi')
    expect((await run(file(changed))).out).toContain('This is the current list already')
  })

  it('keeps every earlier version', async () => {
    const client = await openDatabase({ ...database.where, share: true })
    const { rows } = await client.database.execute<{ as_of: string; current: boolean; n: string }>(
      `select as_of, current, (select count(*) from statements s where s.list_id = l.id) as n
       from agency_lists l where kind = 'listed' order by id`,
    )
    expect(rows).toMatchObject([
      { as_of: '2026-09-17', current: false },
      { as_of: '2026-11-20', current: true },
    ])
    expect(rows.every(({ n }) => Number(n) > 500)).toBe(true)
    await createLists(client.database).version()
    await client.close()
  })

  it('takes sanctions as well, and the newest statement wins', async () => {
    const csv =
      'name,licence_number,status,source,source_date\nBELLA SUKSES MANDIRI,,dicabut,test,2026-11-21\nSETIA MULIA KRIDATAMA,,penghentian sementara,test,2026-02\n'
    expect((await run(file(csv), '--kind', 'sanctions', '--allow-shrink')).code).toBe(0)
    await expect
      .poll(() => answerTo(5, 'PT Bella Sukses Mandiri resmi?'), { timeout: 10_000, interval: 500 })
      .toContain('dicabut')
    expect(await answerTo(6, 'PT Setia Mulia Kridatama resmi?')).toContain('ada di daftar resmi')
  })
})
