/** What the model must know of one function. */
export interface FunctionSettings {
  readonly name: string
  /** The function's time-out, ms. */
  readonly timeoutMs: number
  /** The longest an environment may take to get ready, ms. */
  readonly initTimeoutMs: number
  /** Retries after an error of the function itself: 0, 1 or 2. */
  readonly maximumRetryAttempts: number
  /** An event that waited longer is given up, ms. */
  readonly maximumEventAgeMs: number
  /** The function that gets the failure record, or null. */
  readonly onFailure: string | null
  /** A number: so many environments of its own, outside the account's concurrency. Null: shares the account's. */
  readonly separateConcurrency: number | null
}
