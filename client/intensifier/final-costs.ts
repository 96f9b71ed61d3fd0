import { StatusType } from '../../contract/status.ts'
import type { TrialValue } from '../../contract/trial.ts'

/** One an objective. A trial that was stopped early was on its way to be among the worse ones: it counts as lost. */
export function finalCosts({ status, cost }: TrialValue): readonly number[] {
  const costs = typeof cost === 'number' ? [cost] : cost
  return status === StatusType.STOPPED ? costs.map(() => Number.POSITIVE_INFINITY) : costs
}
