/** Text that is hard to read, as found in a page. */
export interface Faint {
  readonly text: string
  /** Contrast as WCAG counts it: 1 is invisible, 21 is black on white. */
  readonly ratio: number
}
