import type { CloudFaults } from './model/cloud-faults.ts'

type Fault = keyof CloudFaults

/**
 * Planned misbehaviour of an embedded cluster, for tests: each word makes the next occasion (or the next few) go wrong.
 *
 * @example
 * const faults = new Faults()
 * await using cluster = await LocalCluster.start({ workers: 2, faults })
 * faults.duplicateNextEvents()
 */
export class Faults implements CloudFaults {
  readonly #planned = new Map<Fault, number>()

  /** The next invokes are refused with 429. */
  throttleNextInvokes(count = 1): void {
    this.#plan('throttleInvoke', count)
  }

  /** The next events are accepted and never sent to the function. */
  loseNextEvents(count = 1): void {
    this.#plan('loseEvent', count)
  }

  /** The next events reach the function twice. */
  duplicateNextEvents(count = 1): void {
    this.#plan('duplicateEvent', count)
  }

  /** The next environments that get an invocation are killed as they get it. */
  killNextEnvironments(count = 1): void {
    this.#plan('killEnvironment', count)
  }

  /** The next on-failure records are not delivered. */
  loseNextFailureRecords(count = 1): void {
    this.#plan('loseFailureRecord', count)
  }

  /** The next messages are accepted and lost. */
  loseNextMessages(count = 1): void {
    this.#plan('loseMessage', count)
  }

  /** The next messages are delivered twice. */
  duplicateNextMessages(count = 1): void {
    this.#plan('duplicateMessage', count)
  }

  throttleInvoke(): boolean {
    return this.#happens('throttleInvoke')
  }

  loseEvent(): boolean {
    return this.#happens('loseEvent')
  }

  duplicateEvent(): boolean {
    return this.#happens('duplicateEvent')
  }

  killEnvironment(): boolean {
    return this.#happens('killEnvironment')
  }

  loseFailureRecord(): boolean {
    return this.#happens('loseFailureRecord')
  }

  loseMessage(): boolean {
    return this.#happens('loseMessage')
  }

  duplicateMessage(): boolean {
    return this.#happens('duplicateMessage')
  }

  #plan(fault: Fault, count: number): void {
    this.#planned.set(fault, (this.#planned.get(fault) ?? 0) + count)
  }

  #happens(fault: Fault): boolean {
    const left = this.#planned.get(fault)
    if (left === undefined || left === 0) return false
    this.#planned.set(fault, left - 1)
    return true
  }
}
