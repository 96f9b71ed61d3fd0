import type { ExecutionClock } from '../../../execution/execution-clock.ts'
import { systemClock } from '../../../execution/system-clock.ts'

/** A main thread that is in no hurry: what depends on the trial's thread alone comes first, however busy the machine is. */
export const patientClock: ExecutionClock = {
  now: () => systemClock.now(),
  after: (delayMs, callback) => systemClock.after(delayMs * 50, callback),
}
