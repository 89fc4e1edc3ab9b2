/** A Postgres server of a test's own, which it may stop, crash and start again. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

export interface Postgres {
  readonly host: string
  readonly port: number
  /** `postgres://…` of its first database. */
  readonly url: string
  /** `fast` ends sessions and closes cleanly; `immediate` is a crash: the next start recovers. */
  stop(how: 'fast' | 'immediate'): void
  start(): void
  /** Process ids: the server's own first, then those it has forked. */
  processes(): readonly number[]
  /** Stops it and removes its files. */
  remove(): void
}

const installed = '/usr/lib/postgresql'

/** The folder of the newest installed server's programs; null where there is none. */
export function findPostgres(): string | null {
  if (!existsSync(installed)) return null
  const versions = readdirSync(installed).filter((name) => existsSync(join(installed, name, 'bin/initdb')))
  const newest = versions.toSorted((a, b) => Number(a) - Number(b)).at(-1)
  return newest === undefined ? null : join(installed, newest, 'bin')
}

/** Throws where no server is installed. `settings` are of postgresql.conf. */
export async function startPostgres(settings: Readonly<Record<string, string>> = {}): Promise<Postgres> {
  const bin = findPostgres()
  if (bin === null) throw new Error(`no Postgres server is installed in ${installed}`)
  const folder = mkdtempSync(join(tmpdir(), 'tanya-dulu-postgres-'))
  const data = join(folder, 'data')
  const asRoot = userInfo().uid === 0
  // A server refuses to run as root.
  if (asRoot) execFileSync('chown', ['postgres', folder])
  const run = (program: string, argv: readonly string[]): void => {
    const command = [join(bin, program), ...argv]
    if (asRoot) execFileSync('runuser', ['-u', 'postgres', '--', ...command], { stdio: 'ignore', cwd: '/' })
    else execFileSync(command[0] ?? '', command.slice(1), { stdio: 'ignore' })
  }
  const port = await freePort()
  const options = Object.entries({ listen_addresses: '127.0.0.1', ...settings }).map(
    ([name, value]) => `-c ${name}=${value}`,
  )
  run('initdb', ['-D', data, '-A', 'trust', '-U', 'postgres', '-E', 'UTF8'])
  const start = (): void =>
    run('pg_ctl', [
      '-D',
      data,
      '-w',
      '-t',
      '60',
      '-l',
      join(folder, 'log'),
      '-o',
      `-p ${port} -k ${folder} ${options.join(' ')}`,
      'start',
    ])
  const stop = (how: 'fast' | 'immediate'): void => run('pg_ctl', ['-D', data, '-w', '-m', how, 'stop'])
  start()
  return {
    host: '127.0.0.1',
    port,
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    start,
    stop,
    processes() {
      const pid = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0])
      const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
      return [pid, ...(children === '' ? [] : children.split(' ').map(Number))]
    },
    remove() {
      try {
        stop('immediate')
      } catch {
        // It was stopped already.
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
