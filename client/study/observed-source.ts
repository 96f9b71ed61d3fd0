import type { Configuration, TrialInfo, TrialValue } from '../../contract/trial.ts'
import type { ConfigurationSource } from '../intensifier/configuration-source.ts'

export interface SourceObserver {
  beforeNext(): void
  next(configuration: Configuration): void
}

/** A source of configurations that somebody watches. */
export class ObservedSource implements ConfigurationSource {
  readonly #source: ConfigurationSource
  readonly #observer: SourceObserver

  constructor(source: ConfigurationSource, observer: SourceObserver) {
    this.#source = source
    this.#observer = observer
  }

  get exhausted(): boolean {
    return this.#source.exhausted
  }

  propose(n: number): readonly Configuration[] {
    this.#observer.beforeNext()
    const proposed = this.#source.propose(n)
    for (const configuration of proposed) this.#observer.next(configuration)
    return proposed
  }

  told(info: TrialInfo, value: TrialValue): void {
    this.#source.told(info, value)
  }
}
