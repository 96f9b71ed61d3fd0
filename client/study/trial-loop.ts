import { hasCost } from '../../contract/has-cost.ts'
import { StatusType } from '../../contract/status.ts'
import type { TrialInfo, TrialValue } from '../../contract/trial.ts'
import type { Clock } from '../runner/clock.ts'
import type { Runner } from '../runner/runner.ts'
import { failureOf } from './failure-of.ts'
import type { PendingTrial } from './replay.ts'
import type { RunStatistics } from './run-statistics.ts'
import type { StopCause } from './stop-reason.ts'
import { StudyError } from './study-error.ts'
import { WakeUp } from './wake-up.ts'

/** What the loop asks of the optimizer that it drives. */
interface LoopOptimizer {
  ask(n: number): readonly TrialInfo[]
  tell(info: TrialInfo, value: TrialValue): void
  /** Whether this very trial was asked for, in this run or before, and has no result. */
  isOpen(info: TrialInfo): boolean
  submitted(info: TrialInfo): void
  /** How many more trials may be begun while `inFlight` are on their way. */
  trialsLeft(inFlight: number): number
  /** Why the run must end now, or null. */
  mustStop(elapsedMs: number): StopCause | null
  /** Why no further trial can be asked for, or null while there may be more. */
  exhausted(): StopCause | null
  iteration(point: 'start' | 'end'): void
}

export interface TrialLoopOptions {
  readonly optimizer: LoopOptimizer
  readonly runner: Runner
  readonly clock: Clock
  readonly statistics: RunStatistics
  /** What the targets get as `data`; undefined: nothing. */
  readonly data: unknown
  /** The most trials at a time, or null. */
  readonly workers: number | null
  readonly runTimeLimitMs: number | null
  readonly trialTimeLimitMs: number | null
  readonly signal: AbortSignal | null
  /** How long an interrupted run waits for trials that are about to finish, ms. */
  readonly graceMs: number
  /** Trials that earlier sessions of the run have left; they come first. */
  readonly pending: readonly PendingTrial[]
  /** How long earlier sessions of the run have worked, ms. */
  readonly earlierMs: number
}

/** While every worker is taken, more may come: how often that is looked at, ms. */
const RECHECK_MS = 100
/** Trials that are asked for, and results that are told, in one go: with hundreds of workers, everything else has its turn in between. */
const MOST_AT_ONCE = 32
/** How long results of cancelled trials are waited for, ms. */
const CANCEL_ALLOWANCE_MS = 1_000

/**
 * Keeps the workers busy: gives every free worker a trial, takes in what has finished, and sleeps until something changes.
 * It waits for no single trial and for no single submission. Runs once.
 */
export class TrialLoop {
  readonly #options: TrialLoopOptions
  readonly #startedAt: number
  readonly #deadline: number | null
  /** Submitted by this loop and not answered. */
  readonly #inFlight = new Set<TrialInfo>()
  readonly #left: PendingTrial[] = []
  /** Results that were taken from the runner and not told yet. */
  #arrived: (readonly [TrialInfo, TrialValue])[] = []
  /** Results that were told since everybody else had their turn. */
  #told = 0
  #unaccepted = 0
  #failure: StopCause | null = null
  #isEnding = false
  #isWaiting = false
  readonly #wakeUp: WakeUp

  constructor(options: TrialLoopOptions) {
    this.#options = options
    this.#wakeUp = new WakeUp(options.clock)
    this.#startedAt = options.clock.now() - options.earlierMs
    this.#deadline = options.runTimeLimitMs === null ? null : this.#startedAt + options.runTimeLimitMs
  }

  /** Once the run has ended: the trials that it has cut, for the run that goes on with it. */
  get left(): readonly PendingTrial[] {
    return this.#left
  }

