import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RunJournal } from '../../../../client/history/journal/run-journal.ts'
import { systemClock } from '../../../../client/runner/clock.ts'
import { runManifest } from '../../../support/run-manifest.ts'

/** Journals of runs, in a folder of their own. */
export class Journals implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'trialfan-journals-'))

  /** Begins a run. */
  create(name: string): RunJournal {
    const journal = RunJournal.create(join(this.#folder, name), runManifest(), systemClock)
    journal.begin('new')
    return journal
  }

  /** Takes it up again, when the process that worked on it has let it go. */
  open(name: string): RunJournal {
    const journal = RunJournal.open(join(this.#folder, name), systemClock)
    journal.begin('lost')
    return journal
  }

  /** As a process leaves it that is killed now. */
  copy(name: string, as: string): void {
    cpSync(join(this.#folder, name), join(this.#folder, as), { recursive: true, filter: (path) => !path.endsWith('lock') })
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true })
  }
}
