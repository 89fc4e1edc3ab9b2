/** Looks at what is to be taken down: what is there, and whether it is still there. */
export { type Eyes, type Looked, look } from './look.ts'
export { createLooker, type Waiting } from './worker.ts'
