import { StatusType } from '../../contract/status.ts'
import { TARGET_NOT_LOADED } from '../../contract/target-not-loaded.ts'
import type { TrialValue } from '../../contract/trial.ts'
import { TargetError } from '../runner/target-error.ts'
import { FailedShare } from './failed-share.ts'
import type { Incumbents } from './incumbents.ts'
import type { Scenario } from './scenario.ts'
import type { StopCause } from './stop-reason.ts'

/** The limits of a scenario, checked against what was told so far. Pure: the time comes in. */
export class StopCriteria {
  readonly #scenario: Scenario
  readonly #targetFile: string | null
  /** What may fail; it can be changed while the run runs. */
  readonly failedShare: FailedShare
  #told = 0
  #cpuTimeMs = 0
  #firstCrashes = 0
  #othersThanCrashes = false
  #lastError: string | null = null
  #isTargetUnusable = false
  /** Trials that were told since there was a new incumbent. */
  #sinceImprovement = 0

  /** @param targetFile for the message when its module cannot be loaded; null when it is not known */
  constructor(scenario: Scenario, targetFile: string | null = null) {
    this.#scenario = scenario
    this.failedShare = new FailedShare(scenario.toleratedFailures)
    this.#targetFile = targetFile
  }

  told(value: TrialValue): void {
    this.#told++
    this.#sinceImprovement++
    this.#cpuTimeMs += value.cpuTimeMs
    this.failedShare.told(value.status)
    if (value.status !== StatusType.CRASHED) this.#othersThanCrashes = true
    if (this.#othersThanCrashes) return
    this.#firstCrashes++
    const { error, errorCode } = value.additionalInfo
    if (typeof error === 'string') this.#lastError = error
    if (errorCode === TARGET_NOT_LOADED) this.#isTargetUnusable = true
  }

  /** There is a new incumbent, or a new point on the Pareto front. */
  improved(): void {
    this.#sinceImprovement = 0
  }

  /** How many trials may still be begun while `inFlight` are on their way. */
  trialsLeft(inFlight: number): number {
    return Math.max(0, this.#scenario.trials - this.#told - inFlight)
  }

  /**
   * The first criterion that is met, or null; `elapsedMs` is the run's wall time. The incumbents are looked at only for a threshold.
   */
  met(elapsedMs: number, incumbents: Pick<Incumbents, 'complete'>): StopCause | null {
    const {
      terminationCostThreshold: threshold,
      runTimeLimitMs,
      cpuTimeLimitMs,
      trials,
      stopAfterFirstCrashes,
      trialsWithoutImprovement,
    } = this.#scenario
    if (threshold !== null) {
      const reached = incumbents.complete.find(({ cost }) => isAtMost(cost, threshold))
      if (reached !== undefined) return { kind: 'cost-threshold', threshold, cost: reached.cost }
    }
    if (!this.#othersThanCrashes && this.#isTargetUnusable) {
      return { kind: 'failed', error: new TargetError(this.#targetFile, null, this.#lastError ?? 'cannot be loaded') }
    }
    if (!this.#othersThanCrashes && this.#firstCrashes >= stopAfterFirstCrashes) {
      return { kind: 'first-trials-crashed', crashes: this.#firstCrashes, error: this.#lastError }
    }
    const failed = this.failedShare.met()
    if (failed !== null) return failed
    if (this.#sinceImprovement >= trialsWithoutImprovement) return { kind: 'no-improvement', trials: this.#sinceImprovement }
    if (this.#told >= trials) return { kind: 'trials', trials: this.#told }
    if (runTimeLimitMs !== null && elapsedMs >= runTimeLimitMs) return { kind: 'run-time', limitMs: runTimeLimitMs }
    if (cpuTimeLimitMs !== null && this.#cpuTimeMs >= cpuTimeLimitMs) {
      return { kind: 'cpu-time', limitMs: cpuTimeLimitMs, usedMs: this.#cpuTimeMs }
    }
    return null
  }
}

function isAtMost(cost: number | readonly number[], threshold: number | readonly number[]): boolean {
  if (typeof cost === 'number') return typeof threshold === 'number' && cost <= threshold
  return typeof threshold !== 'number' && cost.every((one, objective) => one <= (threshold[objective] ?? Number.NEGATIVE_INFINITY))
}
