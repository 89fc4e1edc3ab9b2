/** Finds the browser. */
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { ConfigError } from '#engine'

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome']

/** Throws ConfigError: one sentence that says what to install or to set. */
export function findChromium(setting: string | undefined, path: string): string {
  if (setting !== undefined) {
    if (isProgram(setting)) return setting
    throw new ConfigError('CHROMIUM is not the path of a program. Set it to that of Chromium or Chrome.')
  }
  const found = path
    .split(delimiter)
    .filter((folder) => folder !== '')
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find(isProgram)
  if (found !== undefined) return found
  throw new ConfigError(
    'WhatsApp Web needs a browser, and Chromium was not found. Install it (Debian: apt install chromium), or set CHROMIUM to its path.',
  )
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}
