import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runManifest } from '../support/run-manifest.ts'

/** A folder in memory where the system has one: journals are written for real. */
const parent = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

export const journalManifest = runManifest({ run: 'simulated', cluster: { kind: 'stack', stack: 'trialfan', region: null } })

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