  /** Until the run has ended; never throws for what went wrong on the way: the cause says it. */
  async run(): Promise<StopCause> {
    const { runner, signal } = this.#options
    const wake = (): void => this.wake()
    signal?.addEventListener('abort', wake, { once: true })
    try {
      if (this.#deadline !== null) runner.setDeadline?.(this.#deadline)
      const cause = await this.#untilStopped()
      await this.#end(cause)
      if (this.#deadline !== null && cause.kind !== 'failed') runner.setDeadline?.(Number.POSITIVE_INFINITY)
      return cause
    } catch (error) {
      const cause = failureOf(error)
      await this.#end(cause).catch(() => {})
      return cause
    } finally {
      signal?.removeEventListener('abort', wake)
    }
  }

  /** Something may have changed: looks again. */
  wake(): void {
    this.#wakeUp.call()
  }

  async #untilStopped(): Promise<StopCause> {
    const { optimizer } = this.#options
    this.#takeUp()
    for (;;) {
      this.#wakeUp.reset()
      optimizer.iteration('start')
      this.#told += this.#collect(MOST_AT_ONCE - this.#told)
      const cause = this.#stopCause()
      if (cause !== null) return cause
      const isMore = this.#fill()
      optimizer.iteration('end')
      const late = this.#stopCause() ?? (this.#inFlight.size === 0 ? optimizer.exhausted() : null)
      if (late !== null) return late
      if (isMore || this.#arrived.length > 0 || this.#told === MOST_AT_ONCE) await this.#turn()
      else await this.#change(Math.min(RECHECK_MS, this.#timeLeft()))
    }
  }

  #stopCause(): StopCause | null {
    if (this.#failure !== null) return this.#failure
    if (this.#options.signal?.aborted === true) return { kind: 'interrupted' }
    return this.#options.optimizer.mustStop(this.#options.clock.now() - this.#startedAt)
  }

  #timeLeft(): number {
    return this.#deadline === null ? Number.POSITIVE_INFINITY : Math.max(0, this.#deadline - this.#options.clock.now())
  }

  /** Takes what has come, and tells up to so many results; gives their number. */
  #collect(most: number): number {
    const { runner, clock, statistics, optimizer } = this.#options
    for (const result of runner.iterResults()) this.#arrived.push(result)
    const results = this.#arrived.splice(0, most)
    for (const [info, value] of results) {
      if (!this.#inFlight.delete(info)) {
        // Left over from an earlier run. Of this optimizer's trials those with a cost count; the others were ended with that run.
        if (!optimizer.isOpen(info)) continue
        statistics.late(value)
        if (hasCost(value.status)) optimizer.tell(info, value)
        continue
      }
      if (this.#wasCut(info, value)) {
        statistics.cancelled(info, value, clock.now())
        this.#left.push(unsent(info))
        continue
      }
      statistics.finished(info, value)
      optimizer.tell(info, value)
    }
    statistics.workers(this.#workers(), clock.now())
    return results.length
  }

  /** A trial that was ended because the run ended tells nothing of its configuration. */
  #wasCut({ timeLimitMs }: TrialInfo, { status, runtimeMs }: TrialValue): boolean {
    if (hasCost(status)) return false
    if (this.#isEnding) return true
    const trialTimeLimitMs = timeLimitMs ?? this.#options.trialTimeLimitMs
    return status === StatusType.TIMEOUT && this.#timeLeft() <= RECHECK_MS && (trialTimeLimitMs === null || runtimeMs < trialTimeLimitMs)
  }

  #workers(): number {
    const { runner } = this.#options
    const count = runner.limit ?? runner.countAvailableWorkers() + this.#inFlight.size
    return Math.min(count, this.#options.workers ?? Number.POSITIVE_INFINITY)
  }

  /** True when more can be asked for at once. */
  #fill(): boolean {
    const { runner, optimizer, workers } = this.#options
    const inFlight = this.#inFlight.size
    // With nothing in flight and no worker, one submission is made all the same: the runner's patience decides.
    const free = Math.max(runner.countAvailableWorkers(), inFlight === 0 ? 1 : 0)
    const wanted = Math.min(free, (workers ?? Number.POSITIVE_INFINITY) - inFlight, optimizer.trialsLeft(inFlight))
    if (wanted <= 0) return false
    const asked = optimizer.ask(Math.min(wanted, MOST_AT_ONCE))
    for (const info of asked) this.#submit(info)
    return asked.length < wanted && asked.length === MOST_AT_ONCE
  }

  /** Lets everybody else do what is due. */
  async #turn(): Promise<void> {
    await new Promise<void>((resolve) => this.#options.clock.after(0, resolve))
    this.#told = 0
  }

  /** What has ended is told; the rest goes on, or goes out again. */
  #takeUp(): void {
    const { runner, optimizer, statistics, pending } = this.#options
    for (const { info, value } of pending) {
      if (value === null) continue
      statistics.earlier(info, value)
      optimizer.tell(info, value)
    }
    const open = pending.filter(({ value }) => value === null)
    if (this.#stopCause() !== null) {
      this.#left.push(...open)
      return
    }
    for (const { info, sent } of open) {
      const again = sent === null || runner.resumeTrial === undefined ? null : sent
      this.#submit(info, (data) => (again === null ? runner.submitTrial(info, data) : runner.resumeTrial?.(info, again, data)))
    }
  }

