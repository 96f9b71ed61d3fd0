/** What is simulated once. */
export interface QualityRun {
  readonly function: string
  readonly facade: string
  /** Trials pending at a time. */
  readonly workers: number
  readonly seed: number
  /** Null: the function's own (`trialsOf`). */
  readonly trials: number | null
}

/** What came of it. */
export interface QualityOutcome {
  /** Regret of the incumbent's true cost, divided by the function's scale; of several objectives, the hypervolume of all that was evaluated. */
  readonly final: number
  /** The mean of that over the finished trials. */
  readonly area: number
  /** Trials that were run. */
  readonly trials: number
  /** Mean time that an ask took, and the longest, ms. */
  readonly askMs: number
  readonly longestAskMs: number
  /** What the facade said it does. */
  readonly description: string
}
