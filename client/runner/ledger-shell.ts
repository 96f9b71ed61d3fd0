import { CapacityReader } from './capacity-reader.ts'
import { Collector } from './collector.ts'
import { RunnerClosedError } from './errors.ts'
import type { CheckedLambdaRunnerOptions } from './lambda-runner-options.ts'
import { Ledger } from './ledger/ledger.ts'
import type { LedgerCommand, LedgerEvent } from './ledger/ledger-protocol.ts'
import type { OpenRun } from './open-run.ts'
import { rejectionError } from './rejection-error.ts'
import { ResultBuffer } from './result-buffer.ts'
import { RunBook } from './run-book.ts'
import type { SentTrial } from './run-record.ts'
import { type Submission, Submissions } from './submissions.ts'
import { TrialSender } from './trial-sender.ts'
import type { TrialSettings } from './trial-settings.ts'
import { UsageBook } from './usage/usage-book.ts'

/** Does what the ledger says, and tells it what happened. */
export class LedgerShell {
  readonly ledger: Ledger
  readonly capacity: CapacityReader
  readonly results = new ResultBuffer()
  readonly usage: UsageBook
  /** No trial runs past this moment (ms since the epoch). */
  deadline = Number.POSITIVE_INFINITY
  readonly #settings: TrialSettings
  readonly #options: CheckedLambdaRunnerOptions
  readonly #collector: Collector
  readonly #sender: TrialSender
  readonly #book: RunBook
  readonly #submissions: Submissions
  readonly #abort = new AbortController()
  #timer: (() => void) | null = null
  #failure: Error | null = null
  #idle: (() => void)[] = []

  constructor(settings: TrialSettings, options: CheckedLambdaRunnerOptions, { target, queueUrl, largestSize }: OpenRun) {
    const { transport, clock, run, record } = options
    const { crashRetries = 0, stragglerFactor = null } = settings
    const firstTrial = record?.firstTrial ?? 0
    const patienceMs = options.patienceSeconds * 1000
    this.#settings = settings
    this.#options = options
    this.ledger = new Ledger({ ...options, patienceMs, firstTrial, largestSize, crashRetries, stragglerFactor })
    this.#book = new RunBook(options, (error) => this.#fail(error, 'the run cannot be written down'))
    this.#submissions = new Submissions(firstTrial)
    const usage = new UsageBook({ functionTimeoutMs: transport.functions.timeoutMs })
    this.usage = usage
    this.#sender = new TrialSender({ transport, settings, target, run, queueUrl, clock, usage })
    this.capacity = new CapacityReader({
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

  /** Why nothing can be done any more; null while all is well. */
  get failure(): Error | null {
    return this.#failure
  }

  /** Aborts when the shell ends. */
  get signal(): AbortSignal {
    return this.#abort.signal
  }

  /** Resolves when the trial is accepted. */
  submit(submission: Submission): Promise<void> {
    const { trial, admitted } = this.#submissions.add(submission)
    this.#tell({ type: 'submitted', trial, ...about(submission), now: this.#options.clock.now() })
    return admitted
  }

  /** Takes up what an earlier process has sent, or was to send. */
  resume(submission: Submission, { trial, attempt, sentAt, isAccepted }: SentTrial): Promise<void> {
    const admitted = this.#submissions.resume(trial, submission, sentAt ?? 0)
    const next = sentAt === null ? attempt + 1 : attempt
    this.#tell({ type: 'resumed', trial, attempt: next, sentAt, isAccepted, ...about(submission), now: this.#options.clock.now() })
    return admitted
  }

  /** Ends every trial that is not finished, at once. */
  cancel(reason: string): void {
    if (this.ledger.unfinished > 0) this.#book.cancel(reason)
    this.#tell({ type: 'cancelled', reason, now: this.#options.clock.now() })
    this.results.wake()
  }

  /** Until every trial is finished. */
  async idle(): Promise<void> {
    if (this.ledger.unfinished > 0) await new Promise<void>((resolve) => this.#idle.push(resolve))
  }

  /** Nothing of the run goes on when this returns. */
  async end(): Promise<void> {
    await this.#book.close()
    this.capacity.close()
    this.#timer?.()
    this.#abort.abort(new RunnerClosedError('submitTrial'))
    await this.#collector.close()
  }

  #tell(event: LedgerEvent): void {
    const receipts: string[] = []
    for (const command of this.ledger.handle(event)) this.#do(command, receipts)
    // A result is acknowledged when it is written down, and an event is sent after that; never the other way round.
    if (this.#book.flush() && receipts.length > 0) this.#book.whenKept(() => this.#collector.acknowledge(...receipts))
    const busy = this.ledger.unfinished > 0
    this.#collector.setNeeded(busy && this.#failure === null)
    this.capacity.setNeeded(busy)
    if (!busy) for (const resolve of this.#idle.splice(0)) resolve()
  }

  #do(command: LedgerCommand, receipts: string[]): void {
    const { clock } = this.#options
    switch (command.type) {
      case 'invoke':
        void this.#invoke(command)
        break
      case 'note accepted':
        this.#book.accepted(this.#submissions.info(command.trial), command.attempt)
        break
      case 'admit':
        this.#submissions.admit(command.trial)
        break
      case 'reject':
        this.usage.forget(command.trial)
        this.#reject(command)
        break
      case 'deliver':
        this.#deliver(command)
        break
      case 'acknowledge':
        receipts.push(command.receipt)
        break
      case 'read limit':
        this.capacity.distrust()
        break
      case 'timer':
        this.#timer?.()
        this.#timer = clock.after(Math.max(0, command.at - clock.now()), () => this.#tell({ type: 'tick', now: clock.now() }))
        break
    }
  }

  #reject({ trial, why }: LedgerCommand & { type: 'reject' }): void {
    this.#submissions.reject(trial, rejectionError(why, this.#options.patienceSeconds, this.capacity.capacity, this.#failure))
  }

  #deliver({ trial, ending }: LedgerCommand & { type: 'deliver' }): void {
    const now = this.#options.clock.now()
    const [info, value] = this.#submissions.finish(trial, ending, this.#settings, this.usage.settle(trial, now), now)
    this.#book.ended(info, value, ending)
    this.results.add(info, value)
  }

  async #invoke({ trial, attempt, notAfter, size = 0 }: LedgerCommand & { type: 'invoke' }): Promise<void> {
    const { clock } = this.#options
    const submission = this.#submissions.invoked(trial, clock.now())
    this.#book.sent(submission.info, trial, attempt)
    const sending = { trial, attempt, session: this.#book.session, notAfter, size, deadline: this.deadline }
    const event = await this.#sender.send(submission, sending, this.#abort.signal, () => this.#failure === null)
    if (event !== null) this.#tell(event)
  }

  /** What is in flight ends now, and every later call gets the reason. */
  #fail(error: Error, what: string): void {
    if (this.#failure !== null) return
    this.#failure = error
    this.cancel(`${what}: ${error.message}`)
  }
}

/** What the ledger is told of a trial: on one instance, and at one budget, trials take about as long. */
function about({ info: { instance, budget }, timeLimitMs }: Submission): { readonly timeLimitMs: number; readonly kind: string } {
  return { timeLimitMs, kind: `${instance ?? ''}@${budget ?? ''}` }
}
