/** One call of the function, as Lambda tells it. */
export interface Invocation {
  readonly requestId: string
  /** Milliseconds until Lambda ends this environment. */
  remainingMs(): number
}
