/** Bars drawn by the server: the numbers stand beside them as text, so that nobody needs to see the picture. */
import type { VNode } from 'preact'

export interface Bar {
  readonly name: string
  readonly count: number
  /** What a full bar is; absent: the longest of all. */
  readonly of?: number
  /** The number as it is read. */
  readonly shown: string
  readonly tone: 'good' | 'open' | 'bad' | 'calm'
}

/** In units of the drawing; it is as wide as the page lets it be. */
const width = 300
const height = 10

export function Bars({ title, rows }: { readonly title: string; readonly rows: readonly Bar[] }): VNode {
  const most = Math.max(1, ...rows.map(({ count }) => count))
  return (
    <ul class="bars" aria-label={title}>
      {rows.map(({ name, count, of = most, shown, tone }) => (
        <li key={name}>
          <span class="bar-name">{name}</span>
          <span class="bar-count">{shown}</span>
          <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true" class={tone}>
            <rect class="ground" width={width} height={height} />
            <rect width={count === 0 ? 0 : Math.max(2, (width * count) / of)} height={height} />
          </svg>
        </li>
      ))}
    </ul>
  )
}
