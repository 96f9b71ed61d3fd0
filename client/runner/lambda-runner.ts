import type { Configuration, TrialInfo, TrialValue } from '../../contract/trial.ts'
import { describeCapacity } from './capacity.ts'
import { CapacityReader } from './capacity-reader.ts'
import { checkTrialInfo } from './check-trial-info.ts'
import type { Cluster } from './cluster.ts'
import { Collector } from './collector.ts'
import { RunnerClosedError } from './errors.ts'
import type { CheckedLambdaRunnerOptions } from './lambda-runner-options.ts'
import { Ledger } from './ledger/ledger.ts'
import type { LedgerCommand, LedgerEvent } from './ledger/ledger-protocol.ts'
import type { OpenRun } from './open-run.ts'
import { rejectionError } from './rejection-error.ts'
import { removeQueue } from './remove-queue.ts'
import { ResultBuffer } from './result-buffer.ts'
import { RunBook } from './run-book.ts'
import type { SentTrial } from './run-record.ts'
import type { CloseOptions, RunAnswer, Runner, RunOptions } from './runner.ts'
import { type RunnerBilling, runnerBilling } from './runner-billing.ts'
import type { ScatteredData, ScatterOptions } from './scatter.ts'
import { Scatterer } from './scatterer.ts'
import { type Submission, Submissions } from './submissions.ts'
import type { TargetFunctionRunner } from './target-function-runner.ts'
import { TrialSender } from './trial-sender.ts'
import { UsageBook } from './usage/usage-book.ts'

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
  readonly #sender: TrialSender
  readonly #scatterer: Scatterer
  readonly #book: RunBook
  readonly #usage: UsageBook
  readonly #submissions: Submissions
  readonly #results = new ResultBuffer()
  readonly #abort = new AbortController()
  readonly #queueUrl: string
  #deadline = Number.POSITIVE_INFINITY
  #timer: (() => void) | null = null
  #preparing = 0
  #failure: Error | null = null
  #closing: Promise<void> | null = null
  #idle: (() => void)[] = []

  /** `begin` comes next. */
  protected constructor(worker: TargetFunctionRunner, options: CheckedLambdaRunnerOptions, { target, queueUrl, largestSize }: OpenRun) {
    const { transport, clock, run, record } = options
    const firstTrial = record?.firstTrial ?? 0
    this.#worker = worker
    this.#options = options
    this.#queueUrl = queueUrl
    this.#ledger = new Ledger({ ...options, patienceMs: options.patienceSeconds * 1000, firstTrial, largestSize })
    this.#book = new RunBook(options, (error) => this.#fail(error, 'the run cannot be written down'))
    this.#submissions = new Submissions(firstTrial)
    const usage = new UsageBook({ functionTimeoutMs: transport.functions.timeoutMs })
    this.#usage = usage
    this.#scatterer = new Scatterer(transport, clock)
    this.#sender = new TrialSender({ transport, settings: worker.settings, target, run, queueUrl, clock, usage })
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
        usage.answered(result, clock.now())
        this.#tell({ type: 'result', result, receipt, now: clock.now() })
      },
      onUnreadable: (error) => options.onWarning(error as Error),
      onFailure: (error) => this.#fail(error as Error, "the run's results cannot be read"),
    })
  }

  /** Reads the limit for the first time. @throws TransportError */
  protected begin(): Promise<void> {
    return this.#capacity.read()
  }

  /** The run's id: its queue and its objects carry it. */
  get runId(): string {
    return this.#options.run
  }

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

  submitTrial(info: TrialInfo, data?: unknown): Promise<void> {
    return this.#submit('submitTrial', info, data, (submission) => {
      const { trial, admitted } = this.#submissions.add(submission)
      this.#tell({ type: 'submitted', trial, timeLimitMs: submission.timeLimitMs, now: this.#options.clock.now() })
      return admitted
    })
  }

  resumeTrial(info: TrialInfo, { trial, attempt, sentAt }: SentTrial, data?: unknown): Promise<void> {
    return this.#submit('resumeTrial', info, data, (submission) => {
      const admitted = this.#submissions.resume(trial, submission, sentAt ?? 0)
      const next = sentAt === null ? attempt + 1 : attempt
      const now = this.#options.clock.now()
      this.#tell({ type: 'resumed', trial, attempt: next, sentAt, timeLimitMs: submission.timeLimitMs, now })
      return admitted
    })
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
    if (this.#ledger.unfinished > 0) this.#book.cancel(reason)
    this.#tell({ type: 'cancelled', reason, now: this.#options.clock.now() })
    this.#results.wake()
  }

  async close({ force = false, keep = false }: CloseOptions = {}): Promise<void> {
    this.#closing ??= this.#end(force, keep)
    if (force) this.cancel('the runner was closed with force')
    await this.#closing
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #submit(call: string, info: TrialInfo, data: unknown, enter: (submission: Submission) => Promise<void>): Promise<void> {
    this.#checkOpen(call)
    checkTrialInfo(info)
    const reference = data === undefined ? null : await this.#prepare(async () => (await this.scatter(data)).reference)
    // After a pause the limit that was read last may be any number; while trials run it is read again by itself.
    if (this.#ledger.unfinished === 0 && this.#capacity.isStale) await this.#prepare(() => this.#capacity.refresh())
    const limitMs = this.#worker.settings.trialTimeLimitMs ?? this.#options.transport.functions.timeoutMs
    await enter({ info, data: reference, timeLimitMs: Math.min(limitMs, info.timeLimitMs ?? limitMs) })
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

  get #hasUnfinished(): boolean {
    return this.#ledger.unfinished > 0 || this.#preparing > 0
  }

  #checkOpen(call: string): void {
    if (this.#closing !== null) throw new RunnerClosedError(call)
    if (this.#failure !== null) throw this.#failure
  }

  #tell(event: LedgerEvent): void {
    const receipts: string[] = []
    for (const command of this.#ledger.handle(event)) this.#do(command, receipts)
    // A result is acknowledged when it is written down, and an event is sent after that; never the other way round.
    if (this.#book.flush()) for (const receipt of receipts) this.#collector.acknowledge(receipt)
    const busy = this.#ledger.unfinished > 0
    this.#collector.setNeeded(busy && this.#failure === null)
    this.#capacity.setNeeded(busy)
    if (!busy) for (const resolve of this.#idle.splice(0)) resolve()
  }

  #do(command: LedgerCommand, receipts: string[]): void {
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
        this.#reject(command)
        break
      case 'deliver':
        this.#deliver(command)
        break
      case 'acknowledge':
        receipts.push(command.receipt)
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

  #reject({ trial, why }: LedgerCommand & { type: 'reject' }): void {
    this.#submissions.reject(trial, rejectionError(why, this.#options.patienceSeconds, this.#capacity.capacity, this.#failure))
  }

  #deliver({ trial, ending }: LedgerCommand & { type: 'deliver' }): void {
    const now = this.#options.clock.now()
    const [info, value] = this.#submissions.finish(trial, ending, this.#worker.settings, this.#usage.settle(trial, now), now)
    this.#book.ended(info, value, ending)
    this.#results.add(info, value)
  }

  async #invoke({ trial, attempt, notAfter, size = 0 }: LedgerCommand & { type: 'invoke' }): Promise<void> {
    const { clock } = this.#options
    const submission = this.#submissions.invoked(trial, clock.now())
    this.#book.sent(submission.info, trial, attempt)
    const sending = { trial, attempt, session: this.#book.session, notAfter, size, deadline: this.#deadline }
    const event = await this.#sender.send(submission, sending, this.#abort.signal, () => this.#failure === null)
    if (event !== null) this.#tell(event)
  }

  /** What is in flight ends now, and every later call gets the reason. */
  #fail(error: Error, what: string): void {
    if (this.#failure !== null) return
    this.#failure = error
    this.cancel(`${what}: ${error.message}`)
  }

  async #end(force: boolean, keep: boolean): Promise<void> {
    const { cluster, ownsCluster } = this.#options
    if (!force && this.#ledger.unfinished > 0) await new Promise<void>((resolve) => this.#idle.push(resolve))
    await this.#book.close()
    this.#capacity.close()
    this.#timer?.()
    this.#abort.abort(new RunnerClosedError('submitTrial'))
    await this.#collector.close()
    if (!keep) await removeQueue(this.#options, this.#queueUrl)
    await this.#worker.close({ force })
    if (ownsCluster || force) await cluster.close()
  }
}
