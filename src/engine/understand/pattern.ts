/** Patterns that can be read: each line is one way of saying it, and a line goes on while a bracket is open. */

/** One expression of all the lines: ``anyOf`\bkontrak\b`` on a line each. Values are pieces of expressions. */
export function anyOf(pieces: TemplateStringsArray, ...values: readonly string[]): RegExp {
  const text = String.raw({ raw: pieces.raw }, ...values)
  const ways: string[] = []
  let open = 0
  for (const line of text.split('\n').map((each) => each.trim())) {
    if (line === '') continue
    if (open > 0) ways.push(`${ways.pop() ?? ''}${line}`)
    else ways.push(line)
    open += count(line, '(') - count(line, ')')
  }
  return new RegExp(ways.join('|'))
}

function count(line: string, bracket: string): number {
  return line.split(bracket).length - 1
}
