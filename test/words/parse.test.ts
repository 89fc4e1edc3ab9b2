import { describe, expect, it } from 'vitest'
import { ContentError } from '#engine'
import { parseSections } from '../../src/words/index.ts'

const read = (text: string) => parseSections(text, 'agency.md')

describe('parseSections', () => {
  it('reads paragraphs, items, marks, holes and notes', () => {
    const sections = read(
      '# Title\n\n<!-- file note -->\n## which\n<!-- a note\nof two lines -->\nMaksud Anda **PT {agency}**,\natau _bukan_?\n\n- satu\n- [dua](https://x.id/a_b)\n',
    )
    expect(sections.get('which')).toEqual({
      line: 4,
      holes: ['agency'],
      blocks: [
        {
          kind: 'paragraph',
          spans: [
            { kind: 'plain', parts: [{ text: 'Maksud Anda ' }], url: null },
            { kind: 'bold', parts: [{ text: 'PT ' }, { hole: 'agency' }], url: null },
            { kind: 'plain', parts: [{ text: ', atau ' }], url: null },
            { kind: 'italic', parts: [{ text: 'bukan' }], url: null },
            { kind: 'plain', parts: [{ text: '?' }], url: null },
          ],
        },
        { kind: 'item', spans: [{ kind: 'plain', parts: [{ text: 'satu' }], url: null }] },
        { kind: 'item', spans: [{ kind: 'link', parts: [{ text: 'dua' }], url: 'https://x.id/a_b' }] },
      ],
    })
  })

  it('takes Windows line ends and a byte order mark', () => {
    expect([...read('\uFEFF## a\r\nhalo\r\n').keys()]).toEqual(['a'])
  })

  it('leaves an underscore inside an address alone', () => {
    expect(read('## a\nbuka list_lembaga/p3mi_sanksi').get('a')?.blocks).toHaveLength(1)
  })

  it.each([
    ['## a\nhalo **tebal', 'agency.md:2: in section "a", a bold mark ** is not closed.'],
    ['## a\n\nhalo _miring', 'agency.md:3: in section "a", an italic mark _ is not closed.'],
    [
      '## a\nhalo {agency',
      'agency.md:2: in section "a", a brace { or } is not closed; a hole is written {name}.',
    ],
    ['## a\nhalo {as of}', 'agency.md:2: in section "a", "{as of}" is not a hole; a hole is written {name}.'],
    [
      '## a\n[x](javascript:alert)',
      'agency.md:2: in section "a", the link to "javascript:alert" must begin with https://, tel: or mailto:.',
    ],
    [
      '## a\n[x](https://x',
      'agency.md:2: in section "a", a link is not closed; it is written [text](https://…).',
    ],
    ['## a\n[{agency}](https://{agency}.id)\n', null],
    ['## a\nhalo\n## a\nhai', 'agency.md:3: section "a" stands twice; keep one.'],
    ['## a\n', 'agency.md:1: section "a" is empty; write its words.'],
    ['halo\n## a\nhai', 'agency.md:1: this text stands before the first "## key" heading.'],
    [
      '## Halo Semua\nhai',
      'agency.md:1: heading "Halo Semua" must be a key: small letters, digits and _ (the words go below it).',
    ],
    ['## a\n### b\nhai', 'agency.md:2: a heading is "## key"; this line begins with "#".'],
    ['## a\nhalo <!-- note', 'agency.md:2: this note is never closed; end it with -->.'],
  ])('says where %j is wrong', (text, message) => {
    if (message === null) {
      // A hole in an address is letters, never a value: nobody can steer where a link leads.
      expect(read(text).get('a')?.blocks[0]?.spans[0]?.url).toBe('https://{agency}.id')
      return
    }
    expect(() => read(text)).toThrow(new ContentError(message))
  })
})
