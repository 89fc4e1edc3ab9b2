/** Keeps a snapshot of knowledge in memory, and renews it within seconds when any process imports a list. */
import { type AgencyList, ConfigError, type Knowledge } from '#engine'
import type { Lists } from './lists.ts'

export interface Feed {
  readonly current: () => Knowledge
  /** Of the lists that `current` was learned from. */
  readonly version: () => string
  stop(): void
}

/** How often a change is looked for. */
const lookEveryMs = 2_000

/** Reads the lists once, then again whenever their version moves. Throws ConfigError when there is no list at all.
 * `onChange` hears of each renewal; `onFault` of a look that failed, and the old knowledge stays. */
export async function createFeed(options: {
  readonly lists: Lists
  readonly learn: (lists: readonly AgencyList[]) => Knowledge
  readonly onChange: (knowledge: Knowledge) => void
  readonly onFault: (error: unknown) => void
}): Promise<Feed> {
  const { lists, learn, onChange, onFault } = options
  const read = async () => ({ version: await lists.version(), knowledge: learn(await lists.current()) })
  let known = await read()
  if (known.version === '')
    throw new ConfigError('There is no list of agencies yet. Import one: npm run import-agencies -- FILE.csv')
  let looking = false

  async function look(): Promise<void> {
    if (looking) return
    looking = true
    try {
      if ((await lists.version()) === known.version) return
      known = await read()
      onChange(known.knowledge)
    } catch (error) {
      onFault(error)
    } finally {
      looking = false
    }
  }

  const timer = setInterval(() => void look(), lookEveryMs)
  return { current: () => known.knowledge, version: () => known.version, stop: () => clearInterval(timer) }
}