  #submit(
    info: TrialInfo,
    send: (data: unknown) => Promise<void> | undefined = (data) => this.#options.runner.submitTrial(info, data),
  ): void {
    const { clock, statistics, optimizer, data } = this.#options
    this.#inFlight.add(info)
    this.#unaccepted++
    statistics.submitted(info, clock.now())
    Promise.resolve(send(data))
      .then(
        () => optimizer.submitted(info),
        (error: unknown) => {
          if (!this.#inFlight.delete(info)) return
          statistics.refused(info)
          this.#left.push(unsent(info))
          throw error
        },
      )
      .catch((error: unknown) => {
        this.#failure ??= failureOf(error)
      })
      .finally(() => {
        this.#unaccepted--
        this.wake()
      })
  }

  /** Until a result can be taken, a submission is settled, the run is interrupted, or the time is over. */
  async #change(atMostMs: number): Promise<void> {
    if (!this.#isWaiting && this.#inFlight.size > this.#unaccepted) this.#wait(this.#options.runner)
    await this.#wakeUp.sleep(atMostMs)
  }

  #wait(runner: Runner): void {
    this.#isWaiting = true
    runner
      .wait()
      .then(() => {
        if (!runner.isRunning() && this.#unaccepted === 0 && this.#inFlight.size > 0) {
          throw new StudyError('run', '', `the runner is idle, yet ${this.#inFlight.size} trials that it accepted have no result`)
        }
      })
      .catch((error: unknown) => {
        this.#failure ??= failureOf(error)
      })
      .finally(() => {
        this.#isWaiting = false
        this.wake()
      })
  }

  /** Interrupted: lets finish what is about to. Then ends what is in flight, and takes in the last results. */
  async #end(cause: StopCause): Promise<void> {
    const { runner, clock, statistics, graceMs } = this.#options
    // Of what came before the end, nothing was cut.
    this.#collect(Number.POSITIVE_INFINITY)
    if (cause.kind === 'interrupted' && this.#inFlight.size > this.#unaccepted) await this.#drain(graceMs)
    this.#isEnding = true
    if (this.#inFlight.size > 0) {
      runner.cancel?.(`the run ended: ${cause.kind}`)
      const isCut = runner.cancel !== undefined || (cause.kind === 'run-time' && runner.setDeadline !== undefined)
      await this.#drain(isCut ? CANCEL_ALLOWANCE_MS : 0)
      // Where nothing ends them, they go on: their results are taken in by whoever uses the runner next.
      if (isCut) this.#left.push(...[...this.#inFlight].map(unsent))
    }
    statistics.abandon(clock.now())
    this.#inFlight.clear()
  }

  async #drain(atMostMs: number): Promise<void> {
    const until = this.#options.clock.now() + atMostMs
    for (;;) {
      this.#wakeUp.reset()
      this.#collect(Number.POSITIVE_INFINITY)
      const left = until - this.#options.clock.now()
      if (this.#inFlight.size === 0 || left <= 0) return
      await this.#change(left)
    }
  }
}

const unsent = (info: TrialInfo): PendingTrial => ({ info, sent: null, value: null })
