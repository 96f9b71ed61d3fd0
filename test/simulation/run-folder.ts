import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RunManifest } from '../../client/history/journal/run-manifest.ts'

/** A folder in memory where the system has one: journals are written for real. */
const parent = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

export const journalManifest: RunManifest = {
  format: 1,
  run: 'simulated',
  trialfan: '0',
  created: '2026-11-24T00:00:00.000Z',
  study: { name: 'simulated', file: null, facts: {} },
  target: '0'.repeat(64),
  optimizer: { name: 'random', description: 'random search' },
  seed: 1,
  workers: null,
  objectives: ['cost'],
  instances: null,
  trials: null,
  space: null,
  maxCostUsd: null,
  stragglerFactor: null,
  changed: {},
  cluster: { kind: 'stack', stack: 'trialfan', region: null },
}

/** Where a simulated run is written down, for as long as it is needed. */
export class RunFolder implements Disposable {
  readonly path: string
  readonly #parent: string

  constructor() {
    this.#parent = mkdtempSync(join(parent, 'trialfan-simulated-'))
    this.path = join(this.#parent, 'run')
  }

  [Symbol.dispose](): void {
    rmSync(this.#parent, { recursive: true, force: true })
  }
}
