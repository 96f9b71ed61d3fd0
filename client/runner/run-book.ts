import type { TrialInfo, TrialValue } from '../../contract/trial.ts'
import type { CheckedLambdaRunnerOptions } from './lambda-runner-options.ts'
import type { TrialEnding } from './ledger/ledger-protocol.ts'
import { markCancelled } from './mark-cancelled.ts'
import type { RunRecord } from './run-record.ts'

/** Writes down what a runner does, when somebody wants it written; knows the session, and marks it when it is cancelled. */
export class RunBook {
  readonly #options: CheckedLambdaRunnerOptions
  readonly #onFailure: (error: Error) => void
  #marking: Promise<void>[] = []
  /** Sessions with events that may still be started, and were not marked by this process. */
  readonly #unmarked: Set<number>
  #session: number

  /** `onFailure` hears that something cannot be written: the run must stop. */
  constructor(options: CheckedLambdaRunnerOptions, onFailure: (error: Error) => void) {
    this.#options = options
    this.#onFailure = onFailure
    this.#session = options.record?.session ?? 0
    const now = options.clock.now()
    const earlier = [...(options.record?.earlierSends ?? [])].filter(([, sentAt]) => sentAt + options.startAllowanceMs > now)
    this.#unmarked = new Set(earlier.map(([session]) => session))
  }

  get session(): number {
    return this.#session
  }

  sent(info: TrialInfo, trial: number, attempt: number): void {
    this.#unmarked.add(this.#session)
    this.#write((record) => record.sent(info, trial, attempt))
  }

  accepted(info: TrialInfo, attempt: number): void {
    this.#write((record) => record.accepted(info, attempt))
  }

  /** A cancelled trial has not ended for a run that is resumed. */
  ended(info: TrialInfo, value: TrialValue, ending: TrialEnding): void {
    if (ending.by === 'result' || ending.code !== 'cancelled') this.#write((record) => record.ended(info, value))
  }

  /** True when everything up to now outlives this process. */
  flush(): boolean {
    return this.#write((record) => record.flush())
  }

  /** Calls back when what was written up to now is as safe as it gets. */
  whenKept(callback: () => void): void {
    const { record } = this.#options
    if (record === null) callback()
    else record.whenKept(callback)
  }

  /** What has been sent up to now, by earlier processes too, is cancelled by its session's marker; what comes after goes out in the next one. */
  cancel(reason: string): void {
    this.#write((record) => record.cancelled(reason))
    this.#mark()
    this.#session++
  }

  /** Whatever was sent may still be waiting somewhere, or be there twice: nothing of it is begun any more. */
  async close(): Promise<void> {
    this.#mark()
    await Promise.all(this.#marking)
  }

  #mark(): void {
    for (const session of this.#unmarked) this.#marking.push(markCancelled(this.#options, session))
    this.#unmarked.clear()
  }

  #write(entry: (record: RunRecord) => void): boolean {
    const { record } = this.#options
    try {
      if (record !== null) entry(record)
      return true
    } catch (cause) {
      this.#onFailure(cause as Error)
      return false
    }
  }
}
