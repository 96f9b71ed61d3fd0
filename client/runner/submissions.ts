import type { ObjectReference } from '../../contract/object-reference.ts'
import { StatusType } from '../../contract/status.ts'
import type { TrialInfo, TrialUsage, TrialValue } from '../../contract/trial.ts'
import type { TrialResult } from '../../contract/trial-result.ts'
import type { TrialEnding, TrialNumber } from './ledger/ledger-protocol.ts'
import { type TrialSettings, trialValue } from './trial-settings.ts'

export interface Submission {
  readonly info: TrialInfo
  readonly data: ObjectReference | null
  readonly timeLimitMs: number
}

interface Pending extends Submission {
  readonly admit: () => void
  readonly reject: (error: Error) => void
  invokedAt: number
}

/** What a user gave with each unfinished trial, and whom to tell of it. The ledger knows trials by number alone. */
export class Submissions {
  readonly #pending = new Map<TrialNumber, Pending>()
  #next: TrialNumber

  /** @param firstTrial the number of the first trial that is added */
  constructor(firstTrial: TrialNumber) {
    this.#next = firstTrial
  }

  /** `admitted` settles when the trial is accepted, or rejected. */
  add(submission: Submission): { readonly trial: TrialNumber; readonly admitted: Promise<void> } {
    const trial = this.#next++
    return { trial, admitted: this.resume(trial, submission, 0) }
  }

  /** A trial that an earlier process has added, and sent at `invokedAt`. */
  resume(trial: TrialNumber, submission: Submission, invokedAt: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#pending.set(trial, { ...submission, admit: resolve, reject, invokedAt })
    return promise
  }

  info(trial: TrialNumber): TrialInfo {
    return this.#get(trial).info
  }

  admit(trial: TrialNumber): void {
    this.#get(trial).admit()
  }

  reject(trial: TrialNumber, error: Error): void {
    this.#get(trial).reject(error)
    this.#pending.delete(trial)
  }

  invoked(trial: TrialNumber, now: number): Submission {
    const pending = this.#get(trial)
    pending.invokedAt = now
    return pending
  }

  finish(
    trial: TrialNumber,
    ending: TrialEnding,
    settings: TrialSettings,
    usage: TrialUsage,
    now: number,
  ): readonly [TrialInfo, TrialValue] {
    const { info, invokedAt } = this.#get(trial)
    this.#pending.delete(trial)
    if (ending.by === 'result')
      return [info, trialValue(timed(ending.result, invokedAt, now), settings, ending.result.worker, ending.attempt, usage)]
    const outcome = {
      status: StatusType.CRASHED,
      cost: null,
      runtimeMs: 0,
      cpuTimeMs: 0,
      startedAt: invokedAt,
      endedAt: now,
      info: { error: ending.reason, errorCode: ending.code },
    }
    return [info, trialValue(outcome, settings, null, ending.attempt, usage)]
  }

  #get(trial: TrialNumber): Pending {
    const pending = this.#pending.get(trial)
    if (pending === undefined) throw new RangeError(`trial ${trial} is not pending`)
    return pending
  }
}

/** Whoever speaks for a dead environment does not know when its trial began: it is taken to be the time since its event was sent. */
function timed(result: TrialResult, invokedAt: number, now: number): TrialResult {
  if (result.worker !== null || !result.started || result.runtimeMs > 0) return result
  return { ...result, startedAt: invokedAt, endedAt: now, runtimeMs: Math.max(0, now - invokedAt) }
}
