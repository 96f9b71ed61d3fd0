import { defineConfig, mergeConfig } from 'vitest/config'
import shared from '../../vitest.config.ts'

/** The suites that run on a deployed stack (`TRIALFAN_E2E_STACK`, `TRIALFAN_E2E_ENDPOINT`): one file at a time, for they change its limits. */
export default mergeConfig(
  { ...shared, test: { ...shared.test, include: [] } },
  defineConfig({
    test: {
      include: ['test/deployed/**/*.test.ts', 'test/e2e/**/*.test.ts'],
      // Reads the logs of a cluster of its own.
      exclude: ['test/e2e/secrets.test.ts'],
      testTimeout: 120_000,
      hookTimeout: 120_000,
      fileParallelism: false,
    },
  }),
)
