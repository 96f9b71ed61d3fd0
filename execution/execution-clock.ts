/** Time, as the executor needs it. */
export interface ExecutionClock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Calls back once after `delayMs`; the return value cancels it. Never keeps the process alive by itself. */
  after(delayMs: number, callback: () => void): () => void
}
