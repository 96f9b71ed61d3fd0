import type { Configuration } from '../../contract/trial.ts'
import { bestFirst } from './best-first.ts'
import type { Rung } from './halving-rungs.ts'
import type { HalvingJob, Newcomers } from './halving-schedule.ts'

interface Entry {
  readonly configuration: Configuration
  readonly costs: readonly number[]
}

/** One run of successive halving: a stage begins once the one before has all its results. */
export class Bracket {
  readonly #rungs: readonly Rung[]
  readonly #inFlight = new Set<HalvingJob>()
  #stage = 0
  /** Configurations of the stage that are not begun. Null in the first stage, which takes new ones. */
  #waiting: Configuration[] | null = null
  #begun = 0
  #isShort = false
  #results: Entry[] = []

  constructor(rungs: readonly Rung[]) {
    this.#rungs = rungs
  }

  get isOver(): boolean {
    return this.#stage >= this.#rungs.length
  }

  next(newcomers: Newcomers): HalvingJob | null {
    let configuration = this.#waiting === null ? this.#newcomer(newcomers) : (this.#waiting.shift() ?? null)
    // Nobody new is left: the stage may have ended with those that there are.
    if (configuration === null && this.#isShort) configuration = this.#waiting?.shift() ?? null
    const rung = this.#rungs[this.#stage]
    if (configuration === null || rung === undefined) return null
    const job = { configuration, budget: rung.budget }
    this.#inFlight.add(job)
    return job
  }

  /** False when the job is another bracket's. */
  ended(job: HalvingJob, costs: readonly number[]): boolean {
    if (!this.#inFlight.delete(job)) return false
    this.#results.push({ configuration: job.configuration, costs })
    this.#promote()
    return true
  }

  #newcomer(newcomers: Newcomers): Configuration | null {
    if (this.#isShort || this.#begun >= (this.#rungs[0]?.size ?? 0)) return null
    const configuration = newcomers.next()
    if (configuration !== null) this.#begun++
    else if (newcomers.isOver) {
      this.#isShort = true
      this.#promote()
    }
    return configuration
  }

  /** On to the next stage, when this one has all its results. */
  #promote(): void {
    const rung = this.#rungs[this.#stage]
    if (rung === undefined || this.#inFlight.size > 0) return
    if (this.#waiting === null ? this.#begun < rung.size && !this.#isShort : this.#waiting.length > 0) return
    this.#stage++
    const finite = this.#results.filter(({ costs }) => costs.every(Number.isFinite))
    this.#waiting = bestFirst(finite)
      .slice(0, this.#rungs[this.#stage]?.size ?? 0)
      .map(({ configuration }) => configuration)
    this.#results = []
    if (this.#waiting.length === 0) this.#stage = this.#rungs.length
  }
}
