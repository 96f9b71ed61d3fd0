import * as v from 'valibot'
import { hasCost } from './has-cost.ts'
import { parseShape } from './parse-shape.ts'
import { StatusType } from './status.ts'
import type { JsonObject } from './trial.ts'
import { checkProtocol } from './trial-event.ts'
import { attemptOf, Count, Reference } from './wire-shapes.ts'

const Milliseconds = v.pipe(v.number(), v.finite(), v.minValue(0))

const Billing = v.object({
  architecture: v.picklist(['arm64', 'x86_64']),
  handledMs: Milliseconds,
  earlierMs: Milliseconds,
  objectReads: Count,
  objectWrites: Count,
})

const Worker = v.object({
  environment: v.string(),
  cold: v.boolean(),
  initMs: Milliseconds,
  memoryMiB: Milliseconds,
  peakRssMiB: Milliseconds,
  requestId: v.string(),
  fetchMs: Milliseconds,
  /** A worker in another language may leave it out: then the client estimates. */
  billing: v.optional(Billing),
})

const FullResult = v.object({
  ...attemptOf,
  status: v.picklist([StatusType.SUCCESS, StatusType.CRASHED, StatusType.TIMEOUT, StatusType.MEMORYOUT, StatusType.STOPPED]),
  /** In declared order; null unless the status is SUCCESS or STOPPED. */
  cost: v.nullable(v.array(v.pipe(v.number(), v.finite()))),
  runtimeMs: Milliseconds,
  cpuTimeMs: Milliseconds,
  startedAt: Milliseconds,
  endedAt: Milliseconds,
  info: v.custom<JsonObject>((value) => typeof value === 'object' && value !== null && !Array.isArray(value), 'an object'),
  /** Null when the environment died and the failure relay speaks for it. */
  worker: v.nullable(Worker),
  /** False when the target was never started: the event was dropped, or what it needs could not be fetched. */
  started: v.boolean(),
  /** True when the platform failed, not the trial: another attempt may go well. */
  retryable: v.boolean(),
})

const ClaimedResult = v.object({ ...attemptOf, claim: Reference })

/** `info.errorCode` of a trial whose environment was killed, from outside or for its memory. */
export const WORKER_KILLED = 'WORKER_KILLED'

/** How one attempt at a trial ended, as it is sent to the run's queue (docs/protocol.md, "Result"). */
export type TrialResult = Readonly<v.InferOutput<typeof FullResult>>
/** A result whose body lies in S3, because it is larger than `MAX_INLINE_RESULT_BYTES`. */
export type ClaimedTrialResult = Readonly<v.InferOutput<typeof ClaimedResult>>

/** Checks a result as it arrives at the client. @throws ProtocolVersionError, ShapeError */
export function parseTrialResult(value: unknown): TrialResult | ClaimedTrialResult {
  checkProtocol(value, 'the deployed stack and this client differ; run "trialfan deploy", or update trialfan on this machine')
  const claimed = typeof value === 'object' && value !== null && 'claim' in value
  return claimed ? parseShape('trial result', ClaimedResult, value) : parseFullTrialResult(value)
}

/** Checks the body of a claimed result. */
export function parseFullTrialResult(value: unknown): TrialResult {
  const result = parseShape('trial result', FullResult, value)
  if (hasCost(result.status) && result.cost === null)
    return parseShape('trial result', v.object({ cost: v.array(v.number()) }), value) as never
  return result
}
