/** A table whose rows have a bar each: drawn by the server, read as a table by whoever does not see it, as wide as the
 * page, and black enough on paper. */
import type { VNode } from 'preact'

export interface BarRow {
  readonly name: string
  /** What is behind the bar, the whole row long; null: nothing that may be opened. */
  readonly to: string | null
  readonly count: number
  /** How it is read, where the count itself is not told. */
  readonly shown?: string
  /** The part of it that is drawn darker. */
  readonly part?: number
}

/** Drawn in hundredths of the width. */
const width = 100
const height = 10

export function BarTable(props: {
  readonly title: string
  readonly heads: readonly [name: string, count: string, ...part: string[]]
  readonly rows: readonly BarRow[]
  /** A stretch that each row is seen against. */
  readonly band?: { readonly from: number; readonly to: number }
}): VNode {
  const { title, heads, rows, band } = props
  const most = Math.max(1, band?.to ?? 0, ...rows.map(({ count }) => count))
  const at = (count: number): number => (width * count) / most
  return (
    <table class="chart bar-table">
      <caption>{title}</caption>
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
          <td />
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, to, count, shown = String(count), part }) => (
          <tr key={name}>
            <th scope="row">{to === null ? <bdi>{name}</bdi> : <a href={to}>{name}</a>}</th>
            <td>{shown}</td>
            {heads.length > 2 ? <td>{part ?? ''}</td> : null}
            <td class="bar">
              <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
                {band === undefined ? null : (
                  <rect class="band" x={at(band.from)} width={at(band.to - band.from)} height={height} />
                )}
                <rect class="whole" y="2" width={at(count)} height={height - 4} />
                {part === undefined ? null : <rect class="part" y="2" width={at(part)} height={height - 4} />}
              </svg>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
