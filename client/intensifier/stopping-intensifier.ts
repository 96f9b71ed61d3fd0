import type { Configuration, TrialInfo, TrialValue } from '../../contract/trial.ts'
import type { RunHistory } from '../history/index.ts'
import { configurationKey } from '../space/index.ts'
import { EarlyStopping, type EarlyStoppingRule } from './early-stopping.ts'
import type { Intensifier } from './intensifier.ts'

/** Sends with each trial what it may cost at which budget. The incumbent's own trials are run to their end: others are compared with them. */
export class StoppingIntensifier implements Intensifier {
  readonly #intensifier: Intensifier
  readonly #stopping: EarlyStopping
  readonly #history: RunHistory

  /** For one objective. */
  constructor(intensifier: Intensifier, rule: EarlyStoppingRule, history: RunHistory) {
    this.#intensifier = intensifier
    this.#stopping = new EarlyStopping(rule)
    this.#history = history
  }

  get isExhausted(): boolean {
    return this.#intensifier.isExhausted
  }

  next(n: number): readonly TrialInfo[] {
    const leader = this.#history.incumbent()?.configuration ?? null
    const spared = leader === null ? null : configurationKey(leader)
    return this.#intensifier.next(n).map((info) => {
      const stopAbove = isOf(info.configuration, spared) ? null : this.#stopping.limits(info)
      return stopAbove === null ? info : Object.freeze({ ...info, stopAbove })
    })
  }

  told(info: TrialInfo, value: TrialValue): void {
    this.#stopping.told(info, value)
    this.#intensifier.told(info, value)
  }
}

const isOf = (configuration: Configuration, key: string | null): boolean => key !== null && configurationKey(configuration) === key
