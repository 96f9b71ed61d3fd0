import { TransportError } from '../../client/runner/errors.ts'
import { checkLambdaRunnerOptions } from '../../client/runner/lambda-runner-options.ts'
import { TargetFunctionRunner } from '../../client/runner/target-function-runner.ts'
import { defineScenario, RandomSearch, type Scenario } from '../../client/study/index.ts'
import { defineSpace, float } from '../../client/space/index.ts'
import type { Fault } from './fault.ts'
import { InFlightCount } from './in-flight-count.ts'
import { LaptopClock } from './laptop-clock.ts'
import type { Schedule } from './schedule.ts'
import { SimulatedCloud } from './simulated-cloud.ts'
import { SimulatedRunner } from './simulated-runner.ts'
import { QUEUE_URL, SimulatedTransport } from './simulated-transport.ts'
import { TrialBooks } from './trial-books.ts'
import { World } from './world.ts'

/** How a simulated run went. */
export interface Outcome {
  /** What happened that must not; empty when all is well. */
  readonly violations: readonly string[]
  /** Told on request only. */
  readonly story: readonly string[]
  readonly stopKind: string
  readonly virtualMs: number
}

const RETRIES = 1
const TRIAL_LIMIT_MS = 1_000
const START_ALLOWANCE_MS = 8_000
const RESULT_ALLOWANCE_MS = 3_000
const LEASE_MS = START_ALLOWANCE_MS + TRIAL_LIMIT_MS + RESULT_ALLOWANCE_MS
/** No schedule may take longer; a clock that is set back makes a lease longer by as much. */
const LONGEST_MS = 1_800_000

/** An event with so many numbers does not go inline. */
const HEAVY_FEATURES = Array.from({ length: 9_000 }, (_, i) => i / 7)

const space = defineSpace({ x: float(0, 1) })
const scenarios = new Map<string, Scenario>()

function scenarioOf({ trials, isHeavy }: Schedule): Scenario {
  const name = `${trials}${isHeavy ? '-heavy' : ''}`
  const known = scenarios.get(name)
  if (known !== undefined) return known
  const scenario = defineScenario({
    name,
    space,
    trials,
    seed: 1,
    trialTimeLimitMs: TRIAL_LIMIT_MS,
    stopAfterFirstCrashes: Number.POSITIVE_INFINITY,
    ...(isHeavy && { instances: ['heavy'], instanceFeatures: { heavy: HEAVY_FEATURES } }),
  })
  scenarios.set(name, scenario)
  return scenario
}

/** Runs one schedule to its end in virtual time, and says what was wrong with it. */
export async function runSchedule(schedule: Schedule, isTelling = false): Promise<Outcome> {
  const world = new World(schedule, isTelling)
  const { witness, clock: time, plan } = world
  const cloud = new SimulatedCloud(world)
  const clock = new LaptopClock(time, schedule.skewMs)
  const count = new InFlightCount(clock, LEASE_MS, witness)
  const transport = new SimulatedTransport({ world, cloud, clock, count })
  const books = new TrialBooks(witness, RETRIES)
  const interruption = new AbortController()
  const endEarly: readonly string[] = ['queue deleted', 'interrupted', 'credentials expired']
  books.mayEndEarly = plan.timed.some(({ kind, amount }) => endEarly.includes(kind) || (kind === 'limit changed' && amount === 0))
  for (const fault of plan.timed) time.after(fault.at, () => strike(fault))

  function strike({ kind, amount }: Fault): void {
    witness.tell(`FAULT ${kind}${amount === 0 ? '' : ` (${amount})`}`)
    switch (kind) {
      case 'limit changed':
        return cloud.functions.setLimit(amount)
      case 'credentials expired':
        transport.refusal = new TransportError('CREDENTIALS', 'sts', 'the security token has expired', { transient: false })
        time.after(amount, () => {
          transport.refusal = null
        })
        return
      case 'relay down':
        world.isRelayDown = true
        time.after(amount, () => {
          world.isRelayDown = false
        })
        return
      case 'clock set':
        count.isReliable = false
        return clock.skew(amount)
      case 'queue deleted':
        return cloud.queue?.remove()
      case 'interrupted':
        return interruption.abort(new Error('interrupted'))
    }
  }

  cloud.openQueue()
  const scenario = scenarioOf(schedule)
  const cluster = {
    stack: 'trialfan',
    description: 'simulated cluster',
    transport,
    close: async () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
  }
  const options = checkLambdaRunnerOptions(
    {
      cluster,
      clock,
      patienceSeconds: 2,
      lostWorkerRetries: RETRIES,
      startAllowanceMs: START_ALLOWANCE_MS,
      resultAllowanceMs: RESULT_ALLOWANCE_MS,
      onWarning: (warning) => witness.tell(() => `client warns: ${warning.message}`),
    },
    () => 'simulated',
  )
  const worker = new TargetFunctionRunner({ target: new URL('file:///simulated.ts'), scenario, clock })
  const target = { key: `objects/${'0'.repeat(64)}`, sha256: '0'.repeat(64), bytes: 1, export: 'default' }
  const runner = new SimulatedRunner(worker, options, { target, queueUrl: QUEUE_URL }, books)
  const optimizer = new RandomSearch(scenario, runner, { clock, graceMs: 500, design: 'uniform' })

  let phase = 'starting'
  const life = async (): Promise<void> => {
    await runner.begin().catch(() => witness.tell('client: the limit could not be read at the start'))
    phase = 'running'
    await optimizer.optimize({ signal: interruption.signal }).catch((error: unknown) => witness.tell(() => `client: optimize threw ${error}`))
    phase = 'closing'
    await runner.close().catch((error: unknown) => witness.violated(`close threw ${error}`))
    phase = 'closed'
  }
  let isDone = false
  void life().finally(() => {
    isDone = true
  })
  const ended = await time.runUntil(() => isDone, time.now() + LONGEST_MS)
  const stop = optimizer.stopReason
  if (!ended) witness.violated(`hung while ${phase}, after ${world.age} virtual ms`)
  else {
    books.close(stop?.kind === 'failed' || stop?.kind === 'no-workers')
    checkReason()
    if (clock.waiting > 0) witness.violated(`${clock.waiting} timers of the client are still set after close`)
  }
  clock.off()

  function checkReason(): void {
    if (stop === null) return witness.violated('the run ended without a reason')
    witness.tell(`client: the run ended: ${stop.sentence}`)
    if (stop.kind === 'trials') {
      if (books.deliveries !== schedule.trials) witness.violated(`the run ended with ${books.deliveries} of ${schedule.trials} trials`)
      return
    }
    if (!allowed(stop.kind, 'error' in stop && stop.error instanceof Error ? stop.error : null)) {
      witness.violated(`the run ended for no reason: ${stop.kind}: ${stop.sentence}`)
    }
  }

  function allowed(kind: string, error: Error | null): boolean {
    if (kind === 'interrupted') return plan.has('interrupted')
    if (kind === 'no-workers') return books.mayEndEarly
    if (kind !== 'failed' || !(error instanceof TransportError)) return false
    if (error.code === 'QUEUE_MISSING') return plan.has('queue deleted')
    return error.code === 'CREDENTIALS' && plan.has('credentials expired')
  }

  return { violations: witness.violations, story: witness.story, stopKind: stop?.kind ?? 'none', virtualMs: world.age }
}
