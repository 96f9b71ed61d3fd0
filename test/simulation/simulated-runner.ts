import { LambdaRunner } from '../../client/runner/lambda-runner.ts'
import type { CheckedLambdaRunnerOptions } from '../../client/runner/lambda-runner-options.ts'
import type { OpenRun } from '../../client/runner/open-run.ts'
import type { SentTrial } from '../../client/runner/run-record.ts'
import type { TargetFunctionRunner } from '../../client/runner/target-function-runner.ts'
import type { TrialInfo, TrialValue } from '../../contract/trial.ts'
import type { TrialBooks } from './trial-books.ts'

/** The real shell, whose face is watched. */
export class SimulatedRunner extends LambdaRunner {
  readonly #books: TrialBooks

  constructor(worker: TargetFunctionRunner, options: CheckedLambdaRunnerOptions, openRun: OpenRun, books: TrialBooks) {
    super(worker, options, openRun)
    this.#books = books
  }

  /** Reads the limit for the first time. */
  override begin(): Promise<void> {
    return super.begin()
  }

  override async submitTrial(info: TrialInfo, data?: unknown): Promise<void> {
    this.#books.submitted(info)
    try {
      await super.submitTrial(info, data)
      this.#books.admitted(info)
    } catch (error) {
      this.#books.rejected(info)
      throw error
    }
  }

  override async resumeTrial(info: TrialInfo, sent: SentTrial, data?: unknown): Promise<void> {
    this.#books.submitted(info, sent.trial)
    try {
      await super.resumeTrial(info, sent, data)
      this.#books.admitted(info)
    } catch (error) {
      this.#books.rejected(info)
      throw error
    }
  }

  override cancel(reason: string): void {
    this.#books.cancelled()
    super.cancel(reason)
  }

  override *iterResults(): Generator<readonly [TrialInfo, TrialValue]> {
    for (const [info, value] of super.iterResults()) {
      this.#books.delivered(info, value)
      yield [info, value]
    }
  }
}
