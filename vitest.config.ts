import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  resolve: {
    alias: [
      { find: /^trialfan$/, replacement: here('./client/index.ts') },
      { find: /^trialfan\/space$/, replacement: here('./client/space/index.ts') },
      { find: /^trialfan\/worker$/, replacement: here('./contract/target.ts') },
      { find: /^trialfan\/local$/, replacement: here('./client/local/index.ts') },
      { find: /^trialfan\/infra$/, replacement: here('./infra/index.ts') },
    ],
  },
  test: {
    include: ['test/{unit,contract,e2e,simulation,hostile}/**/*.test.ts'],
    testTimeout: 60_000,
    maxWorkers: 2,
    coverage: {
      provider: 'v8',
      include: ['contract/**', 'execution/**', 'functions/**', 'client/**', 'infra/**'],
      reporter: ['text-summary'],
    },
  },
})
