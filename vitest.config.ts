import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**'],
    globalSetup: ['test/kit/prepare-database.ts'],
    // PGlite's first open takes 2.5 to 20 s on busy cores: no tight timeouts.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Two cores: a third file works while the others wait for their processes.
    maxWorkers: 3,
  },
})
