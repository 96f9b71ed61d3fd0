import type { LedgerEntry } from './ledger-entry.ts'
import type { TrialRoll } from './trial-roll.ts'

/** So many trials of a kind must have ended before one of them can be called slow. */
const FEWEST = 3
/** The median is of the latest ones. */
const MOST = 32
/** Nothing is slow before this: starting an environment takes as long. */
const LEAST_MS = 1_000
/** A worker must have been free for so long: whoever has a new trial for it comes first. */
const SPARE_MS = 200
const LOOK_AGAIN_MS = 1_000

/** Which trials take so much longer than others of their kind that a second attempt beside them pays. Pure: time comes in. */
export class Stragglers {
  readonly #factor: number
  readonly #durations = new Map<string, number[]>()
  #spareSince: number | null = null
  #lookedAt = Number.NEGATIVE_INFINITY

  /** @param factor how many times the median of its kind a trial may take */
  constructor(factor: number) {
    this.#factor = factor
  }

  /** A trial of this kind has ended well, so long after its event was sent. */
  ended(kind: string, durationMs: number): void {
    const durations = this.#durations.get(kind) ?? []
    durations.push(durationMs)
    if (durations.length > MOST) durations.shift()
    this.#durations.set(kind, durations)
  }

  /** When to look next; Infinity while no worker is free. */
  get nextLook(): number {
    return this.#spareSince === null ? Number.POSITIVE_INFINITY : Math.max(this.#spareSince + SPARE_MS, this.#lookedAt + LOOK_AGAIN_MS)
  }

  /** Those that are slow, the slowest first, as many as there are workers for: some are free, and no trial waits for one. */
  due(roll: TrialRoll, workers: number, now: number): readonly LedgerEntry[] {
    const isSpare = roll.size > 0 && !roll.isWaiting && roll.taken < workers
    if (!isSpare) this.#spareSince = null
    else this.#spareSince ??= now
    if (this.nextLook > now) return []
    this.#lookedAt = now
    const medians = new Map<string, number>()
    return roll
      .entries()
      .map((entry) => ({ entry, times: this.#times(entry, now, medians) }))
      .filter(({ times }) => times > this.#factor)
      .sort((a, b) => b.times - a.times)
      .slice(0, workers - roll.taken)
      .map(({ entry }) => entry)
  }

  /** How many medians of its kind it has taken. */
  #times({ flight, isCopied, kind }: LedgerEntry, now: number, medians: Map<string, number>): number {
    if (flight === null || isCopied || !flight.isAccepted || flight.isEarlier || now - flight.invokedAt < LEAST_MS) return 0
    const median = medians.get(kind) ?? this.#median(kind)
    medians.set(kind, median)
    return (now - flight.invokedAt) / median
  }

  #median(kind: string): number {
    const durations = this.#durations.get(kind) ?? []
    if (durations.length < FEWEST) return Number.POSITIVE_INFINITY
    return Math.max(1, durations.toSorted((a, b) => a - b)[durations.length >> 1] ?? 1)
  }
}
