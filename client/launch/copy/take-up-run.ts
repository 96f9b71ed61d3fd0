import { hasRunFolder, runFolder } from '../../history/journal/run-folder.ts'
import { RunJournal } from '../../history/journal/run-journal.ts'
import type { Clock } from '../../runner/clock.ts'
import { fetchRun } from './fetch-run.ts'
import { type CopyPlace, RunCopy } from './run-copy.ts'

export interface TakenRun {
  readonly journal: RunJournal
  /** Null where the run is not copied. */
  readonly copy: RunCopy | null
}

/**
 * Takes a run up again, here or from its copy. From then on no other process works on it.
 * @throws RunLockedError that names who works on it; JournalError; TrialfanError RUN_MISSING, RUN_ELSEWHERE, RUN_COPY; ShapeError, TransportError
 */
export async function takeUpRun(directory: string, run: string, clock: Clock, place: CopyPlace | null): Promise<TakenRun> {
  if (place === null) return { journal: RunJournal.open(runFolder(directory, run), clock), copy: null }
  const lease = hasRunFolder(directory, run) ? null : await fetchRun(directory, { ...place, run })
  const journal = RunJournal.open(runFolder(directory, run), clock)
  try {
    return { journal, copy: await RunCopy.takeUp(journal, place, lease) }
  } catch (cause) {
    journal[Symbol.dispose]()
    throw cause
  }
}
