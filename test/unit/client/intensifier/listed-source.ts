import type { ConfigurationSource } from '../../../../client/intensifier/configuration-source.ts'
import type { Configuration, TrialInfo } from '../../../../contract/trial.ts'

/** Proposes `{ x: 0 }`, `{ x: 1 }`, … up to a number of them. */
export class ListedSource implements ConfigurationSource {
  readonly told = (info: TrialInfo): void => void this.heard.push(info)
  readonly heard: TrialInfo[] = []
  readonly #most: number
  #next = 0

  constructor(most: number) {
    this.#most = most
  }

  get exhausted(): boolean {
    return this.#next >= this.#most
  }

  propose(n: number): readonly Configuration[] {
    return Array.from({ length: Math.min(n, this.#most - this.#next) }, () => ({ x: this.#next++ }))
  }
}
