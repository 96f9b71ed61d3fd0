import type { Capacity } from './capacity.ts'
import { NoWorkersError, RunnerClosedError } from './errors.ts'
import type { Rejection } from './ledger/ledger-protocol.ts'

/** Why a submission failed, as its caller gets it. `failure` is what ended the runner, or null. */
export function rejectionError(why: Rejection, patienceSeconds: number, { binding, mend }: Capacity, failure: Error | null): Error {
  switch (why.by) {
    case 'no worker':
      return new NoWorkersError(patienceSeconds, binding, mend)
    case 'refusal':
      return why.error
    case 'cancellation':
      return failure ?? new RunnerClosedError('submitTrial')
  }
}
