import type { StoredData } from '../../contract/data/stored-data.ts'
import type { ClaimedTrialEvent, TrialEvent } from '../../contract/trial-event.ts'
import { fullEvent } from './full-event.ts'
import type { WorkerPorts } from './worker-ports.ts'

/** What a trial needs on its worker before it can start. */
export interface TrialInputs {
  readonly event: TrialEvent
  /** Absolute path of the target's module. */
  readonly targetFile: string
  readonly data: StoredData | null
  /** Milliseconds spent on fetching; 0 when everything was at hand. */
  readonly fetchMs: number
}

/** Brings the whole event, the target and the data to hand. */
export async function fetchInputs(
  claimed: TrialEvent | ClaimedTrialEvent,
  { store, files, data, clock }: Pick<WorkerPorts, 'store' | 'files' | 'data' | 'clock'>,
  signal: AbortSignal,
): Promise<TrialInputs> {
  const startedAt = clock.now()
  const fetchesBefore = files.fetches + data.fetches
  const event = await fullEvent(claimed, store, signal)
  const { target } = event
  // The target first: pushed out by the data's files, it would be missing.
  const targetFile = await files.get(target, 'target.mjs', signal)
  const stored = event.data === null ? null : await data.get(event.data, signal)
  const fetched = event !== claimed || files.fetches + data.fetches > fetchesBefore
  return { event, targetFile, data: stored, fetchMs: fetched ? clock.now() - startedAt : 0 }
}
