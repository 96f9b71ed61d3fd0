import type { RunManifest } from '../../client/history/journal/run-manifest.ts'

/** A run's manifest, of which a test says what matters to it. */
export const runManifest = (changes: Partial<RunManifest> = {}): RunManifest => ({
  format: 1,
  run: 'a-run',
  trialfan: '0.1.0',
  created: '2026-11-24T00:00:00.000Z',
  study: { name: 'study', file: null, facts: {} },
  space: null,
  target: '0'.repeat(64),
  optimizer: { name: 'random-search', description: 'random search' },
  seed: 1,
  workers: null,
  objectives: ['cost'],
  instances: null,
  trials: null,
  maxCostUsd: null,
  stragglerFactor: null,
  changed: {},
  cluster: { kind: 'embedded' },
  ...changes,
})
