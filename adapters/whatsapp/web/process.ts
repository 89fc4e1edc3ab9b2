/** Begins the process with the browser: a program of its own, so that nothing in it can end the bot. */
import { fork } from 'node:child_process'
import { join } from 'node:path'
import { type FromChild, readFromChild, type ToChild } from './wire.ts'

/** The line to one browser process. */
export interface Line {
  say(message: ToChild): void
  kill(): void
}

export type Begin = (heard: (message: FromChild) => void, over: () => void) => Line

/** Of our environment it gets no more than a browser needs: no token, no key. */
const shared = ['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR', 'USER', 'XDG_RUNTIME_DIR'] as const

/** From the built program its neighbour, from the sources the file itself. */
const program = import.meta.url.endsWith('.mjs')
  ? { file: join(import.meta.dirname, 'whatsapp-web.mjs'), execArgv: ['--max-semi-space-size=4'] }
  : { file: join(import.meta.dirname, 'child/main.ts'), execArgv: ['--import', 'tsx'] }

export const beginProcess: Begin = (heard, over) => {
  const child = fork(program.file, {
    execArgv: program.execArgv,
    env: Object.fromEntries(
      shared.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
    ),
    serialization: 'advanced',
    // What the library prints may hold what people wrote.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  let isOver = false
  const end = (): void => {
    if (!isOver) over()
    isOver = true
  }
  child.on('message', (raw) => {
    const message = readFromChild(raw)
    if (message !== null) heard(message)
  })
  child.on('exit', end)
  child.on('error', end)
  return {
    say(message) {
      if (child.connected) child.send(message, () => {})
    },
    kill() {
      child.kill('SIGKILL')
    },
  }
}
