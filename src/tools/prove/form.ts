/** The one form of every proof: what was done to the program how often, and what was seen. */

export interface Row {
  readonly what: string
  /** How often the fault was put in, or the thing was tried. */
  readonly times: number
  readonly holds: boolean
  /** Numbers behind the verdict, each under its name. */
  readonly seen: Readonly<Record<string, number | string>>
  /** Why a cell was not tried, or what to know about it. */
  readonly note?: string
}

export type Options = Readonly<Record<string, string>>

export interface Proof {
  /** One sentence: what it shows. */
  readonly shows: string
  /** Names of what may be given on the command line, each with what it says and what holds without it. */
  readonly options: Readonly<Record<string, string>>
  run(options: Options, tell: (row: Row) => void): Promise<readonly Row[]>
}

/** A whole number that was given, or the one that holds without it. Throws for anything else, naming the option. */
export function wholeNumber(options: Options, name: string, otherwise: number): number {
  const given = options[name]
  if (given === undefined) return otherwise
  const value = Number(given)
  if (!Number.isInteger(value) || value < 0)
    throw new RangeError(`--${name} is ${given}. Give a whole number.`)
  return value
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
