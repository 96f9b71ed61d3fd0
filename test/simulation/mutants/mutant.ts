/** A deliberate defect: one piece of the client's source, replaced. */
export interface Mutant {
  readonly name: string
  /** Below the repository's root. */
  readonly file: string
  /** Must occur exactly once. */
  readonly find: string
  readonly replace: string
  /** A schedule that finds it. */
  readonly seed: number
}
