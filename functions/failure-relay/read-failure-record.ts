import * as v from 'valibot'
import { parseShape } from '../../contract/parse-shape.ts'
import { PROTOCOL_VERSION } from '../../contract/protocol.ts'
import type { TrialResult } from '../../contract/trial-result.ts'
import { TrialRoute } from '../trial-route.ts'
import { explainFailure } from './explain-failure.ts'

/** Lambda leaves out what it does not have: an event that aged out has no response. Unknown fields are ignored. */
const FailureRecord = v.object({
  timestamp: v.optional(v.string()),
  requestContext: v.optional(v.object({ requestId: v.optional(v.string()), condition: v.optional(v.string()) })),
  requestPayload: TrialRoute,
  responseContext: v.nullish(v.object({ statusCode: v.optional(v.number()), functionError: v.optional(v.nullable(v.string())) })),
  responsePayload: v.optional(v.unknown()),
})

const FunctionError = v.object({ errorType: v.optional(v.string()), errorMessage: v.optional(v.string()) })

const MAX_MESSAGE_LENGTH = 2000

/**
 * Turns Lambda's record of a failed asynchronous invoke into the result of the trial it was for.
 * Record format: Lambda developer guide, "Capturing records of Lambda asynchronous invocations".
 * @param now milliseconds since the epoch, used when the record has no time stamp.
 * @throws ShapeError when the record is not one of a trial's event.
 */
export function readFailureRecord(record: unknown, now: number): { readonly resultQueueUrl: string; readonly result: TrialResult } {
  const { timestamp, requestContext, requestPayload, responseContext, responsePayload } = parseShape(
    'failure record',
    FailureRecord,
    record,
  )
  const parsed = v.safeParse(FunctionError, responsePayload)
  const error = parsed.success ? parsed.output : {}
  const failure = explainFailure({
    condition: requestContext?.condition ?? '',
    statusCode: responseContext?.statusCode ?? null,
    errorType: error.errorType ?? '',
    errorMessage: (error.errorMessage ?? '').slice(0, MAX_MESSAGE_LENGTH),
  })
  const stamped = timestamp === undefined ? Number.NaN : Date.parse(timestamp)
  const endedAt = Number.isNaN(stamped) ? now : stamped
  return {
    resultQueueUrl: requestPayload.resultQueueUrl,
    result: {
      protocol: PROTOCOL_VERSION,
      run: requestPayload.run,
      trial: requestPayload.trial,
      attempt: requestPayload.attempt,
      status: failure.status,
      cost: null,
      runtimeMs: failure.runtimeMs,
      cpuTimeMs: 0,
      startedAt: Math.max(0, endedAt - failure.runtimeMs),
      endedAt,
      info: { error: failure.error, errorCode: failure.code, requestId: requestContext?.requestId ?? null },
      worker: null,
      started: failure.started,
      retryable: failure.retryable,
    },
  }
}
