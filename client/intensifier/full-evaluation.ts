import type { Configuration, TrialInfo, TrialValue } from '../../contract/trial.ts'
import type { ConfigurationSource } from './configuration-source.ts'
import type { Intensifier } from './intensifier.ts'

export interface FullEvaluationOptions {
  /** Null: trials have no instance. */
  readonly instances: readonly string[] | null
  /** The seed of every trial: configurations are compared under the same conditions. */
  readonly seed: number
  /** The budget of every trial, or null. */
  readonly budget: number | null
}

/** No racing: every configuration is run on every instance, one configuration after the other. */
export class FullEvaluation implements Intensifier {
  readonly #source: ConfigurationSource
  readonly #options: FullEvaluationOptions
  readonly #waiting: TrialInfo[] = []
  #isExhausted = false

  constructor(source: ConfigurationSource, options: FullEvaluationOptions) {
    this.#source = source
    this.#options = options
  }

  get isExhausted(): boolean {
    return this.#isExhausted && this.#waiting.length === 0
  }

  next(n: number): readonly TrialInfo[] {
    const perConfiguration = this.#options.instances?.length ?? 1
    const missing = Math.ceil((n - this.#waiting.length) / perConfiguration)
    if (missing > 0 && !this.#isExhausted) {
      const proposed = this.#source.propose(missing)
      for (const configuration of proposed) this.#waiting.push(...this.#trials(configuration))
      this.#isExhausted = this.#source.exhausted
    }
    return this.#waiting.splice(0, n)
  }

  told(info: TrialInfo, value: TrialValue): void {
    this.#source.told(info, value)
  }

  #trials(configuration: Configuration): TrialInfo[] {
    const { instances, seed, budget } = this.#options
    return (instances ?? [null]).map((instance) => Object.freeze({ configuration, instance, seed, budget }))
  }
}
