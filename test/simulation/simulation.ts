import { delay } from '../../client/runner/clock.ts'
import { checkLambdaRunnerOptions } from '../../client/runner/lambda-runner-options.ts'
import { TargetFunctionRunner } from '../../client/runner/target-function-runner.ts'
import { RandomSearch, type StopReason } from '../../client/study/index.ts'
import type { Fault } from './fault.ts'
import { InFlightCount } from './in-flight-count.ts'
import { LaptopClock } from './laptop-clock.ts'
import type { Schedule } from './schedule.ts'
import { SimulatedCloud } from './simulated-cloud.ts'
import { SimulatedRunner } from './simulated-runner.ts'
import { simulatedScenario, TRIAL_LIMIT_MS } from './simulated-scenario.ts'
import { QUEUE_URL, SimulatedTransport } from './simulated-transport.ts'
import { TrialBooks } from './trial-books.ts'
import { World } from './world.ts'

const RETRIES = 1
const START_ALLOWANCE_MS = 8_000
const RESULT_ALLOWANCE_MS = 3_000
/** The ledger counts a lease from before a large event is stored, which takes so long at most. */
const CLAIM_MS = 50
const LEASE_MS = START_ALLOWANCE_MS + TRIAL_LIMIT_MS + RESULT_ALLOWANCE_MS

/** One client, the real one, on a simulated cloud: what it does, and what is done to it. */
export class Simulation {
  readonly world: World
  readonly cloud: SimulatedCloud
  readonly books: TrialBooks
  readonly clock: LaptopClock
  phase: 'starting' | 'running' | 'closing' | 'closed' = 'starting'
  /** When somebody deleted the queue of the run while it ran; virtual ms, or null. */
  queueGoneAt: number | null = null
  readonly #schedule: Schedule
  readonly #count: InFlightCount
  readonly #transport: SimulatedTransport
  readonly #interruption = new AbortController()
  #stopReason: StopReason | null = null

  constructor(schedule: Schedule, isTelling: boolean) {
    this.#schedule = schedule
    this.world = new World(schedule, isTelling)
    const { witness, clock: time, plan } = this.world
    this.cloud = new SimulatedCloud(this.world)
    this.cloud.openQueue()
    this.clock = new LaptopClock(time, schedule.skewMs)
    this.#count = new InFlightCount(this.clock, LEASE_MS - CLAIM_MS, witness)
    this.#count.canRead = !plan.has('limits cannot be read') && !plan.has('credentials expired')
    this.#transport = new SimulatedTransport({ world: this.world, cloud: this.cloud, clock: this.clock, count: this.#count })
    this.books = new TrialBooks(witness, { retries: RETRIES, leaseMs: LEASE_MS })
    this.books.mayEndEarly = plan.timed.some(endsTrials)
    for (const fault of plan.timed) time.after(fault.at, () => this.#strike(fault))
  }

  get stopReason(): StopReason | null {
    return this.#stopReason
  }

  /** From the first call to the last. */
  async life(): Promise<void> {
    const { witness } = this.world
    const { clock } = this
    const scenario = simulatedScenario(this.#schedule)
    const runner = this.#runner(new TargetFunctionRunner({ target: new URL('file:///simulated.ts'), scenario, clock }))
    const optimizer = new RandomSearch(scenario, runner, { clock, graceMs: 500, design: 'uniform' })
    await this.#begin(runner)
    this.phase = 'running'
    await optimizer.optimize({ signal: this.#interruption.signal }).catch((error: unknown) => {
      witness.tell(() => `client: optimize threw ${error}`)
    })
    this.#stopReason = optimizer.stopReason
    witness.tell(() => `client: the run ended: ${optimizer.stopReason?.sentence}`)
    this.phase = 'closing'
    await runner.close().catch((error: unknown) => witness.violated(`close threw ${error}`))
    this.phase = 'closed'
  }

  #runner(worker: TargetFunctionRunner): SimulatedRunner {
    const nothing = async (): Promise<void> => undefined
    const cluster = { stack: 'trialfan', description: 'simulated cluster', transport: this.#transport, close: nothing }
    const options = checkLambdaRunnerOptions(
      {
        cluster: { ...cluster, [Symbol.asyncDispose]: nothing },
        clock: this.clock,
        patienceSeconds: 2,
        lostWorkerRetries: RETRIES,
        startAllowanceMs: START_ALLOWANCE_MS,
        resultAllowanceMs: RESULT_ALLOWANCE_MS,
        onWarning: (warning) => this.world.witness.tell(() => `client warns: ${warning.message}`),
      },
      () => 'simulated',
    )
    const sha256 = '0'.repeat(64)
    const target = { key: `objects/${sha256}`, sha256, bytes: 1, export: 'default' }
    return new SimulatedRunner(worker, options, { target, queueUrl: QUEUE_URL, queue: 'new', largestSize: 0 }, this.books)
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

  #strike({ kind, amount }: Fault): void {
    const { world, cloud } = this
    world.witness.tell(`FAULT ${kind}${amount === 0 ? '' : ` (${amount})`}`)
    switch (kind) {
      case 'limit changed':
        cloud.functions.setLimit(amount)
        break
      case 'credentials expired':
        this.#transport.isExpired = true
        world.clock.after(amount, () => {
          this.#transport.isExpired = false
        })
        break
      case 'relay down':
        world.isRelayDown = true
        world.clock.after(amount, () => {
          world.isRelayDown = false
        })
        break
      case 'laptop asleep':
        this.#count.canRead = false
        this.clock.sleep(amount)
        break
      case 'queue deleted':
        cloud.queue?.remove()
        if (this.phase === 'running') this.queueGoneAt = world.age
        break
      case 'interrupted':
        this.#interruption.abort(new Error('interrupted'))
        break
    }
  }
}

/** Faults that may end trials whose own way was fine. */
function endsTrials({ kind, amount }: Fault): boolean {
  const ends: readonly string[] = ['queue deleted', 'interrupted', 'credentials expired']
  return ends.includes(kind) || (kind === 'limit changed' && amount === 0)
}
