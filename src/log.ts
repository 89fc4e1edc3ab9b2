/** What operators may read: ids, codes and counts. A message's text, a number or a token never gets here: of an
 * error only its kind, its code and its place are written, since its message may quote a query's values. */
import { pino } from 'pino'
import type { Config } from './config.ts'

export interface Log {
  info(event: string, facts?: Facts): void
  warn(event: string, facts?: Facts): void
  /** A fault of ours or of something we stand on. */
  fault(event: string, error: unknown, facts?: Facts): void
}

export type Facts = Readonly<Record<string, string | number | boolean | null>>

/** JSON lines on standard output. */
export function createLog(level: Config['logLevel']): Log {
  const logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime })
  return {
    info: (event, facts) => logger.info({ event, ...facts }),
    warn: (event, facts) => logger.warn({ event, ...facts }),
    fault: (event, error, facts) => logger.error({ event, ...facts, ...described(error) }),
  }
}

/** Kinds and codes of an error and its causes, outermost first, and where the innermost was thrown. */
export function described(error: unknown): Facts {
  const kinds: string[] = []
  let at: string | null = null
  let cause = error
  for (let depth = 0; cause instanceof Error && depth < 5; depth++) {
    const code =
      'code' in cause && (typeof cause.code === 'string' || typeof cause.code === 'number')
        ? `(${cause.code})`
        : ''
    kinds.push(cause.constructor.name + code)
    at = placeIn(cause.stack) ?? at
    cause = cause.cause
  }
  return { error: kinds.join(' < ') || typeof error, at }
}

/** The first frame that is ours, else the first of all. */
function placeIn(stack: string | undefined): string | null {
  const frames = stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? []
  const frame = frames.find((line) => !line.includes('node_modules') && !line.includes('node:')) ?? frames[0]
  return frame === undefined
    ? null
    : frame
        .trim()
        .replace(/^at /, '')
        .replace(/file:\/\/\S*\/(?=(src|adapters|db)\/)/, '')
}
