/** Rest, lock and memory of the browser: what needs no browser to be known. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, lstatSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { freeProfile, holderOf } from '../../../../adapters/whatsapp/web/child/lock.ts'
import { memoryOf } from '../../../../adapters/whatsapp/web/child/memory.ts'
import { isRestartDue } from '../../../../adapters/whatsapp/web/child/rest.ts'

const profile = mkdtempSync(join(tmpdir(), 'tanya-dulu-profile-'))
const started: ChildProcess[] = []
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
})
afterAll(() => rmSync(profile, { recursive: true, force: true }))

/** Resolves once it has said something: before that it may not even have its name. */
async function startNode(program: string, ...args: readonly string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['-e', program, '--', ...args])
  started.push(child)
  await once(child.stdout, 'data')
  return child
}

/** A process that looks like a browser with this folder open. */
const pretend = (folder: string): Promise<ChildProcess> =>
  startNode('process.stdin.resume(); console.log("up")', `--user-data-dir=${folder}`)

function lockFor(pid: number): void {
  rmSync(join(profile, 'SingletonLock'), { force: true })
  symlinkSync(`host-${pid}`, join(profile, 'SingletonLock'))
  writeFileSync(join(profile, 'SingletonSocket'), '')
}
const isLocked = (): boolean =>
  lstatSync(join(profile, 'SingletonLock'), { throwIfNoEntry: false }) !== undefined

describe('a profile that is locked', () => {
  it('is freed of a browser that nobody owns', async () => {
    const child = await pretend(profile)
    lockFor(child.pid ?? 0)
    expect(holderOf(profile)).toBe(child.pid)
    expect(await freeProfile(profile)).toBe(true)
    expect(isLocked()).toBe(false)
    expect(existsSync(join(profile, 'SingletonSocket'))).toBe(false)
    expect(
      child.signalCode ??
        (await new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)))),
    ).toBe('SIGTERM')
  })

  it('is freed of a holder that is gone, or was no browser of this folder, and nobody is ended', async () => {
    const other = await pretend(`${profile}-other`)
    lockFor(other.pid ?? 0)
    expect(await freeProfile(profile)).toBe(false)
    expect(isLocked()).toBe(false)
    expect(other.exitCode).toBeNull()
    expect(other.signalCode).toBeNull()
    lockFor(4_190_001)
    expect(await freeProfile(profile)).toBe(false)
  })

  it('is nothing where there is none', async () => {
    expect(holderOf(profile)).toBeNull()
    expect(await freeProfile(profile)).toBe(false)
  })
})

describe('rest', () => {
  const settings = { quietHours: [2, 4] as [number, number], memoryLimit: 1_000 }
  const began = new Date(2026, 10, 24, 8)
  const at = (hour: number, more: object = {}) =>
    isRestartDue({ now: new Date(2026, 10, 25, hour), began, mib: 400, idleMs: 120_000, settings, ...more })

  it('comes once a night, while nobody writes', () => {
    expect([1, 2, 3, 4].map((hour) => at(hour))).toEqual([false, true, true, false])
    expect(at(3, { idleMs: 10_000 })).toBe(false)
    expect(at(3, { began: new Date(2026, 10, 25, 2) })).toBe(false)
  })

  it('may go over midnight, and may be never', () => {
    const over = { settings: { ...settings, quietHours: [22, 4] as [number, number] } }
    expect([21, 23, 3, 4].map((hour) => at(hour, over))).toEqual([false, true, true, false])
    const never = { settings: { ...settings, quietHours: [3, 3] as [number, number] } }
    expect([2, 3, 4].map((hour) => at(hour, never))).toEqual([false, false, false])
  })

  it('comes at any time where memory is short, between two messages', () => {
    expect(at(12, { mib: 1_001, idleMs: 6_000 })).toBe(true)
    expect(at(12, { mib: 1_001, idleMs: 1_000 })).toBe(false)
    expect(at(12, { mib: null })).toBe(false)
  })
})

describe('memory', () => {
  it('counts a process with all its children', async () => {
    const child = await startNode(
      `const { spawn } = require('child_process')
      const grandchild = spawn(process.execPath, ['-e', 'process.stdin.resume(); console.log("up")'])
      grandchild.stdout.pipe(process.stdout)`,
    )
    const alone = memoryOf(process.pid)
    const both = memoryOf(child.pid ?? 0)
    expect(both).toBeGreaterThan(10)
    // This process has that one among its children.
    expect(alone ?? 0).toBeGreaterThan(both ?? 0)
    expect(memoryOf(4_190_001)).toBeNull()
  })
})
