/** The routes without a host before them, for what a real host's own name would hide. */
import { createHub } from '../../../adapters/simulator/hub.ts'
import { createMediaStore } from '../../../adapters/simulator/media.ts'
import { createRoutes } from '../../../adapters/simulator/routes.ts'

export function createRoutesFor(hosts: readonly string[]): (request: Request) => Promise<Response> {
  const parts = { hub: createHub(), media: createMediaStore(), phones: new Map() }
  return createRoutes({
    ...parts,
    hosts,
    path: '/simulator',
    page: 'adapters/simulator/page',
    now: () => new Date(),
  })
}
