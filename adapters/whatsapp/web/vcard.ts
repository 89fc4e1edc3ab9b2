/** Contact cards (vCard 2.1 and 3.0, as Android and iPhone pass them on): a name, and the numbers as they stand. */
import type { Body } from '#engine'

/** Several cards of one message become one: their names beside each other. Null when none can be read. */
export function readCard(cards: readonly string[]): Body | null {
  const read = cards.filter((card) => /^BEGIN:VCARD/im.test(card)).map(readOne)
  if (read.length === 0) return null
  return {
    kind: 'card',
    name: read
      .map(({ name }) => name)
      .filter((name) => name !== '')
      .join(', '),
    phones: [...new Set(read.flatMap(({ phones }) => phones))],
  }
}

function readOne(card: string): { readonly name: string; readonly phones: readonly string[] } {
  // A line that begins with a space goes on the one before; so does quoted-printable after a final "=".
  const lines = card
    .replace(/=\r?\n(?==)/g, '')
    .replace(/\r?\n[ \t]/g, '')
    .split(/\r?\n/)
  const fields = lines.flatMap(fieldOf)
  const valuesOf = (name: string): readonly string[] =>
    fields.filter((field) => field.name === name && field.value !== '').map(({ value }) => value)
  const structured = (valuesOf('N')[0] ?? '').split(';').filter((part) => part !== '')
  return { name: valuesOf('FN')[0] ?? structured.reverse().join(' '), phones: valuesOf('TEL') }
}

function fieldOf(line: string): readonly { readonly name: string; readonly value: string }[] {
  const [, name, marks = '', value = ''] = /^(?:[\w-]+\.)?([A-Za-z-]+)((?:;[^:]*)?):(.*)$/.exec(line) ?? []
  if (name === undefined) return []
  const plain = /ENCODING=QUOTED-PRINTABLE/i.test(marks) ? unquote(value) : value
  return [
    {
      name: name.toUpperCase(),
      value: plain
        .replace(/\\([,;\\])/g, '$1')
        .replace(/\\n/gi, ' ')
        .trim(),
    },
  ]
}

function unquote(value: string): string {
  const bytes = value.replace(/=([0-9A-F]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
