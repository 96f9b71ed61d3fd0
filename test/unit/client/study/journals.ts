import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RunJournal } from '../../../../client/history/journal/run-journal.ts'
import type { RunManifest } from '../../../../client/history/journal/run-manifest.ts'
import { systemClock } from '../../../../client/runner/clock.ts'

const manifest: RunManifest = {
  format: 1,
  run: 'a-run',
  trialfan: '0.0.0',
  created: '2026-01-01T00:00:00.000Z',
  study: { name: 'study', file: null, facts: {} },
  target: '',
  optimizer: { name: 'any', description: '' },
  seed: 0,
  workers: null,
  objectives: ['cost'],
  instances: null,
  trials: null,
  space: null,
  maxCostUsd: null,
  stragglerFactor: null,
  changed: {},
  cluster: { kind: 'embedded' },
}

/** Journals of runs, in a folder of their own. */
export class Journals implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'trialfan-journals-'))

  /** Begins a run. */
  create(name: string): RunJournal {
    const journal = RunJournal.create(join(this.#folder, name), manifest, systemClock)
    journal.begin('new')
    return journal
  }

  /** Takes it up again, when the process that worked on it has let it go. */
  open(name: string): RunJournal {
    const journal = RunJournal.open(join(this.#folder, name), systemClock)
    journal.begin('lost')
    return journal
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true })
  }
}
