import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { ConfigError } from '#engine'
import { keysIn, readKeys } from '../../db/keys.ts'
import { createSeal } from '../../db/seal.ts'

const folder = mkdtempSync(join(tmpdir(), 'tanya-dulu-keys-'))
afterAll(() => rmSync(folder, { recursive: true }))
const key = (fill: number): string => Buffer.alloc(32, fill).toString('base64')

describe('keys', () => {
  it('are made once, for this user only, and are the same ever after', () => {
    const own = join(folder, 'new')
    const first = keysIn(own)
    expect(keysIn(own)).toEqual(first)
    expect(statSync(join(own, 'keys.json')).mode & 0o777).toBe(0o600)
  })

  it('refuse a damaged file instead of making new ones', () => {
    for (const text of ['', '{', '[]', '{"identity":"x"}', '{"identity":"x","sealing":"1:y"}']) {
      writeFileSync(join(folder, 'keys.json'), text)
      expect(() => keysIn(folder)).toThrow(ConfigError)
    }
  })

  it('are read from the environment, the last one sealing', () => {
    const keys = readKeys({ identity: key(1), sealing: `1:${key(2)}, 7:${key(3)}` })
    expect([keys.sealing.id, [...keys.opening.keys()]]).toEqual([7, [1, 7]])
  })

  it('name the setting that is wrong, and never show it', () => {
    const wrong = [
      { identity: 'c2hvcnQ=', sealing: `1:${key(1)}` },
      { identity: key(1), sealing: key(1) },
      { identity: key(1), sealing: `0:${key(1)}` },
      { identity: key(1), sealing: `256:${key(1)}` },
      { identity: key(1), sealing: `1:${key(1)},1:${key(2)}` },
      { identity: key(1), sealing: '1:c2hvcnQ=' },
      { identity: key(1), sealing: '' },
    ]
    for (const environment of wrong) {
      expect(() => readKeys(environment)).toThrow(/IDENTITY_KEY|SEAL_KEYS/)
      try {
        readKeys(environment)
      } catch (error) {
        expect(String(error)).not.toContain('c2hvcnQ')
      }
    }
  })
})

describe('seal', () => {
  const keys = readKeys({ identity: key(1), sealing: `1:${key(2)}` })
  const seal = createSeal(keys)

  it('gives back what was sealed, and seals the same value differently each time', () => {
    const value = { chat: '6281', text: 'halo 🙏' }
    expect(seal.open(seal.close(value))).toEqual(value)
    expect(seal.close(value)).not.toBe(seal.close(value))
    expect(seal.close(value)).not.toContain(Buffer.from('6281').toString('base64url').slice(0, 5))
  })

  it('opens to what was sealed or not at all, whichever letter is changed', () => {
    const openOrNull = (changed: string): unknown => {
      try {
        return seal.open(changed)
      } catch {
        return null
      }
    }
    const sealed = seal.close('secret')
    let refused = 0
    for (let at = 0; at < sealed.length; at++) {
      for (const letter of 'Az9') {
        if (sealed[at] === letter) continue
        const opened = openOrNull(sealed.slice(0, at) + letter + sealed.slice(at + 1))
        if (opened === null) refused++
        // The last letter of a part has bits that stand for nothing: changing only those changes no byte.
        else expect(opened).toBe('secret')
      }
    }
    expect(refused).toBeGreaterThan(sealed.length * 2)
    expect(() => seal.open(sealed.slice(0, 20))).toThrow()
    expect(() => seal.open(`${sealed}AAAA`)).toThrow()
    expect(() => seal.open('')).toThrow()
  })

  it('opens what an older key sealed, and seals with the newest', () => {
    const grown = createSeal(readKeys({ identity: key(1), sealing: `1:${key(2)},2:${key(3)}` }))
    expect(grown.open(seal.close('old'))).toBe('old')
    expect(() => seal.open(grown.close('new'))).toThrow('key 2')
  })

  it('recognises the same parts and no others', () => {
    expect(seal.recognise('a', 'bc')).toBe(seal.recognise('a', 'bc'))
    expect(seal.recognise('a', 'bc')).not.toBe(seal.recognise('ab', 'c'))
    const other = createSeal(readKeys({ identity: key(9), sealing: `1:${key(2)}` }))
    expect(seal.recognise('a')).not.toBe(other.recognise('a'))
  })
})
