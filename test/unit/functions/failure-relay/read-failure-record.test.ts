import { expect, test } from 'vitest'
import { StatusType } from '../../../../contract/status.ts'
import { parseFullTrialResult } from '../../../../contract/trial-result.ts'
import { readFailureRecord } from '../../../../functions/failure-relay/read-failure-record.ts'

const { CRASHED, TIMEOUT, MEMORYOUT } = StatusType
const ENDED = Date.parse('2026-03-01T12:00:00.000Z')

function record(responsePayload: unknown, condition = 'RetriesExhausted') {
  return {
    version: '1.0',
    timestamp: '2026-03-01T12:00:00.000Z',
    requestContext: { requestId: 'request-1', functionArn: 'arn:aws:lambda:…:$LATEST', condition, approximateInvokeCount: 1 },
    requestPayload: { protocol: 1, run: 'r1', trial: 7, attempt: 2, resultQueueUrl: 'https://sqs/1/trialfan-run-r1', configuration: {} },
    ...(responsePayload === undefined
      ? {}
      : { responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' }, responsePayload }),
  }
}
const died = (errorType: string, how: string) => record({ errorType, errorMessage: `RequestId: 1 Error: ${how}` })

test.each([
  ['out of memory', died('Runtime.OutOfMemory', 'Runtime exited with error: signal: killed'), MEMORYOUT, 'WORKER_OUT_OF_MEMORY', false],
  ['heap of the main thread', died('Runtime.ExitError', 'JavaScript heap out of memory'), MEMORYOUT, 'WORKER_OUT_OF_MEMORY', false],
  ['killed', died('Runtime.ExitError', 'Runtime exited with error: signal: killed'), CRASHED, 'WORKER_KILLED', true],
  ['exit 137', died('Runtime.ExitError', 'Runtime exited with error: exit status 137'), CRASHED, 'WORKER_KILLED', true],
  ['timeout', died('Sandbox.Timedout', 'Task timed out after 3.00 seconds'), TIMEOUT, 'FUNCTION_TIMEOUT', false],
  [
    'timeout without a type',
    record({ errorMessage: '2026-03-01T12:00:00Z 1 Task timed out after 900 seconds' }),
    TIMEOUT,
    'FUNCTION_TIMEOUT',
    false,
  ],
  ['exit', died('Runtime.ExitError', 'Runtime exited with error: exit status 1'), CRASHED, 'WORKER_EXITED', true],
  ['exit, older words', record({ errorMessage: 'RequestId: 1 Process exited before completing request' }), CRASHED, 'WORKER_EXITED', true],
  ['exit 0', died('Runtime.ExitError', 'Runtime exited without providing a reason'), CRASHED, 'WORKER_EXITED', true],
  [
    'segmentation fault',
    died('Runtime.ExitError', 'Runtime exited with error: signal: segmentation fault'),
    CRASHED,
    'WORKER_EXITED',
    true,
  ],
  [
    'an error of the handler',
    record({ errorType: 'FunctionFault', errorMessage: 'sqs:SendMessage: no route' }),
    CRASHED,
    'WORKER_ERROR',
    true,
  ],
  ['too old', record(undefined, 'EventAgeExceeded'), CRASHED, 'EVENT_AGED_OUT', true],
  ['no concurrency', record(undefined, 'ZeroReservedConcurrency'), CRASHED, 'ZERO_CONCURRENCY', true],
  ['throttled', { ...record(undefined), responseContext: { statusCode: 429, functionError: null } }, CRASHED, 'THROTTLED', true],
  ['nothing said', record(undefined), CRASHED, 'NOT_RUN', true],
  ['a payload of another shape', record(['what?']), CRASHED, 'NOT_RUN', true],
])('%s', (_, failed, status, errorCode, retryable) => {
  const { resultQueueUrl, result } = readFailureRecord(failed, ENDED)
  expect(resultQueueUrl).toBe('https://sqs/1/trialfan-run-r1')
  expect(parseFullTrialResult(result)).toMatchObject({
    run: 'r1',
    trial: 7,
    attempt: 2,
    status,
    retryable,
    cost: null,
    worker: null,
    endedAt: ENDED,
  })
  expect(result.info).toMatchObject({ errorCode, error: expect.any(String), requestId: 'request-1' })
})

test("a time-out's record tells how long the trial ran", () => {
  const { result } = readFailureRecord(died('Sandbox.Timedout', 'Task timed out after 3.50 seconds'), ENDED)
  expect(result).toMatchObject({ runtimeMs: 3500, startedAt: ENDED - 3500 })
})

test('a killed worker is told apart from a trial that was too large, in words', () => {
  const { result } = readFailureRecord(died('Runtime.ExitError', 'Runtime exited with error: signal: killed'), ENDED)
  expect(result.info.error).toMatch(/from outside or for its memory/)
})

test('an event of an older protocol is routed all the same', () => {
  const old = record(undefined)
  expect(readFailureRecord({ ...old, requestPayload: { ...old.requestPayload, protocol: 0 } }, ENDED).result.trial).toBe(7)
})

test('a record without context, or with a broken time stamp, still speaks', () => {
  const { requestPayload } = record(undefined)
  expect(readFailureRecord({ requestPayload, timestamp: 'soon' }, 5).result).toMatchObject({ status: CRASHED, endedAt: 5 })
})

test('a message of any length stays short', () => {
  const { result } = readFailureRecord(record({ errorType: 'Error', errorMessage: 'x'.repeat(900_000) }), ENDED)
  expect(JSON.stringify(result).length).toBeLessThan(4_000)
})

test.each([
  [null],
  [{}],
  [record(undefined).requestContext],
  [{ requestPayload: { run: 'R!', trial: 1, attempt: 1, resultQueueUrl: '' } }],
])('what is no record of a trial is refused: %j', (value) => {
  expect(() => readFailureRecord(value, ENDED)).toThrow(/failure record/)
})
