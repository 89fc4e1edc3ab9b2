/** Goes to strangers' addresses on the web, and nowhere else: not to this machine, not to its network, not to the
 * provider's. */
export { type Failure, type Network, openNetwork } from './dial.ts'
export { type Asking, type Fetched, fetchGuarded, type Limits, pageLimits } from './fetch.ts'
export { type Refusal, readPlace } from './place.ts'
export { type GuardedProxy, openProxy } from './proxy.ts'
