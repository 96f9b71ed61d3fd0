import { type StatusName, StatusType, statusName } from '../../contract/status.ts'
import type { TrialValue } from '../../contract/trial.ts'
import { LambdaParallelRunner } from '../launch/lambda-parallel-runner.ts'
import type { Clock } from '../runner/clock.ts'
import type { Cluster } from '../runner/cluster.ts'
import { TargetFunctionRunner } from '../runner/target-function-runner.ts'

/** Where the time of one trial went, ms. */
export interface RoundTrip {
  readonly status: StatusName
  /** Why it failed, or null. */
  readonly error: string | null
  readonly totalMs: number
  /** Until Lambda had taken the event. */
  readonly invokeMs: number
  /** From then until the target was called, by two clocks; a cold start and fetching the target are in it. */
  readonly startMs: number
  /** Null when the environment was warm. */
  readonly coldStartMs: number | null
  readonly fetchMs: number
  readonly runMs: number
  /** From the target's end until the result was here, by two clocks. */
  readonly queueMs: number
}

const TRIAL_LIMIT_MS = 10_000
/** A person waits: a silent stack is reported in one and a half minutes. */
const START_ALLOWANCE_MS = 60_000

/** Runs trials that do nothing, one after the other; the first meets a cold worker, unless one is warm already. @throws TrialfanError */
export async function roundTrips(cluster: Cluster, trials: number, clock: Clock, signal: AbortSignal): Promise<readonly RoundTrip[]> {
  const ending = import.meta.url.slice(import.meta.url.lastIndexOf('.'))
  const worker = new TargetFunctionRunner({
    target: new URL(`./probe-target${ending}`, import.meta.url),
    scenario: {
      objectives: ['cost'],
      crashCost: Number.POSITIVE_INFINITY,
      trialTimeLimitMs: TRIAL_LIMIT_MS,
      trialMemoryLimitMiB: null,
      instanceFeatures: null,
    },
    clock,
  })
  const settings = { cluster, clock, signal, startAllowanceMs: START_ALLOWANCE_MS, lostWorkerRetries: 0, patienceSeconds: 1 }
  await using runner = await LambdaParallelRunner.create(worker, settings)
  const trips: RoundTrip[] = []
  for (let trial = 0; trial < trials; trial++) {
    const sentAt = clock.now()
    await runner.submitTrial({ configuration: {} })
    const acceptedAt = clock.now()
    await runner.wait()
    for (const [, value] of runner.iterResults()) trips.push(tripOf(value, sentAt, acceptedAt, clock.now()))
  }
  return trips
}

function tripOf(value: TrialValue, sentAt: number, acceptedAt: number, receivedAt: number): RoundTrip {
  const { status, startedAt, endedAt, worker, additionalInfo } = value
  return {
    status: statusName(status),
    error: status === StatusType.SUCCESS ? null : String(additionalInfo.error ?? 'no reason given'),
    totalMs: receivedAt - sentAt,
    invokeMs: acceptedAt - sentAt,
    startMs: startedAt - acceptedAt,
    coldStartMs: worker?.cold === true ? worker.initMs : null,
    fetchMs: worker?.fetchMs ?? 0,
    runMs: endedAt - startedAt,
    queueMs: receivedAt - endedAt,
  }
}
