/** Programs of this machine, such as a browser. */
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

export function findOnPath(names: readonly string[]): string {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of names) {
      const path = join(folder, name)
      try {
        accessSync(path, constants.X_OK)
        return path
      } catch {
        // Not here: the next folder may have it.
      }
    }
  }
  throw new Error(`Browser tests need one of ${names.join(', ')} on the PATH.`)
}
