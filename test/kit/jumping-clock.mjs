/** Loaded before a program (`NODE_OPTIONS=--import=…`), so that its clock can be set while it runs: CLOCK_FILE holds by how
 * many ms it is wrong. As with a real clock that is set, timers and `performance.now()` know nothing of it. */
import { readFileSync, watchFile } from 'node:fs'

const file = process.env.CLOCK_FILE
const RealDate = globalThis.Date
let wrongMs = 0
const look = () => {
  try {
    wrongMs = Number(readFileSync(file, 'utf8')) || 0
  } catch {
    wrongMs = 0
  }
}
if (file !== undefined) {
  look()
  watchFile(file, { interval: 50, persistent: false }, look)
  globalThis.Date = class extends RealDate {
    constructor(...values) {
      if (values.length === 0) super(RealDate.now() + wrongMs)
      else super(...values)
    }
    static now() {
      return RealDate.now() + wrongMs
    }
  }
}
