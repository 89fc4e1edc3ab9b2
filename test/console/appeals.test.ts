import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '../../db/client.ts'
import { empty, openTestDatabase } from '../kit/database.ts'
import { openConsole, type TestConsole } from './kit.ts'

const form = {
  firm: 'PT Maju Sentosa Karya',
  licence: '9120000000001',
  writer: 'Rina Putri',
  contact: 'rina@maju.example',
  wrong: 'Izin kami masih berlaku.',
  proof: '',
}

describe('corrections that firms ask for', () => {
  let client: Client
  let town: TestConsole
  beforeAll(async () => {
    client = await openTestDatabase()
  })
  beforeEach(async () => {
    await empty(client.database)
    town = await openConsole(client)
  })
  afterAll(() => client.close())

  const file = (more: Record<string, string> = {}) =>
    town.stranger().post('/console/appeal', { ...form, ...more })
  const codeIn = (html: string): string => /<code class="link">([^<]+)</.exec(html)?.[1] ?? ''
  const numberIn = (html: string): string => /\d{8}/.exec(html)?.[0] ?? ''
  const look = async (code: string) => town.stranger().post('/console/appeal/answer', { code })

  it('takes one in without signing in, and gives its answer to whoever has the code', async () => {
    const filed = (await file()).body
    const [number, code] = [numberIn(filed), codeIn(filed)]
    expect((await look(code)).body).toContain('menunggu petugas')
    const senior = await town.person('senior-reviewer')
    const page = (await senior.get(`/console/appeals/${number}`)).body
    for (const told of [form.firm, form.contact, form.wrong]) expect(page).toContain(told)
    const words = 'Sudah kami periksa di daftar 17 September.'
    const to = `/console/appeals/${number}`
    expect((await senior.post(to, { outcome: 'corrected', words: ' ' })).statusCode).toBe(400)
    expect((await senior.post(to, { outcome: 'corrected', words })).statusCode).toBe(303)
    // Answered once.
    expect((await senior.post(to, { outcome: 'stands', words })).body).toContain('sudah dijawab rekan lain')
    const told = (await look(code.toUpperCase().replaceAll(' ', ''))).body
    expect(told).toContain('Sudah dikoreksi')
    expect(told).toContain(words)
    // What the firm wrote about itself is not shown again to who has the code.
    expect(told).not.toContain(form.contact)
    expect((await look('abcd efgh jkmn pqrs')).statusCode).toBe(404)
  })

  it('keeps nothing that a stolen database would tell', async () => {
    const filed = (await file()).body
    const stored = JSON.stringify((await client.database.execute(sql`select * from appeals`)).rows)
    for (const secret of [
      form.firm,
      form.writer,
      form.contact,
      form.wrong,
      codeIn(filed).replaceAll(' ', ''),
    ])
      expect(stored).not.toContain(secret)
  })

  it('slows a flood from one place, and keeps nothing of a program that fills in every field', async () => {
    expect((await file({ website: 'https://spam.example' })).statusCode).toBe(200)
    for (let at = 0; at < 5; at++) expect((await file()).statusCode).toBe(200)
    expect((await file()).statusCode).toBe(429)
    const { rows } = await client.database.execute(sql`select count(*)::int as filed from appeals`)
    expect(rows).toEqual([{ filed: 5 }])
    town.later(61 * 60_000)
    expect((await file()).statusCode).toBe(200)
  })

  it('says what is missing, and keeps what was written', async () => {
    const answer = await file({ writer: '' })
    expect(answer.statusCode).toBe(400)
    expect(answer.body).toContain(form.firm)
  })

  it('shows hostile text as text', async () => {
    const number = numberIn((await file({ wrong: '<script>alert(1)</script>' })).body)
    const senior = await town.person('senior-reviewer')
    expect((await senior.get(`/console/appeals/${number}`)).body).toContain('&lt;script>alert(1)')
  })

  it('is answered at home alone', async () => {
    const number = numberIn((await file()).body)
    const admin = await town.person('admin')
    await admin.post('/console/organisations', { name: 'Dinas', kind: 'province' })
    const elsewhere = (await town.organisations.all()).find(({ home }) => !home)
    const senior = await town.person('senior-reviewer', 'elsewhere', elsewhere?.id)
    expect((await senior.get(`/console/appeals/${number}`)).statusCode).toBe(403)
  })
})
