import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BotApi, createBotApi } from '../kit/bot-api/index.ts'
import { makeDatabase, type TestDatabase } from '../kit/database.ts'
import { type Product, startProduct } from '../kit/product.ts'

/** What must be found nowhere: an id, a name, a number in a text, a rare word, a group's name. */
const planted = {
  id: 6_283_145_926_535,
  name: 'Wulandariningsih',
  phone: '6281298765432',
  word: 'zamrudkhatulistiwa',
  group: 'Keluarga Sukamakmurjaya',
}
const groupId = -1_009_876_543_210

describe('no personal data where it does not belong', () => {
  let api: BotApi
  let database: TestDatabase
  let product: Product
  let metrics = ''

  beforeAll(async () => {
    api = await createBotApi({ flood: false })
    database = await makeDatabase()
    const { url, folder } = database.where
    product = await startProduct({
      DATA_DIR: folder,
      ...(url === null ? {} : { DATABASE_URL: url }),
      TELEGRAM_TOKEN: api.token,
      TELEGRAM_API_ROOT: api.root,
      LOG_LEVEL: 'debug',
    })
    const person = api.people.person(planted.id, { first_name: planted.name, username: planted.name })
    api.people.group(groupId, 'supergroup')
    const group = { id: groupId, type: 'supergroup', title: planted.group } as const
    const shown = () => api.journal.filter(({ method }) => method.startsWith('send')).length
    const tell = async (act: () => unknown): Promise<void> => {
      const before = shown()
      act()
      await api.until('an answer', () => shown() > before)
    }
    await tell(() => api.people.says(person, `PT ${planted.word} Abadi nomornya ${planted.phone} resmi?`))
    await tell(() => api.people.says(person, `siapa ${planted.name} ${planted.word} itu`))
    await tell(() =>
      api.people.photo(person, new Uint8Array([1, 2, 3]), {
        caption: `cek ${planted.word} ${planted.phone}`,
      }),
    )
    await tell(() => api.people.says(person, `/cek@tanya_dulu_bot PT ${planted.word}`, { chat: group }))
    // Errors of every kind, whose texts would quote what failed.
    api.faults.failNext('sendMessage', { kind: 'garbage' })
    api.faults.failNext('sendMessage', {
      kind: 'refuse',
      code: 400,
      description: `Bad Request: ${planted.word}`,
    })
    await tell(() => api.people.says(person, `PT ${planted.word} Jaya resmi?`)).catch(() => {})
    await tell(() => api.people.says(person, 'makasih'))
    metrics = await (await fetch(new URL('/metrics', product.address))).text()
    await product.stop()
  })
  afterAll(async () => {
    await api.stop()
    await database.drop()
  })

  const spellings = (): readonly string[] =>
    [...Object.values(planted).map(String), String(groupId), api.token.split(':')[1] ?? '?'].flatMap(
      (marker) => {
        const bytes = Buffer.from(marker)
        return [
          marker,
          marker.toUpperCase(),
          bytes.toString('hex'),
          bytes.toString('base64').replace(/=+$/, ''),
        ]
      },
    )
  const found = (text: string): readonly string[] => spellings().filter((marker) => text.includes(marker))

  it('neither in the log nor in the metrics', () => {
    expect(product.output()).toContain('"event":"ready"')
    expect(metrics).toContain('tanya_turns_total{channel="telegram",result="done"}')
    expect(found(product.output())).toEqual([])
    expect(found(metrics)).toEqual([])
  })

  it('nor in the database', async () => {
    const { url, folder } = database.where
    if (url === null) {
      const files = filesIn(folder)
      expect(files.length).toBeGreaterThan(100)
      for (const file of files)
        expect([file, found(readFileSync(file).toString('latin1'))]).toEqual([file, []])
      return
    }
    const pool = new pg.Pool({ connectionString: url, max: 1 })
    const tables = await pool.query<{ name: string }>(
      `select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables where schemaname in ('public', 'drizzle')`,
    )
    expect(tables.rows.length).toBeGreaterThan(5)
    for (const { name } of tables.rows) {
      const { rows } = await pool.query(`select t::text as row from ${name} as t`)
      expect([name, found(JSON.stringify(rows))]).toEqual([name, []])
    }
    await pool.end()
  })

  it('keeps keys and data to its own user', () => {
    const { folder } = database.where
    expect(statSync(join(folder, 'keys.json')).mode & 0o077).toBe(0)
    expect(statSync(folder).mode & 0o077).toBe(0)
  })
})

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}
