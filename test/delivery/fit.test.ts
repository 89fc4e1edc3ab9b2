import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Abilities, type Fitted, type Markup, plainText, type Span } from '#engine'
import type { Composed } from '../../src/delivery/compose.ts'
import { fit, lengthOf } from '../../src/delivery/fit.ts'

const plain = (text: string): Span => ({ kind: 'plain', text })
const paragraph = (text: string): Markup[number] => ({ kind: 'paragraph', spans: [plain(text)] })
const abilities = (changes: Partial<Abilities> = {}): Abilities => ({
  textLimit: 200,
  captionLimit: 60,
  buttons: { most: 3, labelLimit: 20, links: true },
  images: true,
  window: null,
  inFlight: 10,
  ...changes,
})
const composed = (changes: Partial<Composed> = {}): Composed => ({
  text: [paragraph('Maksud Anda yang mana?')],
  choices: [],
  opener: 'Lihat pilihan',
  image: null,
  card: null,
  ...changes,
})
const shown = (messages: readonly Fitted[]): string =>
  messages.map((each) => plainText(each.text)).join('\n\n')
const choice = (label: string, index = 0) => ({ label, token: `1.${index}` })

describe('fit', () => {
  it('leaves what fits as it is', () => {
    const [message, ...rest] = fit(composed({ choices: [choice('Ya'), choice('Tidak', 1)] }), abilities())
    expect(rest).toEqual([])
    expect(plainText(message.text)).toBe('Maksud Anda yang mana?')
    expect(message.buttons.map((button) => button.label)).toEqual(['Ya', 'Tidak'])
  })

  it('makes a numbered menu where there are no buttons', () => {
    const [message] = fit(
      composed({ choices: [choice('Ya'), choice('Tidak', 1)] }),
      abilities({ buttons: null }),
    )
    expect(message.buttons).toEqual([])
    expect(plainText(message.text)).toBe('Maksud Anda yang mana?\n\n1. Ya\n2. Tidak')
  })

  it('makes a numbered menu when there are too many choices or a label is too long', () => {
    const many = fit(composed({ choices: [0, 1, 2, 3].map((n) => choice(`n${n}`, n)) }), abilities())
    expect(shown(many)).toContain('4. n3')
    const long = fit(composed({ choices: [choice('PT Anugerah Bahari Pasifik')] }), abilities())
    expect(shown(long)).toContain('1. PT Anugerah Bahari Pasifik')
  })

  it('writes out the address of a link no button can carry', () => {
    const links = [{ label: 'Daftar resmi', url: 'https://example.go.id/p3mi' }]
    const narrow = abilities({ buttons: { most: 3, labelLimit: 20, links: false } })
    expect(shown(fit(composed({ choices: links }), narrow))).toContain(
      '1. Daftar resmi: https://example.go.id/p3mi',
    )
  })

  it('puts a caption that is too long into a message after the picture', () => {
    const image = { channel: 'x' as never, key: 'k', type: 'image' as const, bytes: 1 }
    const text = [paragraph('a'.repeat(61))]
    const messages = fit(composed({ text, image, choices: [choice('Ya')] }), abilities())
    expect(messages.map((each) => [each.image !== null, lengthOf(each.text), each.buttons.length])).toEqual([
      [true, 0, 0],
      [false, 61, 1],
    ])
    expect(fit(composed({ image }), abilities())).toHaveLength(1)
  })

  it('keeps bold words bold on both sides of a cut', () => {
    const text: Markup = [{ kind: 'paragraph', spans: [{ kind: 'bold', text: 'kata '.repeat(60).trim() }] }]
    const messages = fit(composed({ text }), abilities())
    expect(messages.length).toBeGreaterThan(1)
    expect(messages.every((each) => each.text.every((b) => b.spans.every((s) => s.kind === 'bold')))).toBe(
      true,
    )
  })

  describe('where buttons are a message of their own kind', () => {
    const narrow = abilities({ buttons: { most: 10, labelLimit: 20, links: false, textLimit: 50 } })
    const choices = [choice('Ya'), choice('Tidak', 1)]
    const seen = (messages: readonly Fitted[]) =>
      messages.map((each) => [plainText(each.text), each.buttons.length, each.image !== null])

    it('leaves what is short over its buttons, and says what opens a list', () => {
      const [message, ...rest] = fit(composed({ choices }), narrow)
      expect(rest).toEqual([])
      expect([plainText(message.text), message.buttons.length, message.opener]).toEqual([
        'Maksud Anda yang mana?',
        2,
        'Lihat pilihan',
      ])
    })

    it('sends the long text first, and the buttons with what stands last', () => {
      const text = [paragraph('a'.repeat(120)), paragraph('b'.repeat(20)), paragraph('c'.repeat(20))]
      expect(seen(fit(composed({ text, choices }), narrow))).toEqual([
        ['a'.repeat(120), 0, false],
        [`${'b'.repeat(20)}\n\n${'c'.repeat(20)}`, 2, false],
      ])
    })

    it('cuts a last paragraph that is too long to stand over buttons', () => {
      const text = [paragraph('kata '.repeat(30).trim())]
      const messages = fit(composed({ text, choices }), narrow)
      expect(messages.length).toBeGreaterThan(1)
      expect(lengthOf(messages.at(-1)?.text ?? [])).toBeLessThanOrEqual(50)
      expect(messages.map((each) => each.buttons.length)).toEqual([...messages.slice(1).map(() => 0), 2])
    })

    it('lets a long text be without buttons', () => {
      const text = [paragraph('a'.repeat(199))]
      expect(fit(composed({ text }), narrow)).toHaveLength(1)
    })

    it('sends a picture before them', () => {
      const image = { channel: 'x' as never, key: 'k', type: 'image' as const, bytes: 1 }
      expect(seen(fit(composed({ image, choices }), narrow))).toEqual([
        ['', 0, true],
        ['Maksud Anda yang mana?', 2, false],
      ])
      expect(seen(fit(composed({ image }), narrow))).toEqual([['Maksud Anda yang mana?', 0, true]])
    })
  })

  const anySpan: fc.Arbitrary<Span> = fc.oneof(
    fc.record({
      kind: fc.constantFrom('plain' as const, 'bold' as const, 'italic' as const),
      text: fc.string({ unit: 'grapheme', maxLength: 500 }),
    }),
    fc.record({ kind: fc.constant('link' as const), text: fc.string({ maxLength: 30 }), url: fc.webUrl() }),
  )
  const anyMarkup = fc.array(
    fc.record({
      kind: fc.constantFrom('paragraph' as const, 'item' as const),
      spans: fc.array(anySpan, { maxLength: 4 }),
    }),
    { maxLength: 6 },
  )
  const letters = (text: string): string => text.replace(/[\s\-:]/gu, '')

  it('stays within every limit and loses no letter, whatever is said', () => {
    fc.assert(
      fc.property(
        anyMarkup,
        fc.integer({ min: 50, max: 400 }),
        fc.constantFrom('any text', 'short text', 'none'),
        (text, textLimit, over) => {
          const buttons = { most: 3, labelLimit: 20, links: true }
          const limits = abilities({
            textLimit,
            buttons: over === 'none' ? null : over === 'any text' ? buttons : { ...buttons, textLimit: 40 },
          })
          const messages = fit(composed({ text, choices: [choice('Ya'), choice('Tidak', 1)] }), limits)
          for (const each of messages) {
            expect(lengthOf(each.text)).toBeLessThanOrEqual(textLimit)
            if (over === 'short text' && each.buttons.length > 0)
              expect(lengthOf(each.text)).toBeLessThanOrEqual(40)
          }
          expect(messages.map((each) => each.buttons.length)).toEqual([
            ...messages.slice(1).map(() => 0),
            over === 'none' ? 0 : 2,
          ])
          const said = letters(shown(messages))
          for (const block of text)
            for (const span of block.spans) expect(isWithin(letters(span.text), said)).toBe(true)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('never cuts a character in two', () => {
    fc.assert(
      fc.property(fc.integer({ min: 50, max: 70 }), fc.integer({ min: 0, max: 3 }), (textLimit, shift) => {
        const text = [paragraph('x'.repeat(shift) + '🙏'.repeat(200))]
        for (const each of fit(composed({ text }), abilities({ textLimit }))) {
          expect(plainText(each.text)).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/u)
        }
      }),
    )
  })
})

/** Whether every letter of `needle` occurs in `hay` in the same order. */
function isWithin(needle: string, hay: string): boolean {
  let at = 0
  for (const letter of needle) {
    at = hay.indexOf(letter, at)
    if (at < 0) return false
    at += letter.length
  }
  return true
}
