export const NONE_TO_TRY_AGAIN = 'lost: its worker was lost or never started it, and there was none to try again'

/** How long a limit of 0 is borne. */
export class Patience {
  readonly #patienceMs: number
  #zeroSince: number | null = null

  constructor(patienceMs: number) {
    this.#patienceMs = patienceMs
  }

  /** When it is over, ms since the epoch; Infinity while there are workers. */
  get end(): number {
    return this.#zeroSince === null ? Number.POSITIVE_INFINITY : this.#zeroSince + this.#patienceMs
  }

  look(limit: number, now: number): void {
    if (limit > 0) this.#zeroSince = null
    else this.#zeroSince ??= now
  }

  isOver(now: number): boolean {
    return now >= this.end
  }
}
