import { RunJournal } from '../../client/history/journal/run-journal.ts'
import { delay } from '../../client/runner/clock.ts'
import { checkLambdaRunnerOptions } from '../../client/runner/lambda-runner-options.ts'
import type { QueueHistory } from '../../client/runner/run-record.ts'
import { TargetFunctionRunner } from '../../client/runner/target-function-runner.ts'
import { RandomSearch, type StopReason } from '../../client/study/index.ts'
import { InFlightCount } from './in-flight-count.ts'
import { LaptopClock } from './laptop-clock.ts'
import { journalManifest, type RunFolder } from './run-folder.ts'
import type { SimulatedCloud } from './simulated-cloud.ts'
import { SimulatedRunner } from './simulated-runner.ts'
import { simulatedScenario, TRIAL_LIMIT_MS } from './simulated-scenario.ts'
import { QUEUE_URL, SimulatedTransport } from './simulated-transport.ts'
import { TrialBooks } from './trial-books.ts'
import { STORING_MS } from './witness.ts'
import type { World } from './world.ts'

const RETRIES = 1
const START_ALLOWANCE_MS = 8_000
const RESULT_ALLOWANCE_MS = 3_000
const RESUME_ALLOWANCE_MS = 2_000
/** The ledger counts a lease from before a large event is stored, which takes so long at most. */
const CLAIM_MS = 50
const LEASE_MS = START_ALLOWANCE_MS + TRIAL_LIMIT_MS + RESULT_ALLOWANCE_MS

interface LaptopParts {
  readonly world: World
  readonly cloud: SimulatedCloud
  /** Where the run is written down; null: it cannot be resumed. */
  readonly folder: RunFolder | null
  /** The one that was killed before; null for the first. */
  readonly before: Laptop | null
  /** The queue that was gone is there again, empty. */
  readonly onNewQueue: () => void
  /** How often the run was resumed. */
  readonly resumed: number
}

/** One process of the real client, from its first call to its last, or until it is killed. */
export class Laptop {
  readonly clock: LaptopClock
  readonly transport: SimulatedTransport
  readonly books: TrialBooks
  readonly count: InFlightCount
  phase: 'starting' | 'running' | 'closing' | 'closed' | 'killed' = 'starting'
  stopReason: StopReason | null = null
  /** Trials that the optimizer was told of, in this life and before. */
  told = 0
  readonly #parts: LaptopParts
  readonly #interruption = new AbortController()
  readonly #journal: RunJournal | null
  readonly #killed = Promise.withResolvers<void>()

  constructor(parts: LaptopParts) {
    this.#parts = parts
    const { world, cloud, folder, resumed } = parts
    this.clock = new LaptopClock(world.clock, world.schedule.skewMs)
    this.count = new InFlightCount(this.clock, LEASE_MS - CLAIM_MS, world.witness)
    const { stragglerFactor } = world.schedule
    this.count.isSteady = !world.plan.has('laptop asleep') && stragglerFactor === null
    this.count.storingMs = world.schedule.isHeavy ? STORING_MS : 0
    this.count.canRead = !world.plan.has('limits cannot be read') && !world.plan.has('credentials expired')
    this.transport = new SimulatedTransport({ world, cloud, clock: this.clock, count: this.count })
    this.#journal = folder === null ? null : openJournal(folder.path, resumed > 0, this.clock)
    const firstTrial = this.#journal?.firstTrial ?? 0
    const copies = stragglerFactor === null ? 0 : 1
    this.books = new TrialBooks(world.witness, this.clock, { retries: RETRIES, copies, leaseMs: LEASE_MS, firstTrial, resumed })
  }

  /** Until the run has ended or this laptop is killed. */
  async life(): Promise<void> {
    await Promise.race([this.#life(), this.#killed.promise])
  }

  interrupt(): void {
    this.#interruption.abort(new Error('interrupted'))
  }

  /** kill -9, at any moment between two of its steps. */
  kill(): void {
    if (this.phase === 'closed') return
    this.phase = 'killed'
    this.clock.off()
    this.count.harmAll()
    this.#parts.world.witness.forgotten()
    this.#journal?.[Symbol.dispose]()
    this.#killed.resolve()
  }

  async #life(): Promise<void> {
    const { witness, schedule } = this.#parts.world
    const { clock } = this
    const { before } = this.#parts
    const journal = this.#journal
    const scenario = simulatedScenario(schedule)
    const queue = this.#openQueue()
    if (queue === 'lost') this.#parts.onNewQueue()
    if (queue === 'lost') witness.awaited.clear()
    if (queue === 'kept' && before !== null && this.count.isSteady) this.count.carryOver(before.count)
    for (const trial of this.#parts.cloud.queue?.atRest ?? []) witness.awaited.set(trial, clock.now() + RESUME_ALLOWANCE_MS)
    journal?.begin(queue)
    const runner = this.#runner(new TargetFunctionRunner({ target: new URL('file:///simulated.ts'), scenario, clock }), queue)
    const optimizer = new RandomSearch(scenario, runner, { clock, graceMs: 500, design: 'uniform', ...(journal !== null && { journal }) })
    await this.#begin(runner)
    this.phase = 'running'
    await optimizer.optimize({ signal: this.#interruption.signal }).catch((error: unknown) => {
      witness.tell(() => `client: optimize threw ${error}`)
    })
    this.stopReason = optimizer.stopReason
    this.told = optimizer.history.length
    witness.tell(() => `client: the run ended: ${optimizer.stopReason?.sentence}`)
    this.phase = 'closing'
    await runner.close().catch((error: unknown) => witness.violated(`close threw ${error}`))
    this.phase = 'closed'
    journal?.[Symbol.dispose]()
  }

  #openQueue(): QueueHistory {
    const { cloud, resumed } = this.#parts
    const isThere = cloud.queue !== null && !cloud.queue.isGone
    cloud.openQueue()
    if (resumed === 0) return 'new'
    return isThere ? 'kept' : 'lost'
  }

  #runner(worker: TargetFunctionRunner, queue: QueueHistory): SimulatedRunner {
    const nothing = async (): Promise<void> => undefined
    const cluster = { stack: 'trialfan', description: 'simulated cluster', transport: this.transport, close: nothing }
    const options = checkLambdaRunnerOptions(
      {
        cluster: { ...cluster, [Symbol.asyncDispose]: nothing },
        clock: this.clock,
        record: this.#journal,
        patienceSeconds: 2,
        lostWorkerRetries: RETRIES,
        startAllowanceMs: START_ALLOWANCE_MS,
        resultAllowanceMs: RESULT_ALLOWANCE_MS,
        resumeAllowanceMs: RESUME_ALLOWANCE_MS,
        onWarning: (warning) => this.#parts.world.witness.tell(() => `client warns: ${warning.message}`),
      },
      () => 'simulated',
    )
    const sha256 = '0'.repeat(64)
    const target = { key: `objects/${sha256}`, sha256, bytes: 1, export: 'default' }
    return new SimulatedRunner(worker, options, { target, queueUrl: QUEUE_URL, queue, largestSize: 0 }, this.books)
  }

  /** Whoever begins a run while the cloud does not answer tries again. */
  async #begin(runner: SimulatedRunner): Promise<void> {
    for (let isBegun = false; !isBegun; ) {
      isBegun = await runner.begin().then(
        () => true,
        () => delay(this.clock, 200, new AbortController().signal).then(() => false),
      )
    }
  }
}

function openJournal(path: string, isThere: boolean, clock: LaptopClock): RunJournal {
  return isThere ? RunJournal.open(path, clock) : RunJournal.create(path, journalManifest, clock)
}
