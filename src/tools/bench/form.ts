/** The one form of every measurement: our figure, its target, and a reference measured in the same call. */

export interface Figure {
  readonly name: string
  /** Median over `runs`, unless the unit says otherwise. */
  readonly value: number
  readonly unit: string
  readonly target: number
  readonly better: 'higher' | 'lower'
  readonly holds: boolean
  /** What it was measured beside, in the same run. */
  readonly reference: Readonly<Record<string, unknown>> | null
  readonly runs: number
  readonly min: number
  readonly max: number
}

export interface Bench {
  readonly name: string
  run(): Promise<readonly Figure[]>
}

/** A figure from its repeated values: the median is quoted, and it holds or it does not. */
export function figure(measured: {
  readonly name: string
  readonly unit: string
  readonly target: number
  readonly better: 'higher' | 'lower'
  readonly values: readonly number[]
  readonly reference?: Readonly<Record<string, unknown>>
}): Figure {
  const { values, target, better, reference, ...rest } = measured
  const sorted = [...values].sort((a, b) => a - b)
  const value = round(sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN)
  return {
    ...rest,
    value,
    target,
    better,
    holds: better === 'higher' ? value >= target : value <= target,
    reference: reference ?? null,
    runs: values.length,
    min: round(sorted[0] ?? Number.NaN),
    max: round(sorted.at(-1) ?? Number.NaN),
  }
}

function round(value: number): number {
  return Number(value.toPrecision(4))
}
