import { PROTOCOL_VERSION } from '../../contract/protocol.ts'
import { StatusType } from '../../contract/status.ts'
import type { ClaimedTrialEvent, TrialEvent } from '../../contract/trial-event.ts'
import type { TrialResult } from '../../contract/trial-result.ts'
import type { ExecutionOutcome } from '../../execution/execution-outcome.ts'
import { FunctionFault } from '../function-fault.ts'
import { fetchInputs, type TrialInputs } from './fetch-inputs.ts'
import type { Invocation } from './invocation.ts'
import type { WorkerPorts } from './worker-ports.ts'

/** Kept back of the function's time: to end a trial that is over it (250 ms) and to send the result. */
const MARGIN_MS = 2_000
/** Of a function with a very short time-out, no more than this share. */
const MARGIN_SHARE = 0.25

/**
 * Brings a trial's target and data to hand, and runs it within what is left of the function's time.
 * Ends early when the run is cancelled, before or while the trial runs.
 * @throws FunctionFault, TrialfanError for whatever is not the trial's own fault.
 */
export async function runTrial(
  claimed: TrialEvent | ClaimedTrialEvent,
  invocation: Invocation,
  ports: WorkerPorts,
): Promise<TrialResult | 'cancelled'> {
  const { clock, environment } = ports
  const remainingMs = invocation.remainingMs()
  const deadline = clock.now() + remainingMs - Math.min(MARGIN_MS, remainingMs * MARGIN_SHARE)
  const inputs = await prepare(claimed, deadline, ports)
  if (inputs === 'cancelled') return inputs
  const { limits } = inputs.event
  const timeMs = Math.min(limits.timeMs ?? Number.POSITIVE_INFINITY, Math.max(1, deadline - clock.now()))
  const outcome = await execute(inputs, timeMs, deadline, ports)
  if (outcome === 'cancelled') return outcome

  const { status, cost, runtimeMs, cpuTimeMs, startedAt, endedAt, info, peakRssMiB } = outcome
  if (status === StatusType.RUNNING) throw new TypeError('the trial runner answered with a trial that is still running')
  const cutShort = status === StatusType.TIMEOUT && (timeMs !== limits.timeMs || clock.now() >= deadline)
  const { run, trial, attempt } = claimed
  return {
    protocol: PROTOCOL_VERSION,
    run,
    trial,
    attempt,
    status,
    cost: cost === null ? null : [...cost],
    runtimeMs,
    cpuTimeMs,
    startedAt,
    endedAt,
    info: cutShort ? { ...info, error: functionTimeLimit(timeMs, limits.timeMs) } : info,
    worker: environment.report({ requestId: invocation.requestId, fetchMs: inputs.fetchMs, peakRssMiB }),
    started: true,
    retryable: false,
  }
}

async function prepare(event: TrialEvent | ClaimedTrialEvent, deadline: number, ports: WorkerPorts): Promise<TrialInputs | 'cancelled'> {
  const { clock, cancelled } = ports
  const end = new AbortController()
  const tooLate = "fetching target and data took all of the function's time"
  const cancelTimer = clock.after(deadline - clock.now(), () => end.abort(new FunctionFault('FETCH_TIMEOUT', tooLate, { retryable: true })))
  const asked = cancelled.has(event, end.signal).then((is) => {
    if (is) end.abort(new Error('the run was cancelled'))
    return is
  })
  try {
    const inputs = await fetchInputs(event, ports, end.signal)
    return (await asked) ? 'cancelled' : inputs
  } catch (cause) {
    if (await asked) return 'cancelled'
    throw cause
  } finally {
    cancelTimer()
  }
}

async function execute(
  { event, targetFile, data }: TrialInputs,
  timeMs: number,
  deadline: number,
  { clock, cancelled, runner }: WorkerPorts,
): Promise<ExecutionOutcome | 'cancelled'> {
  const { target, objectives, configuration, instance, features, seed, budget, limits, stopAbove } = event
  const end = new AbortController()
  let endedBy: 'cancel' | 'deadline' | null = null
  const endFor = (reason: 'cancel' | 'deadline') => (): void => {
    endedBy ??= reason
    end.abort(new Error(reason === 'cancel' ? 'the run was cancelled' : "the function's time is over"))
  }
  const endWatch = cancelled.watch(event, end.signal, endFor('cancel'))
  // The limit of a trial leaves out what it takes to start a thread and to load the target.
  const cancelDeadline = clock.after(deadline - clock.now(), endFor('deadline'))
  try {
    const outcome = await runner.run(
      {
        targetFile,
        targetId: target.sha256,
        exportName: target.export,
        objectives,
        configuration,
        instance,
        features,
        seed,
        budget,
        stopAbove,
        data,
        limits: { timeMs, memoryMiB: limits.memoryMiB },
      },
      { signal: end.signal },
    )
    if (endedBy === 'cancel') return 'cancelled'
    return endedBy === 'deadline' ? { ...outcome, status: StatusType.TIMEOUT, cost: null } : outcome
  } finally {
    endWatch()
    cancelDeadline()
  }
}

function functionTimeLimit(timeMs: number, ownLimitMs: number | null): string {
  const own = ownLimitMs === null ? '' : `, less than its own limit of ${ownLimitMs} ms`
  return `over time: the function's time-out left ${Math.round(timeMs)} ms for the trial${own}`
}
