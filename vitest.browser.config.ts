import { defineConfig } from 'vitest/config'

/** Tests that drive a real Chromium: `npm run test:browser`. Pictures of what they saw are left in test-artefacts/. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    globalSetup: 'test/kit/prepare-database.ts',
    testTimeout: 90_000,
    hookTimeout: 120_000,
    maxWorkers: 1,
  },
})
