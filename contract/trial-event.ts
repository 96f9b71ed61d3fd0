import * as v from 'valibot'
import { ProtocolVersionError } from './errors.ts'
import { parseShape } from './parse-shape.ts'
import { PROTOCOL_VERSION } from './protocol.ts'
import { attemptOf, Count, Reference } from './wire-shapes.ts'

const Positive = v.pipe(v.number(), v.minValue(0))

/** What every event carries inline, whatever its size: enough to route a failure record and to refuse a stale event. */
const envelope = {
  ...attemptOf,
  /** 0, and one more each time the run is resumed: what an earlier session has sent can be cancelled by itself. */
  session: v.optional(Count, 0),
  /** Milliseconds since the epoch; a worker that starts later does not run the trial. */
  notAfter: Count,
  resultQueueUrl: v.pipe(v.string(), v.url()),
}

const FullEvent = v.strictObject({
  ...envelope,
  target: v.strictObject({ ...Reference.entries, export: v.string() }),
  objectives: v.pipe(v.array(v.string()), v.minLength(1)),
  data: v.nullable(Reference),
  configuration: v.record(v.string(), v.union([v.number(), v.string(), v.boolean(), v.null()])),
  instance: v.nullable(v.string()),
  features: v.nullable(v.array(v.number())),
  budget: v.nullable(v.number()),
  seed: v.nullable(v.number()),
  limits: v.strictObject({ timeMs: v.nullable(Positive), memoryMiB: v.nullable(Positive) }),
  /** By rising budget; absent when a trial is not ended for what it reports. */
  stopAbove: v.optional(v.array(v.strictObject({ budget: v.number(), cost: v.number() }))),
})

const ClaimedEvent = v.strictObject({ ...envelope, claim: Reference })

/** One trial, as it is sent to the worker function (docs/protocol.md, "Event"). */
export type TrialEvent = Readonly<v.InferOutput<typeof FullEvent>>
/** An event whose body lies in S3, because it is larger than `MAX_INLINE_EVENT_BYTES`. */
export type ClaimedTrialEvent = Readonly<v.InferOutput<typeof ClaimedEvent>>

/**
 * Checks an event as it arrives on a worker.
 * @throws ProtocolVersionError when the client is older or newer; ShapeError when it is no event.
 */
export function parseTrialEvent(value: unknown): TrialEvent | ClaimedTrialEvent {
  checkProtocol(value, 'the client and the deployed stack differ; run "trialfan deploy" to update the stack')
  const claimed = typeof value === 'object' && value !== null && 'claim' in value
  return claimed ? parseShape('trial event', ClaimedEvent, value) : parseShape('trial event', FullEvent, value)
}

/** Checks the body of a claimed event. */
export function parseFullTrialEvent(value: unknown): TrialEvent {
  return parseShape('trial event', FullEvent, value)
}

export const isClaimed = (event: TrialEvent | ClaimedTrialEvent): event is ClaimedTrialEvent => 'claim' in event

/** @throws ProtocolVersionError when `value.protocol` is a number other than ours. */
export function checkProtocol(value: unknown, mend: string): void {
  if (typeof value !== 'object' || value === null || !('protocol' in value)) return
  if (typeof value.protocol === 'number' && value.protocol !== PROTOCOL_VERSION) {
    throw new ProtocolVersionError(PROTOCOL_VERSION, value.protocol, mend)
  }
}
