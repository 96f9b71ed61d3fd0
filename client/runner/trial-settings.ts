import { hasCost } from '../../contract/has-cost.ts'
import type { StatusType } from '../../contract/status.ts'
import type { JsonObject, TrialUsage, TrialValue, WorkerReport } from '../../contract/trial.ts'

/** What every trial of a run has in common, as a scenario says it. */
export interface TrialSettings {
  /** Names, in declared order; one at least. */
  readonly objectives: readonly string[]
  /** The cost of a trial that did not succeed: one for all objectives, or one each. */
  readonly crashCost: number | readonly number[]
  readonly trialTimeLimitMs: number | null
  readonly trialMemoryLimitMiB: number | null
  /** A trial that runs out of memory is tried again on the cluster's next larger workers. Default false. */
  readonly memoryLadder?: boolean
  /** How often a trial whose target threw is tried again. Default 0. */
  readonly crashRetries?: number
  /** A trial that takes so many times the median of its kind is sent a second time while a worker is free. Default null: never. */
  readonly stragglerFactor?: number | null
  /** Instance → its features. */
  readonly instanceFeatures: Readonly<Record<string, readonly number[]>> | null
}

/** How an attempt ended, before the crash cost is known. */
export interface AttemptOutcome {
  readonly status: StatusType
  readonly cost: readonly number[] | null
  readonly runtimeMs: number
  readonly cpuTimeMs: number
  readonly startedAt: number
  readonly endedAt: number
  readonly info: JsonObject
}

/** A trial's value as the optimizer sees it: the crash cost where there is no cost, one number for one objective. */
export function trialValue(
  outcome: AttemptOutcome,
  settings: TrialSettings,
  worker: WorkerReport | null,
  attempt: number,
  usage?: TrialUsage,
): TrialValue {
  const succeeded = hasCost(outcome.status) && outcome.cost?.length === settings.objectives.length
  const costs = succeeded && outcome.cost !== null ? outcome.cost : crashCosts(settings)
  return {
    status: outcome.status,
    cost: settings.objectives.length === 1 ? (costs[0] ?? Number.POSITIVE_INFINITY) : costs,
    runtimeMs: outcome.runtimeMs,
    cpuTimeMs: outcome.cpuTimeMs,
    startedAt: outcome.startedAt,
    endedAt: outcome.endedAt,
    additionalInfo: outcome.info,
    worker,
    attempt,
    usage,
  }
}

function crashCosts({ objectives, crashCost }: TrialSettings): readonly number[] {
  return typeof crashCost === 'number' ? objectives.map(() => crashCost) : crashCost
}
