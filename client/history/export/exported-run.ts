import { TrialfanError } from '../../../contract/errors.ts'
import type { JsonObject } from '../../../contract/trial.ts'
import type { RunManifest } from '../journal/run-manifest.ts'
import type { ToldTrial } from '../journal/told-trials.ts'

/** A run as it is given to other tools. */
export interface ExportedRun {
  readonly manifest: RunManifest
  /** The trials that count, in the order in which the optimizer was told of them. */
  readonly trials: readonly ToldTrial[]
}

/** The run's space in ConfigSpace's JSON. @throws TrialfanError EXPORT when its manifest has none */
export function spaceOf({ manifest: { run, space } }: ExportedRun): JsonObject {
  if (space !== null) return space
  const message = `run ${run} cannot be given to tools of that format: ConfigSpace cannot say its space, or the run is of an older trialfan; use --to csv or json`
  throw new TrialfanError('EXPORT', message, { run })
}
