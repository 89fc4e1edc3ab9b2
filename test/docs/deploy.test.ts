import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'

const home = join(import.meta.dirname, '../..')
const read = (file: string): string => readFileSync(join(home, file), 'utf8')

describe('what is shipped to operators', () => {
  it('.env.example names every setting that the program reads, and no other', () => {
    const named = new Set(
      [...read('.env.example').matchAll(/^# ?([A-Z][A-Z_]+)=|^#([A-Z][A-Z_]+)=/gm)].map(([, a, b]) => a ?? b),
    )
    const settings = /const settings = z\.object\(\{([\s\S]*?)\n\}\)/.exec(read('src/config.ts'))?.[1] ?? ''
    const readNames = [...settings.matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(([, name]) => name)
    expect(readNames.length).toBeGreaterThan(30)
    expect(readNames.filter((name) => !named.has(name))).toEqual([])
    const elsewhere = ['BACKUP_KEY', 'POSTGRES_PASSWORD', 'SITE']
    expect([...named].filter((name) => !readNames.includes(name) && !elsewhere.includes(name ?? ''))).toEqual(
      [],
    )
  })

  it('compose.yaml starts roles that there are, each after the database answers', () => {
    const { services } = parse(read('compose.yaml'), { merge: true }) as {
      services: Record<string, { command?: string[]; depends_on?: Record<string, { condition: string }> }>
    }
    for (const role of ['bot', 'worker', 'console']) {
      expect(services[role]?.command).toEqual([role])
      expect(services[role]?.depends_on?.['postgres']?.condition).toBe('service_healthy')
    }
  })

  it('the image runs as nobody in particular, and what it copies is there', () => {
    const file = read('Dockerfile')
    expect(file.match(/^USER .*$/gm)?.at(-1)).toBe('USER node')
    expect(file).not.toContain('tsx')
  })

  it('migrations neither write tables anew nor hold them for long, or say why', () => {
    const heavy = [
      /alter column .* (set data )?type/i,
      /add column (?!.* default ).*not null/i,
      // Every row gets a value of its own.
      /add column .*(gen_random_uuid\(\)|generated always)/i,
      /\bvacuum full\b|\bcluster\b|\block table\b/i,
    ]
    // Of tables that nobody had filled yet.
    const beforeTheFirstRelease = [
      '0007_organisations.sql: ALTER TABLE "sessions"',
      '0009_cases-worked-on.sql: ALTER TABLE "reports"',
    ]
    const found = readdirSync(join(home, 'db/migrations'))
      .filter((file) => file.endsWith('.sql'))
      .flatMap((file) =>
        read(`db/migrations/${file}`)
          .split('--> statement-breakpoint')
          .filter((statement) => heavy.some((form) => form.test(statement)) && !/^\s*-- /m.test(statement))
          .map((statement) => `${file}: ${statement.trim().slice(0, 100)}`),
      )
    const later = found.filter((each) => !beforeTheFirstRelease.some((known) => each.startsWith(known)))
    expect(later).toEqual([])
  })
})
