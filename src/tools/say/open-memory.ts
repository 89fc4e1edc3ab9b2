/** `--data DIR`: what is said is remembered in the embedded database of that folder. */
import { ConfigError } from '#engine'
import type { Opened } from './open.ts'

/** Opens the folder's database and its lists. Throws ConfigError when it cannot. */
export function openMemory(dir: string, _content: string): Promise<Opened> {
  return Promise.reject(
    new ConfigError(`--data ${dir}: this build has no embedded database; leave --data out.`),
  )
}
