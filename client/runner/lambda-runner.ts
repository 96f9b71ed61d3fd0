import type { Configuration, TrialInfo, TrialValue } from '../../contract/trial.ts'
import { describeCapacity } from './capacity.ts'
import { CapacityReader } from './capacity-reader.ts'
import { checkTrialInfo } from './check-trial-info.ts'
import { within } from './clock.ts'
import type { Cluster } from './cluster.ts'
import { Collector } from './collector.ts'
import { RunnerClosedError, TransportError } from './errors.ts'
import { EventWriter } from './event-writer.ts'
import type { CheckedLambdaRunnerOptions } from './lambda-runner-options.ts'
import { Ledger } from './ledger/ledger.ts'
import type { LedgerCommand, LedgerEvent } from './ledger/ledger-protocol.ts'
import { markCancelled } from './mark-cancelled.ts'
import type { OpenRun } from './open-run.ts'
import { rejectionError } from './rejection-error.ts'
import { ResultBuffer } from './result-buffer.ts'
import type { RunAnswer, Runner, RunOptions } from './runner.ts'
import { type RunnerBilling, runnerBilling } from './runner-billing.ts'
import type { ScatteredData, ScatterOptions } from './scatter.ts'
import { Scatterer } from './scatterer.ts'
import { Submissions } from './submissions.ts'
import type { TargetFunctionRunner } from './target-function-runner.ts'
import { UsageBook } from './usage/usage-book.ts'

const CLOSE_TIMEOUT_MS = 5_000

/**
 * The parallel runner's shell: does what the ledger says, and tells it what happened.
 * It runs a single worker's trials on a cluster's function and reads their results from the run's own queue.
 */
export class LambdaRunner implements Runner {
  readonly #worker: TargetFunctionRunner
  readonly #options: CheckedLambdaRunnerOptions
  readonly #ledger: Ledger
  readonly #capacity: CapacityReader
  readonly #collector: Collector
  readonly #events: EventWriter
  readonly #scatterer: Scatterer
  readonly #usage: UsageBook
  readonly #submissions = new Submissions()
  readonly #results = new ResultBuffer()
  readonly #abort = new AbortController()
  readonly #queueUrl: string
  #deadline = Number.POSITIVE_INFINITY
  #timer: (() => void) | null = null
  #preparing = 0
  #hasSent = false
  #failure: Error | null = null
  #closing: Promise<void> | null = null
  #idle: (() => void)[] = []

