import { existsSync } from 'node:fs'
import { readJournal } from './read-journal.ts'
import { lockOwner } from './run-lock.ts'
import { type RunManifest, readManifest } from './run-manifest.ts'
import { runPaths } from './run-paths.ts'
import { RunProgress } from './run-progress.ts'

/** A run as its folder tells it; somebody may be working on it meanwhile. */
export interface RunOverview {
  readonly run: string
  readonly manifest: RunManifest
  readonly progress: RunProgress
  /** In words: `running (process 123)`, `interrupted`, `killed`, or why it ended. */
  readonly state: string
}

/** @throws JournalError, TrialfanError RUN_MANIFEST, ShapeError */
export function runOverview(folder: string, now: number): RunOverview {
  const paths = runPaths(folder)
  const manifest = readManifest(paths.manifest)
  const progress = new RunProgress()
  if (existsSync(paths.journal)) for (const record of readJournal(paths.journal)) progress.take(record)
  const owner = lockOwner(paths.lock, now)
  const ended = progress.stopped?.sentence ?? 'its process died: resume it'
  return { run: manifest.run, manifest, progress, state: owner === null ? ended : `running (process ${owner.pid})` }
}
