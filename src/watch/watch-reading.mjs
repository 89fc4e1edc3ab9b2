// Teaches a new thread TypeScript, whatever runs the main one (tsx registers itself in the main thread only).
import { register } from 'tsx/esm/api'

register()
await import('./thread.ts')
