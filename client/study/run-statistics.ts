import { type StatusName, StatusType, statusName } from '../../contract/status.ts'
import type { TrialInfo, TrialValue } from '../../contract/trial.ts'
import type { InFlight } from './cost/cost-cap.ts'
import type { CostFigures } from './cost/cost-figures.ts'
import type { RunCost } from './cost/run-cost.ts'

/** What a run has done so far, in figures. */
export interface RunFigures {
  readonly elapsedMs: number
  readonly submitted: number
  readonly finished: number
  readonly inFlight: number
  /** Finished trials by how they ended; only those that occurred. */
  readonly statuses: Readonly<Partial<Record<StatusName, number>>>
  /** Trials that were ended because the run ended; they count for nothing. */
  readonly cancelled: number
  /** Trials that took more than one attempt because a worker was lost. */
  readonly retried: number
  /** Trials that were the first of their execution environment. */
  readonly coldStarts: number
  /** Time inside the target, all trials together, ms. */
  readonly runtimeMs: number
  readonly cpuTimeMs: number
  /** Workers that there were, as an average over the run. */
  readonly meanWorkers: number
  /** Busy time of workers / (workers × wall time), 0–1: what share of the workers that there were did a target's work. */
  readonly utilisation: number
  /** What the last trial that did not succeed said; null when it said nothing, or there is none. */
  readonly lastFailure: TrialFailure | null
  /** What it costs, from the first trial of the optimizer on; null when the runner does not tell. */
  readonly cost: CostFigures | null
}

export interface TrialFailure {
  readonly status: StatusName
  readonly error: string
  /** Names the user's own file and line, where the target threw. */
  readonly traceback: string | null
}

export interface RunStatisticsOptions {
  /** How long earlier sessions of the run have worked, ms. */
  readonly earlierMs?: number
  readonly cost?: RunCost | null
  readonly maxCostUsd?: number | null
}

/** Keeps the books of a run. Pure: the times come in (ms since the epoch, by the client's clock), and never go back. */
export class RunStatistics {
  readonly #startedAt: number
  readonly #earlierMs: number
  readonly #cost: RunCost | null
  readonly #maxCostUsd: number | null
  readonly #inFlight = new Map<TrialInfo, number>()
  readonly #statuses: Partial<Record<StatusName, number>> = {}
  #submitted = 0
  #finished = 0
  #cancelled = 0
  #retried = 0
  #coldStarts = 0
  #runtimeMs = 0
  #cpuTimeMs = 0
  /** Of earlier sessions of the run: this one's workers did not do it. */
  #earlierRuntimeMs = 0
  /** Time of trials that were cancelled: their workers were busy too. */
  #cancelledMs = 0
  #sumOfStarts = 0
  #lastFailure: TrialFailure | null = null
  #workers = 0
  #workersSince: number
  #workerMs = 0

  constructor(startedAt: number, { earlierMs = 0, cost = null, maxCostUsd = null }: RunStatisticsOptions = {}) {
    this.#startedAt = startedAt
    this.#earlierMs = earlierMs
    this.#cost = cost
    this.#maxCostUsd = maxCostUsd
    this.#workersSince = startedAt
  }

  /** What is on its way, and how long it has been. */
  inFlight(now: number): InFlight {
    const trials = this.#inFlight.size
    return { trials, totalMs: Math.max(0, trials * now - this.#sumOfStarts) }
  }

  /** From now on there are this many workers, free and taken. */
  workers(count: number, now: number): void {
    this.#workerMs += this.#workers * Math.max(0, now - this.#workersSince)
    this.#workersSince = Math.max(now, this.#workersSince)
    this.#workers = count
  }

  submitted(info: TrialInfo, now: number): void {
    this.#submitted++
    this.#inFlight.set(info, now)
    this.#sumOfStarts += now
  }

  /** A trial that an earlier session has run. */
  earlier(info: TrialInfo, value: TrialValue): void {
    this.#submitted++
    this.#earlierRuntimeMs += value.runtimeMs
    this.#cost?.earlier(value)
    this.#count(info, value)
  }

  /** A submission that was not accepted: the trial never was. */
  refused(info: TrialInfo): void {
    if (this.#leave(info) !== null) this.#submitted--
  }

  finished(info: TrialInfo, value: TrialValue): void {
    this.#cost?.add(value)
    this.#count(info, value)
  }

  /** The trial was ended because the run ended; its value is null when none came. */
  cancelled(info: TrialInfo, value: TrialValue | null, now: number): void {
    const since = this.#leave(info)
    if (value !== null) this.#cost?.add(value)
    this.#cancelled++
    if (since !== null) this.#cancelledMs += Math.max(0, now - since)
  }

  /** Every trial that is still in flight is given up. */
  abandon(now: number): void {
    for (const info of [...this.#inFlight.keys()]) this.cancelled(info, null, now)
  }

  /** A trial of an earlier run that ended after it: it counts for nothing, but it costs. */
  late(value: TrialValue): void {
    this.#cost?.add(value)
  }

  figures(now: number): RunFigures {
    const sessionMs = Math.max(0, now - this.#startedAt)
    const workerMs = this.#workerMs + this.#workers * Math.max(0, now - this.#workersSince)
    const busyMs = this.#runtimeMs - this.#earlierRuntimeMs + this.#cancelledMs + this.inFlight(now).totalMs
    return {
      elapsedMs: this.#earlierMs + sessionMs,
      submitted: this.#submitted,
      finished: this.#finished,
      inFlight: this.#inFlight.size,
      statuses: { ...this.#statuses },
      cancelled: this.#cancelled,
      retried: this.#retried,
      coldStarts: this.#coldStarts,
      runtimeMs: this.#runtimeMs,
      cpuTimeMs: this.#cpuTimeMs,
      meanWorkers: sessionMs === 0 ? this.#workers : workerMs / sessionMs,
      utilisation: workerMs === 0 ? 0 : Math.min(1, busyMs / workerMs),
      lastFailure: this.#lastFailure,
      cost: this.#cost?.figures(this.#maxCostUsd) ?? null,
    }
  }

  #count(info: TrialInfo, value: TrialValue): void {
    this.#leave(info)
    this.#finished++
    const name = statusName(value.status)
    this.#statuses[name] = (this.#statuses[name] ?? 0) + 1
    this.#runtimeMs += value.runtimeMs
    this.#cpuTimeMs += value.cpuTimeMs
    const { error, traceback } = value.additionalInfo
    if (value.status !== StatusType.SUCCESS && typeof error === 'string') {
      this.#lastFailure = { status: name, error, traceback: typeof traceback === 'string' ? traceback : null }
    }
    if (value.attempt > 1) this.#retried++
    if (value.worker?.cold === true) this.#coldStarts++
  }

  #leave(info: TrialInfo): number | null {
    const since = this.#inFlight.get(info)
    if (since === undefined) return null
    this.#inFlight.delete(info)
    this.#sumOfStarts -= since
    return since
  }
}
