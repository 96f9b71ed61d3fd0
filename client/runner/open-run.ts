import { TrialfanError } from '../../contract/errors.ts'
import type { CheckedLambdaRunnerOptions } from './lambda-runner-options.ts'
import { largestSize } from './largest-size.ts'
import type { QueueHistory } from './run-record.ts'
import { type ShippedTarget, shipTarget } from './ship-target.ts'
import type { TargetFunctionRunner } from './target-function-runner.ts'

/** What a run needs on its cluster before the first trial. */
export interface OpenRun {
  readonly target: ShippedTarget
  readonly queueUrl: string
  /** The index of the largest worker size that its trials may climb to. */
  readonly largestSize: number
  readonly queue: QueueHistory
}

/** A worker ends a trial before the function's own time-out; this much of it is kept free to send the result, ms. */
const FUNCTION_MARGIN_MS = 2_000

/** Ships the target and opens the run's queue. @throws TargetError, TransportError, TrialfanError TRIAL_TOO_LONG, TRIAL_TOO_LARGE */
export async function openRun(worker: TargetFunctionRunner, options: CheckedLambdaRunnerOptions, signal: AbortSignal): Promise<OpenRun> {
  const { cluster, transport, clock } = options
  const { trialTimeLimitMs, trialMemoryLimitMiB } = worker.settings
  const { sizesMiB } = transport.functions
  const largest = largestSize(worker.settings, sizesMiB)
  const memoryMiB = sizesMiB[largest] ?? 0
  const most = transport.functions.timeoutMs - FUNCTION_MARGIN_MS
  if (trialTimeLimitMs !== null && trialTimeLimitMs > most) {
    throw new TrialfanError(
      'TRIAL_TOO_LONG',
      `trialTimeLimitMs: ${trialTimeLimitMs} ms is more than the ${most} ms that one trial can take on the ${cluster.description}`,
      { trialTimeLimitMs, most },
    )
  }
  if (trialMemoryLimitMiB !== null && trialMemoryLimitMiB > memoryMiB) {
    throw new TrialfanError(
      'TRIAL_TOO_LARGE',
      `trialMemoryLimitMiB: ${trialMemoryLimitMiB} MiB is more than the ${memoryMiB} MiB that a worker has on the ${cluster.description}`,
      { trialMemoryLimitMiB, memoryMiB },
    )
  }
  if (worker.settings.memoryLadder === true && sizesMiB.length === 1) {
    const message = `memoryLadder: the ${cluster.description} has workers of one size only, ${memoryMiB} MiB; deploy more ("trialfan deploy --memory 1769,3538")`
    options.onWarning(new TrialfanError('ONE_WORKER_SIZE', message, { memoryMiB }))
  }
  const [target, queue] = await Promise.all([
    worker.bundle().then((bundle) => shipTarget(bundle, transport, clock, signal)),
    openQueue(options, signal),
  ])
  return { target, ...queue, largestSize: largest }
}

async function openQueue(
  { transport, run, record }: CheckedLambdaRunnerOptions,
  signal: AbortSignal,
): Promise<Pick<OpenRun, 'queueUrl' | 'queue'>> {
  const isNew = record === null || record.session === 0
  const found = isNew ? null : await transport.queues.find(run, { signal })
  if (found !== null) return { queueUrl: found, queue: 'kept' }
  return { queueUrl: await transport.queues.open(run, { signal }), queue: isNew ? 'new' : 'lost' }
}
