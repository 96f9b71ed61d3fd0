import type { Configuration, TrialInfo, TrialValue } from '../../contract/trial.ts'
import { describeCapacity } from './capacity.ts'
import { checkTrialInfo } from './check-trial-info.ts'
import type { Cluster } from './cluster.ts'
import { RunnerClosedError } from './errors.ts'
import type { CheckedLambdaRunnerOptions } from './lambda-runner-options.ts'
import { LedgerShell } from './ledger-shell.ts'
import type { OpenRun } from './open-run.ts'
import { removeQueue } from './remove-queue.ts'
import type { SentTrial } from './run-record.ts'
import type { CloseOptions, RunAnswer, Runner, RunOptions } from './runner.ts'
import { type RunnerBilling, runnerBilling } from './runner-billing.ts'
import type { ScatteredData, ScatterOptions } from './scatter.ts'
import { Scatterer } from './scatterer.ts'
import type { Submission } from './submissions.ts'
import type { TargetFunctionRunner } from './target-function-runner.ts'

/**
 * The parallel runner's face: checks what it is given, uploads what trials share, and hands trials to the shell around the ledger.
 * It runs a single worker's trials on a cluster's function and reads their results from the run's own queue.
 */
export class LambdaRunner implements Runner {
  readonly #worker: TargetFunctionRunner
  readonly #options: CheckedLambdaRunnerOptions
  readonly #shell: LedgerShell
  readonly #scatterer: Scatterer
  readonly #queueUrl: string
  #preparing = 0
  #closing: Promise<void> | null = null

  /** `begin` comes next. */
  protected constructor(worker: TargetFunctionRunner, options: CheckedLambdaRunnerOptions, openRun: OpenRun) {
    this.#worker = worker
    this.#options = options
    this.#queueUrl = openRun.queueUrl
    this.#shell = new LedgerShell(worker.settings, options, openRun)
    this.#scatterer = new Scatterer(options.transport, options.clock)
  }

  /** Reads the limit for the first time. @throws TransportError */
  protected begin(): Promise<void> {
    return this.#shell.capacity.read()
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
    return this.#shell.ledger.window.size
  }

  /** The limit in words: `10 workers: the account's unreserved concurrency`. */
  get limitDescription(): string {
    const { window } = this.#shell.ledger
    const { capacity } = this.#shell.capacity
    return window.isNarrow ? `${window.size} of ${describeCapacity(capacity)}` : describeCapacity(capacity)
  }

  /** Trials that are sent or being sent. */
  get inFlight(): number {
    return this.#shell.ledger.inFlight
  }

  /** What went on behind the trials' backs. */
  get counters(): { readonly duplicates: number; readonly throttles: number; readonly retries: number; readonly copies: number } {
    const { duplicates, throttles, retries, copies } = this.#shell.ledger
    return { duplicates, throttles, retries, copies }
  }

  get billing(): RunnerBilling | undefined {
    return runnerBilling(this.#options.cluster.billing, this.#options.transport, this.#shell.usage.architecture)
  }

  /** Uploads data once, for all trials that are given the answer; `submitTrial` does it by itself for data it has not seen. */
  async scatter(data: unknown, options: Partial<ScatterOptions> = {}): Promise<ScatteredData> {
    this.#checkOpen('scatter')
    const signal = options.signal === undefined ? this.#shell.signal : AbortSignal.any([options.signal, this.#shell.signal])
    return this.#scatterer.scatter(data, { ...options, signal })
  }

  submitTrial(info: TrialInfo, data?: unknown): Promise<void> {
    return this.#submit('submitTrial', info, data, (submission) => this.#shell.submit(submission))
  }

  resumeTrial(info: TrialInfo, sent: SentTrial, data?: unknown): Promise<void> {
    return this.#submit('resumeTrial', info, data, (submission) => this.#shell.resume(submission, sent))
  }

  iterResults(): Iterable<readonly [TrialInfo, TrialValue]> {
    this.#checkOpen('iterResults')
    return this.#shell.results.drain()
  }

  async wait(): Promise<void> {
    this.#checkOpen('wait')
    if (this.#hasUnfinished) await this.#shell.results.available()
  }

  isRunning(): boolean {
    return this.#closing === null && (this.#hasUnfinished || this.#shell.results.size > 0)
  }

  countAvailableWorkers(): number {
    this.#checkOpen('countAvailableWorkers')
    return Math.max(0, this.#shell.ledger.free - this.#preparing)
  }

  async run(configuration: Configuration, options?: RunOptions, data?: unknown): Promise<RunAnswer> {
    this.#checkOpen('run')
    return this.#worker.run(configuration, options, data)
  }

  /** No trial runs past this moment (ms since the epoch). */
  setDeadline(deadline: number): void {
    this.#shell.deadline = deadline
  }

  /** Ends every trial in flight, each as a CRASHED result, at once; their workers stay taken until they are done. */
  cancel(reason: string): void {
    this.#shell.cancel(reason)
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
    if (this.#shell.ledger.unfinished === 0 && this.#shell.capacity.isStale) await this.#prepare(() => this.#shell.capacity.refresh())
    const limitMs = this.#worker.settings.trialTimeLimitMs ?? this.#options.transport.functions.timeoutMs
    await enter({ info, data: reference, timeLimitMs: Math.min(limitMs, info.timeLimitMs ?? limitMs) })
  }

  /** A submission that waits for something of ours has taken its worker already. */
  async #prepare<T>(work: () => Promise<T>): Promise<T> {
    this.#preparing++
    try {
      return await work()
    } catch (cause) {
      this.#shell.results.wake()
      throw cause
    } finally {
      this.#preparing--
      this.#checkOpen('submitTrial')
    }
  }

  get #hasUnfinished(): boolean {
    return this.#shell.ledger.unfinished > 0 || this.#preparing > 0
  }

  #checkOpen(call: string): void {
    if (this.#closing !== null) throw new RunnerClosedError(call)
    if (this.#shell.failure !== null) throw this.#shell.failure
  }

  async #end(force: boolean, keep: boolean): Promise<void> {
    const { cluster, ownsCluster } = this.#options
    if (!force) await this.#shell.idle()
    await this.#shell.end()
    if (!keep) await removeQueue(this.#options, this.#queueUrl)
    await this.#worker.close({ force })
    if (ownsCluster || force) await cluster.close()
  }
}
