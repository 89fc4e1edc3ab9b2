/** What `docs/security.md` says of the code as a whole, and of what every answer carries. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import cookie from '@fastify/cookie'
import { fastify } from 'fastify'
import { describe, expect, it } from 'vitest'
import { createApi } from '../../src/api/index.ts'
import { readConfig } from '../../src/config.ts'
import { openGate } from '../../src/console/gate.ts'
import { loadLabels } from '../../src/console/index.ts'
import { longestPassword } from '../../src/console/secrets.ts'
import { createWeb } from '../../src/web.ts'
import { content, today } from '../kit/people.ts'

const home = join(import.meta.dirname, '../..')
const read = (file: string): string => readFileSync(join(home, file), 'utf8')
const filesIn = (...folders: readonly string[]): readonly string[] =>
  folders.flatMap((folder) =>
    readdirSync(join(home, folder), { recursive: true, encoding: 'utf8' })
      .map((file) => `${folder}/${file}`)
      .filter((file) => /\.(ts|tsx|mjs|js)$/.test(file) && !file.startsWith('src/tools/bench/')),
  )
const code = filesIn('src', 'adapters', 'db').map((file) => ({ file, text: read(file) }))
const where = (form: RegExp): readonly string[] =>
  code.filter(({ text }) => form.test(text)).map(({ file }) => file)

describe('the code', () => {
  it('begins no program through a shell', () => {
    expect(where(/from 'node:child_process'/).length).toBeGreaterThan(0)
    expect(where(/\bexecSync\(|(?<![.\w])exec\(|\bshell: true/)).toEqual([])
  })

  it('makes no code from text', () => {
    expect(where(/(?<![\w.$])eval\(|new Function\(|node:vm|dangerouslySetInnerHTML/)).toEqual([])
  })

  it('takes its cryptography from Node and Argon2 alone', () => {
    const algorithms = code.flatMap(({ text }) =>
      [...text.matchAll(/create(?:Hash|Hmac|Cipheriv|Decipheriv)\('([^']+)'/g)].map(([, name]) => name),
    )
    expect([...new Set(algorithms)].sort()).toEqual(['aes-256-gcm', 'sha256'])
    expect(read('src/console/secrets.ts')).toContain("import('@node-rs/argon2')")
    expect(
      where(/\b(md5|sha1|crypto-js|bcrypt|node-forge)\b/i).filter((file) => !file.endsWith('form.ts')),
    ).toEqual([])
  })

  it('draws what nobody may guess from the system alone', () => {
    // The jitter of a pause is no secret.
    expect(where(/Math\.random/)).toEqual(['db/pace.ts'])
    for (const file of ['db/reviewer-rows.ts', 'db/tokens.ts'])
      expect(read(file)).toContain('randomBytes(32)')
  })

  it('switches off no check of a certificate', () => {
    expect(
      where(/rejectUnauthorized\W+false|NODE_TLS_REJECT_UNAUTHORIZED|ignore-certificate-errors/),
    ).toEqual([])
  })

  it('ships no secret', () => {
    const example = read('.env.example').split('\n')
    const given = example.filter((line) => /(KEYS?|TOKEN|SECRET|PASSWORD)=./.test(line))
    expect(given).toEqual(['#SEAL_KEYS=1:'])
    expect(where(/-----BEGIN [A-Z ]*PRIVATE KEY|\b\d{8,10}:AA[\w-]{33}\b|\bEAA[A-Za-z0-9]{60,}/)).toEqual([])
    expect(read('.gitignore')).toContain('.env')
  })

  it('stores nothing in an officer’s browser', () => {
    expect(read('src/console/assets/console.js')).not.toMatch(
      /localStorage|sessionStorage|indexedDB|document\.cookie/,
    )
  })

  it('hides passwords while they are typed, and lets managers fill them in', () => {
    const inputs = filesIn('src/console').flatMap((file) =>
      [...read(file).matchAll(/<input[^>]*name="(?:password|again|old|current)"[^>]*>/gs)].map(
        ([input]) => input,
      ),
    )
    expect(inputs.length).toBeGreaterThanOrEqual(3)
    for (const input of inputs) expect(input).toMatch(/type="password"[\s\S]*autocomplete="/)
    expect(longestPassword).toBeGreaterThanOrEqual(64)
    expect(read('src/console/assets/console.js')).not.toContain('paste')
  })

  it('shows the way out on every page of who is signed in', () => {
    expect(read('src/console/layout.tsx')).toMatch(/to=\{`\$\{base\}\/sign-out`\}/)
  })
})

describe('the house', () => {
  it('leaves history, settings and data out of the image', () => {
    const [first, ...kept] = read('.dockerignore').trim().split('\n')
    expect(first).toBe('*')
    expect(kept.every((line) => line.startsWith('!'))).toBe(true)
    expect(kept.join(' ')).not.toMatch(/\.git|\.env|data|test/)
  })

  it('keeps metrics and readiness behind the proxy', () => {
    expect(read('docs/deploy/Caddyfile')).toMatch(
      /@inside path \/metrics .*\/readyz[\s\S]*respond @inside 404/,
    )
  })

  it('shows no simulator beside a real channel', () => {
    expect(
      readConfig('all', { TELEGRAM_TOKEN: '7000000001:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }).simulator,
    ).toBe(false)
    expect(readConfig('all', { WHATSAPP_WEB: 'on' }).simulator).toBe(false)
  })
})

describe('what is answered', () => {
  const openConsole = async () => {
    const app = fastify()
    await app.register(async (room) => {
      await room.register(cookie)
      openGate(
        room,
        {
          reviewers: { session: async () => null },
          labels: loadLabels(join(content, 'console')),
          now: () => today,
          origin: 'https://bot.example.org',
          assets: { style: '', script: '', htmx: '' },
        },
        [
          {
            method: 'GET',
            path: '/in',
            need: 'nobody',
            answer: async () => ({ kind: 'go', to: '/', session: 'token' }),
          },
          {
            method: 'GET',
            path: '/out',
            need: 'nobody',
            answer: async () => ({ kind: 'go', to: '/', session: null }),
          },
        ],
      )
    })
    return app
  }

  it('sets every cookie of the console with the same care', async () => {
    const app = await openConsole()
    const cookies = [await app.inject('/in?lang=en'), await app.inject('/out')].flatMap(
      ({ headers }) => headers['set-cookie'] ?? [],
    )
    expect(cookies).toHaveLength(3)
    for (const each of cookies) expect(each).toMatch(/Path=\/.*; HttpOnly; Secure; SameSite=Lax$/)
    expect(cookies.map((each) => each.split('=')[0]).sort()).toEqual([
      '__Host-console',
      '__Host-console',
      'language',
    ])
    await app.close()
  })

  it('tells browsers to come by TLS alone, from the console and from the proxy', async () => {
    const app = await openConsole()
    const policy = 'max-age=31536000; includeSubDomains'
    expect((await app.inject('/in')).headers['strict-transport-security']).toBe(policy)
    expect(read('docs/deploy/Caddyfile')).toContain(`header Strict-Transport-Security "${policy}"`)
    await app.close()
  })

  it('asks the browser to forget when somebody signs out', async () => {
    const app = await openConsole()
    expect((await app.inject('/out')).headers['clear-site-data']).toBe('"cache", "storage"')
    expect((await app.inject('/in')).headers['clear-site-data']).toBeUndefined()
    await app.close()
  })

  it('lets no other origin in', async () => {
    const web = createWeb({ onFault: () => {} })
    web.mount('/here', async () => new Response('here'))
    const address = await web.listen('127.0.0.1', 0)
    const origin = 'https://hostile.example'
    for (const method of ['OPTIONS', 'GET']) {
      const answer = await fetch(new URL('/here', address), { method, headers: { origin } })
      expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    }
    const { request } = await import('node:http')
    const traced = await new Promise<number | undefined>((resolve, reject) =>
      request(new URL('/here', address), { method: 'TRACE' }, (answer) => resolve(answer.resume().statusCode))
        .on('error', reject)
        .end(),
    )
    expect([404, 405]).toContain(traced)
    await web.close()
  })

  it('puts no token into an address, but for one-time links', async () => {
    const app = fastify()
    const asked: string[] = []
    const never = async () => []
    await app.register((room) =>
      createApi({
        origin: null,
        tokens: {
          async ask(token) {
            asked.push(token)
            return null
          },
        },
        data: { cases: never, case: async () => null, takedowns: never, counts: never },
      }).register(room),
    )
    expect((await app.inject('/api/v1/cases?token=good&access_token=good')).statusCode).toBe(401)
    expect(asked).toEqual([])
    await app.close()
  })
})
