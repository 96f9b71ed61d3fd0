/** Time as an argument. */
export interface JournalClock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Calls back once; the answer cancels it. */
  after(delayMs: number, callback: () => void): () => void
}
