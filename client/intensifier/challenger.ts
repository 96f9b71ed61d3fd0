import type { Configuration } from '../../contract/trial.ts'
import { pairKey, type TrialPair } from './trial-pairs.ts'

/** A configuration that races against the incumbent. */
export class Challenger {
  readonly configuration: Configuration
  /** Higher for younger ones. */
  readonly number: number
  /** Pair → cost, of its trials that have ended. */
  readonly costs = new Map<string, number>()
  /** Time of its trials that have ended, ms. */
  runtimeMs = 0
  readonly #known = new Set<string>()
  readonly #waiting: TrialPair[] = []
  readonly #inFlight = new Set<string>()
  /** Pairs that it may be run on in the present round. */
  #size = 1

  constructor(configuration: Configuration, number: number) {
    this.configuration = configuration
    this.number = number
  }

  /** The pairs that it was, is, or will be run on. */
  get known(): ReadonlySet<string> {
    return this.#known
  }

  /** True when nothing of the present round is left to begin or to wait for. */
  get isRoundOver(): boolean {
    return this.#waiting.length === 0 && this.#inFlight.size === 0
  }

  /** The pairs that it is being run on. */
  get inFlight(): ReadonlySet<string> {
    return this.#inFlight
  }

  /** True when something can be begun now. */
  get isWaiting(): boolean {
    return this.#waiting.length > 0
  }

  /** The next round, twice as large as the last one, on pairs of these that it was not run on. */
  enter(pairs: readonly TrialPair[]): void {
    const fresh = pairs.filter((pair) => !this.#known.has(pairKey(pair)))
    for (const pair of fresh.slice(0, Math.max(1, this.#size - this.#known.size))) {
      this.#known.add(pairKey(pair))
      this.#waiting.push(pair)
    }
    this.#size = Math.max(2, 2 * this.#known.size)
  }

  /** What to begin now, or null. */
  begin(): TrialPair | null {
    const pair = this.#waiting.shift() ?? null
    if (pair !== null) this.#inFlight.add(pairKey(pair))
    return pair
  }

  ended(pair: TrialPair, cost: number, runtimeMs: number): void {
    if (this.#inFlight.has(pairKey(pair))) this.runtimeMs += runtimeMs
    this.#inFlight.delete(pairKey(pair))
    this.costs.set(pairKey(pair), cost)
  }

  /** Its mean less the other's where both have costs; null when there is no such pair. */
  lead(other: ReadonlyMap<string, number>): number | null {
    let own = 0
    let others = 0
    let common = 0
    for (const [pair, cost] of this.costs) {
      const beside = other.get(pair)
      if (beside === undefined) continue
      own += cost
      others += beside
      common++
    }
    if (common === 0) return null
    return own === others ? 0 : (own - others) / common
  }
}
