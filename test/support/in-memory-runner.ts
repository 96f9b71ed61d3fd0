import type { Clock } from '../../client/runner/clock.ts'
import { NoWorkersError, RunnerClosedError } from '../../client/runner/errors.ts'
import type { RunAnswer, Runner, RunOptions } from '../../client/runner/runner.ts'
import type { RunnerBilling } from '../../client/runner/runner-billing.ts'
import { StatusType } from '../../contract/status.ts'
import type { Configuration, TrialInfo, TrialValue } from '../../contract/trial.ts'

/** How a trial goes: its value, and when; `afterMs: null` holds it until `finish`. */
export interface TrialCourse {
  readonly value: Partial<TrialValue>
  readonly afterMs: number | null
}

export interface InMemoryRunnerOptions {
  readonly clock: Clock
  readonly workers: number
  readonly course: (info: TrialInfo, data: unknown) => TrialCourse
  /** How long a submission takes to be accepted, ms; 0 by default. */
  readonly acceptMs?: number
  readonly patienceMs?: number
  /** What it is billed by; nothing by default. */
  readonly billing?: RunnerBilling
}

/** A runner without a cloud: trials take the time and end the way they are told to. Its number of workers can change. */
export class InMemoryRunner implements Runner {
  readonly submitted: TrialInfo[] = []
  readonly data: unknown[] = []
  mostInFlight = 0
  cancellations: string[] = []
  deadline = Number.POSITIVE_INFINITY
  readonly #options: InMemoryRunnerOptions
  readonly #flying = new Map<TrialInfo, { readonly startedAt: number; readonly course: TrialCourse }>()
  #results: (readonly [TrialInfo, TrialValue])[] = []
  #waiters: (() => void)[] = []
  #workers: number
  #isClosed = false

  constructor(options: InMemoryRunnerOptions) {
    this.#options = options
    this.#workers = options.workers
  }

  setWorkers(workers: number): void {
    this.#workers = workers
    this.#notify()
  }

  /** Trials in flight, oldest first. */
  get inFlight(): readonly TrialInfo[] {
    return [...this.#flying.keys()]
  }

  async submitTrial(info: TrialInfo, data?: unknown): Promise<void> {
    this.#check('submitTrial')
    const { clock, acceptMs = 0, patienceMs = 5_000 } = this.#options
    if (this.#workers === 0) await new Promise<void>((resolve) => clock.after(patienceMs, resolve))
    if (this.#workers === 0) throw new NoWorkersError(patienceMs / 1000, 'the limit', 'raise it')
    const course = this.#options.course(info, data)
    this.submitted.push(info)
    this.data.push(data)
    this.#flying.set(info, { startedAt: clock.now(), course })
    this.mostInFlight = Math.max(this.mostInFlight, this.#flying.size)
    if (acceptMs > 0) await new Promise<void>((resolve) => clock.after(acceptMs, resolve))
    if (course.afterMs === null) return
    const left = this.deadline - clock.now()
    if (left < course.afterMs) clock.after(left, () => this.#end(info, { status: StatusType.TIMEOUT, cost: Number.POSITIVE_INFINITY }))
    else clock.after(course.afterMs, () => this.#end(info, course.value))
  }

  /** Ends a trial that is held (or any other). */
  finish(info: TrialInfo, value: Partial<TrialValue> = {}): void {
    this.#end(info, { ...this.#flying.get(info)?.course.value, ...value })
  }

  iterResults(): Iterable<readonly [TrialInfo, TrialValue]> {
    this.#check('iterResults')
    const results = this.#results
    this.#results = []
    return results
  }

  async wait(): Promise<void> {
    this.#check('wait')
    if (this.#results.length > 0 || this.#flying.size === 0) return
    await new Promise<void>((resolve) => this.#waiters.push(resolve))
  }

  isRunning(): boolean {
    return !this.#isClosed && (this.#flying.size > 0 || this.#results.length > 0)
  }

  countAvailableWorkers(): number {
    this.#check('countAvailableWorkers')
    return Math.max(0, this.#workers - this.#flying.size)
  }

  async run(
    configuration: Configuration,
    { instance = null, budget = null, seed = null }: RunOptions = {},
    data?: unknown,
  ): Promise<RunAnswer> {
    const { value } = this.#options.course({ configuration, instance, budget, seed }, data)
    const { status, cost, runtimeMs, additionalInfo } = complete(value, 0, 0)
    return [status, cost, runtimeMs, additionalInfo]
  }

  cancel(reason: string): void {
    this.cancellations.push(reason)
    for (const info of this.inFlight) {
      this.#end(info, { status: StatusType.CRASHED, cost: Number.POSITIVE_INFINITY, additionalInfo: { error: reason } })
    }
  }

  setDeadline(epochMs: number): void {
    this.deadline = epochMs
  }

  get limit(): number {
    return this.#workers
  }

  get billing(): RunnerBilling | undefined {
    return this.#options.billing
  }

  get limitDescription(): string {
    return `${this.#workers} workers: the maximum you set`
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#notify()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #end(info: TrialInfo, value: Partial<TrialValue>): void {
    const flying = this.#flying.get(info)
    if (flying === undefined) return
    this.#flying.delete(info)
    this.#results.push([info, complete(value, flying.startedAt, this.#options.clock.now())])
    this.#notify()
  }

  #notify(): void {
    const waiters = this.#waiters
    this.#waiters = []
    for (const resolve of waiters) resolve()
  }

  #check(call: string): void {
    if (this.#isClosed) throw new RunnerClosedError(call)
  }
}

function complete(value: Partial<TrialValue>, startedAt: number, endedAt: number): TrialValue {
  const runtimeMs = endedAt - startedAt
  return {
    status: StatusType.SUCCESS,
    cost: 0,
    runtimeMs,
    cpuTimeMs: runtimeMs,
    startedAt,
    endedAt,
    additionalInfo: {},
    worker: null,
    attempt: 1,
    ...value,
  }
}
