/** Hostile inputs: true ones, bent. Every arbitrary shrinks, so that a crash is told by its smallest input. */
import fc from 'fast-check'

/** What has broken readers of others: ends of strings, of lines and of numbers, letters without a glyph, names of objects. */
const pieces: readonly string[] = [
  '',
  ' ',
  '\0',
  '\n',
  '\r\n',
  '\t',
  '"',
  "'",
  ',',
  ';',
  ':',
  '=',
  '%',
  '%00',
  '%ff',
  '&',
  '#',
  '/',
  '\\',
  '..',
  '../',
  '{',
  '}',
  '{}',
  '[',
  ']',
  '(',
  ')',
  '<',
  '>',
  '*',
  '**',
  '_',
  '`',
  '~',
  '-',
  '+',
  '@',
  '##',
  '<!--',
  '-->',
  '\uFEFF',
  '\uFFFD',
  '\uD800',
  '\uDC00',
  '\u202E',
  '\u2066',
  '\u200B',
  '\u2060',
  '\u2028',
  '\u0301'.repeat(40),
  'ﷺ',
  'ａ',
  'І',
  '👩‍👩‍👧‍👦',
  '🏴󠁧󠁢󠁳󠁣󠁴󠁿',
  '0',
  '-1',
  '1e999',
  '9'.repeat(40),
  'NaN',
  'null',
  'true',
  '__proto__',
  'constructor',
  'toString',
  'javascript:',
  'https://',
  'wa.me/',
  'PT ',
  '+62 8',
  'Rp ',
  ' a.n. ',
  '\u001b[31m',
  '$&',
  "$'",
]

interface Edit {
  readonly at: number
  readonly cut: number
  readonly put: string
}
const piece = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...pieces) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
)
const edit: fc.Arbitrary<Edit> = fc.record({ at: fc.nat(99_999), cut: fc.nat(12), put: piece })

function bend(text: string, edits: readonly Edit[]): string {
  return edits.reduce((bent, { at, cut, put }) => {
    const place = Math.floor((at / 100_000) * (bent.length + 1))
    return bent.slice(0, place) + put + bent.slice(place + cut)
  }, text)
}

/** One of `corpus`, bent in up to six places; one in twenty is repeated up to `longest` letters. */
export function texts(corpus: readonly string[], longest = 2_048): fc.Arbitrary<string> {
  const bent = fc
    .tuple(fc.constantFrom(...corpus, ''), fc.array(edit, { maxLength: 6 }))
    .map(([text, edits]) => bend(text, edits).slice(0, longest))
  const repeated = fc
    .tuple(fc.oneof(bent, piece), fc.nat(longest))
    .map(([text, length]) => text.repeat(Math.ceil(length / Math.max(1, text.length))).slice(0, length))
  return fc.oneof({ weight: 19, arbitrary: bent }, { weight: 1, arbitrary: repeated })
}

/** The same as bytes, which need not be UTF-8. */
export function bytes(corpus: readonly Uint8Array[], longest = 2_048): fc.Arbitrary<Uint8Array> {
  return texts(
    corpus.map((each) => Buffer.from(each).toString('latin1')),
    longest,
  ).map((text) => new Uint8Array(Buffer.from(text, 'latin1')))
}

type Path = readonly string[]

/** Every place inside a JSON value. */
function placesIn(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...path, key]))]
}

const gone = Symbol('gone')

/** The value with another in one place, or without it. */
function put(value: unknown, [key, ...rest]: Path, other: unknown): unknown {
  if (key === undefined) return other
  const copy: Record<string, unknown> = { ...(value as Record<string, unknown>) }
  const inner = put(copy[key], rest, other)
  if (inner === gone) delete copy[key]
  else
    Object.defineProperty(copy, key, { value: inner, enumerable: true, writable: true, configurable: true })
  return Array.isArray(value) ? Object.values(copy) : copy
}

const nested = (depth: number): unknown =>
  Array.from({ length: depth }).reduce<unknown>((inner) => ({ a: [inner] }), null)
const values = fc.oneof(
  fc.constantFrom<unknown>(
    gone,
    null,
    true,
    0,
    -1,
    1.5,
    2 ** 53,
    -(2 ** 53),
    1e308,
    '',
    [],
    {},
    [[]],
    nested(200),
  ),
  fc.constantFrom<unknown>(JSON.parse('{"__proto__":{"x":1}}'), { constructor: { prototype: {} } }),
  piece,
  fc.jsonValue({ maxDepth: 2 }),
)

/** One of `corpus` with anything in up to three places, and now and then any JSON at all. */
export function json(corpus: readonly unknown[]): fc.Arbitrary<unknown> {
  const known = corpus.map((value) => ({ value, places: placesIn(value) }))
  const bent = fc
    .tuple(
      fc.constantFrom(...known),
      fc.array(fc.tuple(fc.nat(99_999), values), { minLength: 1, maxLength: 3 }),
    )
    .map(([{ value, places }, changes]) =>
      changes.reduce<unknown>((now, [at, other]) => {
        const place = places[Math.floor((at / 100_000) * places.length)] ?? []
        // A change before may have taken the way away.
        return reaches(now, place) ? put(now, place, other) : now
      }, value),
    )
    .map((value) => (value === gone ? undefined : value))
  return fc.oneof({ weight: 9, arbitrary: bent }, { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) })
}

function reaches(value: unknown, place: Path): boolean {
  let inner = value
  for (const key of place) {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, key)) return false
    inner = (inner as Record<string, unknown>)[key]
  }
  return true
}

/** A form or an environment: fields of `corpus`, bent, some gone, some twice, some of others. */
export function fields(
  corpus: readonly Readonly<Record<string, string>>[],
): fc.Arbitrary<Record<string, string>> {
  const names = [...new Set(corpus.flatMap((each) => Object.keys(each)))]
  const words = [...new Set(corpus.flatMap((each) => Object.values(each)))]
  return fc
    .tuple(
      fc.constantFrom(...corpus),
      fc.array(fc.tuple(fc.constantFrom(...names, 'constructor', 'x'), texts(words, 300)), { maxLength: 4 }),
      fc.array(fc.constantFrom(...names), { maxLength: 2 }),
    )
    .map(([form, others, without]) => {
      const bent = { ...form, ...Object.fromEntries(others) }
      for (const name of without) delete bent[name]
      return bent
    })
}
