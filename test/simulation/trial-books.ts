import type { Clock } from '../../client/runner/clock.ts'
import { StatusType } from '../../contract/status.ts'
import type { TrialInfo, TrialValue } from '../../contract/trial.ts'
import { costOf } from './simulated-target.ts'
import { STORING_MS, type Witness } from './witness.ts'

interface Page {
  readonly trial: number
  state: 'submitted' | 'admitted' | 'rejected'
  deliveries: number
}

interface TrialBooksOptions {
  readonly retries: number
  /** How often a slow trial is sent beside itself. */
  readonly copies: number
  readonly leaseMs: number
  readonly firstTrial: number
  /** How often the run was resumed. */
  readonly resumed: number
}

/** A lease that is over is noticed within this time. */
const LATE_MS = 100

/** What the runner's user sees of every trial: one submission, one end. */
export class TrialBooks {
  readonly #witness: Witness
  readonly #clock: Clock
  readonly #retries: number
  readonly #copies: number
  readonly #leaseMs: number
  /** Every life may send each trial once more. */
  readonly #resumed: number
  #nextTrial: number
  readonly #pages = new Map<TrialInfo, Page>()
  /** Something outside the trials ends them: a limit of 0, an interruption, a queue that is gone. */
  mayEndEarly = false

  constructor(witness: Witness, clock: Clock, options: TrialBooksOptions) {
    this.#witness = witness
    this.#clock = clock
    this.#retries = options.retries
    this.#copies = options.copies
    this.#leaseMs = options.leaseMs
    this.#nextTrial = options.firstTrial
    this.#resumed = options.resumed
  }

  /** @param trial the number of one that an earlier process has sent */
  submitted(info: TrialInfo, trial = this.#nextTrial++): void {
    if (this.#pages.has(info)) this.#witness.violated('the loop submitted one trial twice')
    this.#pages.set(info, { trial, state: 'submitted', deliveries: 0 })
  }

  admitted(info: TrialInfo): void {
    const page = this.#page(info)
    if (page !== undefined) page.state = 'admitted'
  }

  rejected(info: TrialInfo): void {
    const page = this.#page(info)
    if (page !== undefined) page.state = 'rejected'
  }

  /** Nothing that was sent up to now is waited for. */
  cancelled(): void {
    this.#witness.awaited.clear()
  }

  delivered(info: TrialInfo, value: TrialValue): void {
    const page = this.#page(info)
    if (page === undefined) return
    this.#witness.tell(() => `client: trial ${page.trial} ends: status ${value.status}, attempt ${value.attempt}`)
    page.deliveries++
    this.#witness.delivered.add(page.trial)
    if (page.deliveries > 1) this.#witness.violated(`trial ${page.trial} counted ${page.deliveries} times`)
    if (page.state === 'rejected') this.#witness.violated(`trial ${page.trial} was rejected and delivered`)
    const most = (1 + this.#retries + this.#copies) * (1 + this.#resumed) + (this.#witness.notStarted.get(page.trial) ?? 0)
    if (value.attempt > most) this.#witness.violated(`trial ${page.trial} took ${value.attempt} attempts, at most ${most} were due`)
    if (value.status === StatusType.SUCCESS) this.#checkSuccess(page, info, value)
    else this.#checkLoss(page, value)
  }

  /** At the end of the run. */
  close(isFailed: boolean): void {
    for (const { trial, state, deliveries } of this.#pages.values()) {
      if (state === 'submitted') this.#witness.violated(`the submission of trial ${trial} never ended`)
      if (state === 'admitted' && deliveries === 0 && !isFailed)
        this.#witness.violated(`trial ${trial} was lost: accepted and never delivered`)
    }
  }

  get deliveries(): number {
    let sum = 0
    for (const { deliveries } of this.#pages.values()) sum += deliveries
    return sum
  }

  #checkSuccess({ trial }: Page, info: TrialInfo, { cost }: TrialValue): void {
    if (cost !== costOf(info)) this.#witness.violated(`trial ${trial} got the cost ${cost}, its own is ${costOf(info)}`)
  }

  /** The target never fails: a trial that did not succeed lost its workers, each by a fault. */
  #checkLoss({ trial }: Page, { attempt, additionalInfo, endedAt }: TrialValue): void {
    if (this.mayEndEarly) return
    if ((this.#witness.heard.get(trial) ?? Number.POSITIVE_INFINITY) <= this.#clock.now() + STORING_MS)
      this.#witness.violated(`trial ${trial} ended without a result; it had come`)
    const waitedMs = endedAt - (this.#witness.sentAt.get(trial) ?? 0)
    if (additionalInfo.errorCode === 'lost' && waitedMs > this.#leaseMs + LATE_MS) {
      this.#witness.violated(`trial ${trial} was waited for ${waitedMs} ms; its lease is ${this.#leaseMs} ms`)
    }
    const harmed = this.#witness.harmed.get(trial)?.size ?? 0
    if (harmed > this.#retries) return
    this.#witness.violated(
      `trial ${trial} ended without a result in attempt ${attempt} (${additionalInfo.error}); ${harmed} of its attempts met a fault`,
    )
  }

  #page(info: TrialInfo): Page | undefined {
    const page = this.#pages.get(info)
    if (page === undefined) this.#witness.violated('something came for a trial that was never submitted')
    return page
  }
}
