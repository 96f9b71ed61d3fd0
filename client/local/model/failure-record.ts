/** Why Lambda gave an event up. `ZeroReservedConcurrency`: sent while the function's reserved concurrency was 0. */
export type FailureCondition = 'RetriesExhausted' | 'EventAgeExceeded' | 'ZeroReservedConcurrency'

export interface FailedInvocation {
  readonly requestId: string
  /** JSON, as it was sent. */
  readonly payload: string
  readonly functionArn: string
  readonly condition: FailureCondition
  readonly invokeCount: number
  /** What the function's environment said, or Lambda for it, JSON; null when the function never ran. */
  readonly failure: string | null
}

/**
 * The record that an on-failure destination gets, as JSON.
 * Source: Lambda developer guide, "Capturing records of Lambda asynchronous invocations".
 * @param now milliseconds since the epoch
 */
export function failureRecord(failed: FailedInvocation, now: number): string {
  const context = JSON.stringify({
    requestId: failed.requestId,
    functionArn: `${failed.functionArn}:$LATEST`,
    condition: failed.condition,
    approximateInvokeCount: failed.invokeCount,
  })
  const head = `{"version":"1.0","timestamp":"${new Date(now).toISOString()}","requestContext":${context},"requestPayload":${failed.payload || 'null'}`
  if (failed.failure === null) return `${head}}`
  return `${head},"responseContext":{"statusCode":200,"executedVersion":"$LATEST","functionError":"Unhandled"},"responsePayload":${failed.failure}}`
}
