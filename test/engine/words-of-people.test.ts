import { describe, expect, it } from 'vitest'
import type { Locale } from '#engine'
import { plainWords, wordsOf } from '../../src/engine/understand/letters.ts'
import { anyOf } from '../../src/engine/understand/pattern.ts'
import { guessTongue } from '../../src/engine/understand/tongue.ts'

describe('plainWords', () => {
  it.each([
    ['Psport sy d tahan MAJIKN!!', 'paspor saya ditahan majikan'],
    ['tolooong kak', 'tolong kak'],
    ['biayanya brp y', 'biaya berapa y'],
    ['kulo dipun gebugi', 'saya dipukul'],
    ['abdi teu kenging kaluar', 'saya tidak boleh keluar'],
    ['sa\u200Bya d\u202Eipukul', 'saya dipukul'],
    ['tanya punya hanya', 'tanya punya hanya'],
    ['', ''],
  ])('%j → %j', (typed, plain) => {
    expect(plainWords(wordsOf(typed))).toBe(plain)
  })
})

describe('guessTongue', () => {
  it.each([
    ['apakah PT ini resmi ya kak', 'id'],
    ['is this agency licensed?', 'en'],
    ['niki resmi nopo mboten nggih', 'jv'],
    ['ieu resmi teu nya kang', 'su'],
    ['mas, PT iki resmi opo ora yo', 'jv'],
    ['HUMAN SELECT INDONESIA', null],
    ['help', null],
    ['PT Aman Abadi', null],
    ['stop', null],
    ['12345 😀', null],
  ] satisfies [string, Locale | null][])('%j → %s', (typed, tongue) => {
    expect(guessTongue(wordsOf(typed))).toBe(tongue)
  })
})

describe('anyOf', () => {
  it('reads a line as one way, and goes on while a bracket is open', () => {
    const pattern = anyOf`
      \bsatu (dua|
        tiga)\b
      ^${'(empat|lima)'}$
    `
    expect(pattern.source).toBe(String.raw`\bsatu (dua|tiga)\b|^(empat|lima)$`)
  })
})