  /** `begin` comes next. */
  protected constructor(worker: TargetFunctionRunner, options: CheckedLambdaRunnerOptions, { target, queueUrl, largestSize }: OpenRun) {
    const { transport, clock, run } = options
    this.#worker = worker
    this.#options = options
    this.#queueUrl = queueUrl
    this.#ledger = new Ledger({ ...options, patienceMs: options.patienceSeconds * 1000, largestSize })
    this.#usage = new UsageBook({ functionTimeoutMs: transport.functions.timeoutMs })
    this.#scatterer = new Scatterer(transport, clock)
    this.#events = new EventWriter(transport.objects, worker.settings, target, queueUrl)
    this.#capacity = new CapacityReader({
      functions: transport.functions,
      maximum: options.workers,
      clock,
      onCapacity: ({ limit }) => this.#tell({ type: 'limit', limit, now: clock.now() }),
      onWarning: options.onWarning,
    })
    this.#collector = new Collector({
      transport,
      queueUrl,
      run,
      clock,
      onResult: (result, receipt) => {
        this.#usage.answered(result, clock.now())
        this.#tell({ type: 'result', result, receipt, now: clock.now() })
      },
      onUnreadable: (error) => options.onWarning(error as Error),
      onFailure: (error) => this.#fail(error as Error),
    })
  }

  /** Reads the limit for the first time. @throws TransportError */
  protected async begin(): Promise<void> {
    await this.#capacity.read()
  }

  /** The run's id: its queue and its objects carry it. */
  get runId(): string {
    return this.#options.run
  }

  /** Where the trials run. */
  get cluster(): Cluster {
    return this.#options.cluster
  }

  /** How many workers there can be now, whatever is in flight. */
  get limit(): number {
    return this.#ledger.window.size
  }

  /** The limit in words: `10 workers: the account's unreserved concurrency`. */
  get limitDescription(): string {
    const { window } = this.#ledger
    const { capacity } = this.#capacity
    return window.isNarrow ? `${window.size} of ${describeCapacity(capacity)}` : describeCapacity(capacity)
  }

  /** Trials that are sent or being sent. */
  get inFlight(): number {
    return this.#ledger.inFlight
  }

  /** What went on behind the trials' backs. */
  get counters(): { readonly duplicates: number; readonly throttles: number; readonly retries: number } {
    const { duplicates, throttles, retries } = this.#ledger
    return { duplicates, throttles, retries }
  }

  get billing(): RunnerBilling | undefined {
    return runnerBilling(this.#options.cluster.billing, this.#options.transport, this.#usage.architecture)
  }

  /** Uploads data once, for all trials that are given the answer; `submitTrial` does it by itself for data it has not seen. */
  async scatter(data: unknown, options: Partial<ScatterOptions> = {}): Promise<ScatteredData> {
    this.#checkOpen('scatter')
    const signal = options.signal === undefined ? this.#abort.signal : AbortSignal.any([options.signal, this.#abort.signal])
    return this.#scatterer.scatter(data, { ...options, signal })
  }

  async submitTrial(info: TrialInfo, data?: unknown): Promise<void> {
    this.#checkOpen('submitTrial')
    checkTrialInfo(info)
    const reference = data === undefined ? null : await this.#prepare(async () => (await this.scatter(data)).reference)
    // After a pause the limit that was read last may be any number; while trials run it is read again by itself.
    if (this.#ledger.unfinished === 0 && this.#capacity.isStale) await this.#prepare(() => this.#capacity.read())
    const timeLimitMs = this.#worker.settings.trialTimeLimitMs ?? this.#options.transport.functions.timeoutMs
    const { trial, admitted } = this.#submissions.add({ info, data: reference, timeLimitMs })
    this.#tell({ type: 'submitted', trial, timeLimitMs, now: this.#options.clock.now() })
    await admitted
  }

  iterResults(): Iterable<readonly [TrialInfo, TrialValue]> {
    this.#checkOpen('iterResults')
    return this.#results.drain()
  }

  async wait(): Promise<void> {
    this.#checkOpen('wait')
    if (this.#hasUnfinished) await this.#results.available()
  }

  isRunning(): boolean {
    return this.#closing === null && (this.#hasUnfinished || this.#results.size > 0)
  }

  countAvailableWorkers(): number {
    this.#checkOpen('countAvailableWorkers')
    return Math.max(0, this.#ledger.free - this.#preparing)
  }

  async run(configuration: Configuration, options?: RunOptions, data?: unknown): Promise<RunAnswer> {
    this.#checkOpen('run')
    return this.#worker.run(configuration, options, data)
  }

  /** No trial runs past this moment (ms since the epoch). */
  setDeadline(deadline: number): void {
    this.#deadline = deadline
  }

  /** Ends every trial in flight, each as a CRASHED result, at once; their workers stay taken until they are done. */
  cancel(reason: string): void {
    this.#tell({ type: 'cancelled', reason, now: this.#options.clock.now() })
    this.#results.wake()
  }

  async close({ force = false } = {}): Promise<void> {
    this.#closing ??= this.#end(force)
    if (force) this.cancel('the runner was closed with force')
    await this.#closing
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  /** A submission that waits for something of ours has taken its worker already. */
  async #prepare<T>(work: () => Promise<T>): Promise<T> {
    this.#preparing++
    try {
      return await work()
    } catch (cause) {
      this.#results.wake()
      throw cause
    } finally {
      this.#preparing--
      this.#checkOpen('submitTrial')
    }
  }

  /** What is about to be submitted counts: a loop that waits must not spin while it comes. */
  get #hasUnfinished(): boolean {
    return this.#ledger.unfinished > 0 || this.#preparing > 0
  }

  #checkOpen(call: string): void {
    if (this.#closing !== null) throw new RunnerClosedError(call)
    if (this.#failure !== null) throw this.#failure
  }

  #tell(event: LedgerEvent): void {
    for (const command of this.#ledger.handle(event)) this.#do(command)
    const busy = this.#ledger.unfinished > 0
    this.#collector.setNeeded(busy && this.#failure === null)
    this.#capacity.setNeeded(busy)
    if (!busy) for (const resolve of this.#idle.splice(0)) resolve()
  }

  #do(command: LedgerCommand): void {
    const { clock } = this.#options
    switch (command.type) {
      case 'invoke':
        void this.#invoke(command)
        break
      case 'admit':
        this.#submissions.admit(command.trial)
        break
      case 'reject':
        this.#usage.forget(command.trial)
        this.#submissions.reject(
          command.trial,
          rejectionError(command.why, this.#options.patienceSeconds, this.#capacity.capacity, this.#failure),
        )
        break
      case 'deliver':
        this.#deliver(command)
        break
      case 'acknowledge':
        this.#collector.acknowledge(command.receipt)
        break
      case 'read limit':
        this.#capacity.distrust()
        break
      case 'timer':
        this.#timer?.()
        this.#timer = clock.after(Math.max(0, command.at - clock.now()), () => this.#tell({ type: 'tick', now: clock.now() }))
        break
    }
  }

  #deliver({ trial, ending }: LedgerCommand & { type: 'deliver' }): void {
    const now = this.#options.clock.now()
    this.#results.add(...this.#submissions.finish(trial, ending, this.#worker.settings, this.#usage.settle(trial, now), now))
  }

  async #invoke({ trial, attempt, notAfter, size = 0 }: LedgerCommand & { type: 'invoke' }): Promise<void> {
    const { clock, run, transport } = this.#options
    const { signal } = this.#abort
    this.#hasSent = true
    const submission = this.#submissions.invoked(trial, clock.now())
    const timeLimitMs = Math.max(1, Math.min(submission.timeLimitMs, this.#deadline - clock.now()))
    this.#usage.sent({ trial, attempt, sentAt: clock.now(), memoryMiB: transport.functions.sizesMiB[size] ?? 0, timeLimitMs })
    try {
      const payload = await this.#events.write({ ...submission, run, trial, attempt, notAfter, timeLimitMs }, signal)
      const answer = await transport.functions.invoke(payload, { signal, size })
      const now = clock.now()
      if (answer.outcome === 'accepted') return this.#tell({ type: 'accepted', trial, attempt, now })
      this.#usage.notTaken(trial, attempt)
      this.#tell({ type: 'throttled', trial, attempt, retryAfterMs: answer.retryAfterMs, now })
    } catch (cause) {
      if (signal.aborted) return
      this.#usage.notTaken(trial, attempt)
      const error = cause as Error
      this.#tell({
        type: 'refused',
        trial,
        attempt,
        error,
        transient: error instanceof TransportError && error.transient,
        now: clock.now(),
      })
    }
  }

  /** The run's queue cannot be read any more: what is in flight ends now, and every later call gets the reason. */
  #fail(error: Error): void {
    this.#failure = error
    this.cancel(`the run's results cannot be read: ${error.message}`)
  }

  async #end(force: boolean): Promise<void> {
    const { cluster, transport, ownsCluster, onWarning, clock } = this.#options
    if (!force && this.#ledger.unfinished > 0) await new Promise<void>((resolve) => this.#idle.push(resolve))
    // Whatever was sent may still be waiting somewhere, or be there twice: nothing of it is begun any more.
    if (this.#hasSent) await markCancelled(this.#options)
    this.#capacity.close()
    this.#timer?.()
    this.#abort.abort(new RunnerClosedError('submitTrial'))
    await this.#collector.close()
    await within(clock, CLOSE_TIMEOUT_MS, (signal) => transport.queues.remove(this.#queueUrl, { signal })).catch(onWarning)
    await this.#worker.close({ force })
    if (ownsCluster || force) await cluster.close()
  }
}
