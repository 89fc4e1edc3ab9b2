/** The public surface of intake: what people send as files, read and made fit to be shown. */
export { createKeeper } from './keeper.ts'
export { type Limits, usualLimits } from './limits.ts'
export { mediaTypeOf } from './media-type.ts'
export { createReader, type Reader, type ReaderOptions } from './reader.ts'
export type { Reading, Refused, Stripped, Why } from './reading.ts'
export type { Rounds } from './rounds.ts'
export { createIntake, readingHeard } from './worker.ts'
