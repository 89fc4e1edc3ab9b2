/** The reading process. Files of strangers are opened here and nowhere else: what breaks it, breaks no answer. */
import { writeFileSync } from 'node:fs'
import { setPriority } from 'node:os'
import { type Letters, openLetters } from './letters.ts'
import { readFile, stripFile } from './read.ts'
import type { FromRoom, Job } from './wire.ts'

/** Answers to people come first (nice(1): 0 to 19). */
setPriority(5)
try {
  // Where memory runs out, the kernel ends this process and not the bot (proc(5)).
  writeFileSync('/proc/self/oom_score_adj', '1000')
} catch {
  // Another kernel, or not allowed: then it is one process among others.
}

let opened: Promise<Letters> | null = null
const letters = (): Promise<Letters> => {
  opened ??= openLetters()
  return opened
}

const tell = (message: FromRoom): void => {
  if (process.connected) process.send?.(message, () => {})
}

process.on('message', async ({ want, bytes, page, limits }: Job) => {
  try {
    const result = await (want === 'read' ? readFile(bytes, letters, limits) : stripFile(bytes, page, limits))
    tell({ kind: 'done', result })
  } catch (error) {
    tell({ kind: 'fault', what: error instanceof Error ? error.message : typeof error })
  }
})
process.on('disconnect', () => process.exit(0))
tell({ kind: 'ready' })
