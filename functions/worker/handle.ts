import * as v from 'valibot'
import { PROTOCOL_VERSION } from '../../contract/protocol.ts'
import { type ClaimedTrialEvent, parseTrialEvent, type TrialEvent } from '../../contract/trial-event.ts'
import type { TrialResult } from '../../contract/trial-result.ts'
import { checkResultQueue } from '../check-result-queue.ts'
import { FunctionFault } from '../function-fault.ts'
import type { SendAnswer } from '../result-sender.ts'
import { TrialRoute } from '../trial-route.ts'
import { describeFault } from './describe-fault.ts'
import type { Invocation } from './invocation.ts'
import { runTrial } from './run-trial.ts'
import { sendResult } from './send-result.ts'
import type { WorkerPorts } from './worker-ports.ts'

/** What a handler did with an event. Only `sent` and `gone` (the run's queue has been deleted) mean that a result was made. */
export type HandleAnswer = SendAnswer | 'cancelled'

/**
 * Runs the trial of one event and sends its result, which is awaited: the environment freezes when this returns.
 * A worker's own fault becomes a result too. An event of a cancelled run gets none: nobody waits for it.
 * An environment that does not get its memory back from a trial that was ended ends itself, once the result is sent.
 * @throws when no result can be sent: then Lambda's failure record speaks, by way of the failure relay.
 */
export async function handle(event: unknown, invocation: Invocation, ports: WorkerPorts): Promise<HandleAnswer> {
  const { environment, runner, log, endProcess } = ports
  environment.begin()
  try {
    const answer = await answerEvent(event, invocation, ports)
    // The result is on its way; the invocation lasts until the environment is fit for the next one, or is gone.
    if (!(await runner.recover())) {
      log('a trial that was ended does not give back its thread or its memory: this environment ends')
      endProcess()
    }
    return answer
  } finally {
    environment.end()
  }
}

async function answerEvent(event: unknown, invocation: Invocation, ports: WorkerPorts): Promise<HandleAnswer> {
  const { stack, clock, cancelled, log } = ports
  let parsed: TrialEvent | ClaimedTrialEvent
  try {
    parsed = parseTrialEvent(event)
  } catch (cause) {
    const route = v.safeParse(TrialRoute, event)
    if (!route.success) throw cause
    checkResultQueue(route.output.resultQueueUrl, stack, route.output.run)
    return sendResult(route.output.resultQueueUrl, faultResult(route.output, cause, invocation, ports), ports)
  }
  checkResultQueue(parsed.resultQueueUrl, stack, parsed.run)
  const name = `trial ${parsed.trial} attempt ${parsed.attempt} of run ${parsed.run}`

  let result: TrialResult | 'cancelled'
  try {
    checkAge(parsed, clock.now())
    result = await runTrial(parsed, invocation, ports)
  } catch (cause) {
    result = faultResult(parsed, cause, invocation, ports)
    log(`${name}: ${result.info.errorCode}: ${result.info.error}`)
  }
  if (result === 'cancelled') {
    log(`${name}: not run, or ended: the run was cancelled`)
    return 'cancelled'
  }
  const answer = await sendResult(parsed.resultQueueUrl, result, ports)
  if (answer === 'gone') {
    cancelled.add(parsed)
    log(`${name}: the run's queue is gone; its trials are not run any more`)
  }
  return answer
}

/** The answer to a stale event tells a client whose clock is behind the time of this one. @throws FunctionFault */
function checkAge({ notAfter }: TrialEvent | ClaimedTrialEvent, now: number): void {
  if (now <= notAfter) return
  const message = `not run: its event came ${now - notAfter} ms after the latest start that it allows; it waited in Lambda's queue, or the client's clock is behind`
  throw new FunctionFault('STALE_EVENT', message, { retryable: true })
}

function faultResult(route: TrialRoute, cause: unknown, { requestId }: Invocation, { clock, environment }: WorkerPorts): TrialResult {
  const { status, info, retryable } = describeFault(cause)
  const now = clock.now()
  return {
    protocol: PROTOCOL_VERSION,
    run: route.run,
    trial: route.trial,
    attempt: route.attempt,
    status,
    cost: null,
    runtimeMs: 0,
    cpuTimeMs: 0,
    startedAt: now,
    endedAt: now,
    info,
    worker: environment.report({ requestId, fetchMs: 0, peakRssMiB: 0 }),
    started: false,
    retryable,
  }
}
