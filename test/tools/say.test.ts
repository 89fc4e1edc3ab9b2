import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import type { ShownTurn } from '../../src/tools/say/show.ts'

interface Ran {
  readonly out: readonly string[]
  readonly err: string
  readonly code: number | null
}

async function say(args: readonly string[], input: string): Promise<Ran> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/tools/say.ts', ...args])
  let out = ''
  let err = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  child.stdin.end(input)
  const [code] = (await once(child, 'close')) as [number | null]
  return { out: out.split('\n').slice(0, -1), err, code }
}

async function lines(
  ...input: readonly (object | string)[]
): Promise<Ran & { readonly turns: readonly ShownTurn[] }> {
  const text = input.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('')
  const ran = await say(['--jsonl'], text)
  return { ...ran, turns: ran.out.map((line) => JSON.parse(line) as ShownTurn) }
}

describe('say', () => {
  it('prints the answer as a channel without buttons shows it', async () => {
    const { out, code } = await say(['apakah PT', 'Human Select Indonesia resmi?'], '')
    expect(code).toBe(0)
    expect(out[0]).toBe(
      'PT HUMAN SELECT INDONESIA ada di daftar resmi pemerintah (KP2MI) per 17 September 2026.',
    )
    expect(out).toContain('1. Cek PT lain')
  })

  it('says how it is used, and refuses what it does not know', async () => {
    expect(await say([], '')).toMatchObject({ code: 2 })
    expect(await say(['--channel', 'sms', 'halo'], '')).toMatchObject({
      code: 1,
      err: '--channel is "sms"; it must be simulator, telegram, whatsapp.\n',
    })
    expect((await say(['--nonsense'], '')).err).toMatch(/^Unknown option '--nonsense'/)
  })
})

describe('say --jsonl', () => {
  it('answers each line in order, in conversations of their own', async () => {
    const { turns, code } = await lines(
      { from: 'a', text: 'PT Nusa Sinar' },
      { from: 'b', text: 'is PT Human Select Indonesia legal?' },
      { from: 'a', press: '1.0' },
      { from: 'a', text: 'PT Human Select Indonesia, PT Zamrud Kosmik Langit Ungu' },
      { from: 'b', image: 'poster.png' },
    )
    expect(code).toBe(0)
    expect(turns.map(({ from, intent, outcome, locale }) => [from, intent, outcome, locale])).toEqual([
      ['a', 'agency_check', 'agency.which', 'id'],
      ['b', 'agency_check', 'agency.licensed', 'en'],
      ['a', 'agency_check', 'agency.licensed', 'id'],
      ['a', 'agency_check', 'agency.licensed', 'id'],
      ['b', 'agency_check', 'ad.unread', 'en'],
    ])
    const [which, licensed, , several, image] = turns
    expect(which?.verdict).toMatchObject({
      kind: 'which',
      query: 'Nusa Sinar',
      name: null,
      asOf: '2026-09-17',
    })
    expect(which?.verdict?.candidates).toEqual(
      which?.replies[0]?.choices.slice(0, -1).map(({ label }) => label),
    )
    expect(which?.replies[0]?.choices.map(({ token }) => token)).toEqual(['1.0', '1.1', '1.2'])
    expect(licensed?.verdict).toEqual({
      kind: 'licensed',
      query: 'Human Select Indonesia',
      name: 'HUMAN SELECT INDONESIA',
      candidates: [],
      asOf: '2026-09-17',
    })
    expect(several?.verdicts?.map((verdict) => verdict.kind)).toEqual(['licensed', 'unlisted'])
    expect(image?.verdict).toBeNull()
  })

  it('shows what each channel would: buttons apart, or a numbered menu in the text', async () => {
    const { turns } = await lines(
      { from: 'a', text: 'halo', channel: 'telegram' },
      { from: 'a', text: 'halo', channel: 'whatsapp' },
      { from: 'a', text: '1', channel: 'whatsapp' },
    )
    const [telegram, whatsapp, number] = turns
    expect(telegram?.replies[0]?.text).not.toContain('1. Cek PT')
    expect(whatsapp?.replies[0]?.text).toContain('1. Cek PT\n2. Sebelum berangkat\n3. Butuh bantuan')
    expect(whatsapp?.replies[0]?.choices).toEqual(telegram?.replies[0]?.choices)
    expect(number?.outcome).toBe('agency.asked')
  })

  it('is silent in a group unless addressed, and answers a message once', async () => {
    const { turns } = await lines(
      { from: 'a', text: 'PT Human Select Indonesia', group: true },
      { from: 'a', text: 'PT Human Select Indonesia', group: true, addressed: true },
      { from: 'a', text: 'halo', id: 'x' },
      { from: 'a', text: 'halo', id: 'x' },
    )
    expect(turns.map(({ outcome, replies }) => [outcome, replies.length])).toEqual([
      ['silent', 0],
      ['agency.licensed', 1],
      ['menu', 1],
      [null, 0],
    ])
  })

  it('names what is wrong with a line, answers the rest, and ends with 1', async () => {
    const { out, code } = await lines(
      '{"from":"a"',
      { text: 'halo' },
      { from: 'a' },
      '',
      { from: 'a', text: 'halo', later: 1 },
      { from: 'a', text: 'x', forwarded: 'twice' },
    )
    expect(code).toBe(1)
    const answers = out.map((line) => JSON.parse(line) as { error?: string; outcome?: string })
    expect(answers.map(({ error, outcome }) => error ?? outcome)).toEqual([
      expect.stringContaining('not JSON'),
      expect.stringContaining('"from"'),
      'needs "text", "press", "image", "file", "voice" or "sticker"',
      expect.stringContaining('not JSON'),
      'menu',
      expect.stringContaining('"forwarded"'),
    ])
  })

  it('answers a thousand mixed lines', async () => {
    const kinds = [
      'PT Nusa Sinar',
      'halo',
      'biaya?',
      'paspor saya ditahan',
      'hapus data saya',
      'tidak',
      'cek',
      'Human Selct Indonesia',
      '1',
      'makasih',
    ]
    const { turns, code } = await lines(
      ...Array.from({ length: 1000 }, (_, index) => ({
        from: `p${index % 7}`,
        text: kinds[index % kinds.length],
      })),
    )
    expect(code).toBe(0)
    expect(turns).toHaveLength(1000)
    expect(turns.filter(({ outcome, replies }) => outcome === 'fault' || replies.length !== 1)).toEqual([])
  })

  it('ends quietly when its reader has seen enough', async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/tools/say.ts', '--jsonl'])
    let err = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text
    })
    child.stdin.on('error', () => undefined)
    child.stdin.write('{"from":"a","text":"halo"}\n'.repeat(20))
    await once(child.stdout, 'data')
    child.stdout.destroy()
    child.stdin.write('{"from":"a","text":"halo"}\n'.repeat(2000))
    child.stdin.end()
    const [code] = (await once(child, 'close')) as [number | null]
    expect({ code, err }).toEqual({ code: 0, err: '' })
  })
})
