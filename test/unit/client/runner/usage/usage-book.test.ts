import { beforeEach, expect, test } from 'vitest'
import { UsageBook } from '../../../../../client/runner/usage/usage-book.ts'
import { StatusType } from '../../../../../contract/status.ts'
import type { WorkerReport } from '../../../../../contract/trial.ts'
import type { TrialResult } from '../../../../../contract/trial-result.ts'
import { resultOf } from '../../../../support/in-memory-transport.ts'

let book: UsageBook
beforeEach(() => {
  book = new UsageBook({ functionTimeoutMs: 900_000 })
})

const SENT_AT = 1_000_000
const send = (attempt = 1, memoryMiB = 1024) => book.sent({ trial: 0, attempt, sentAt: SENT_AT, memoryMiB, timeLimitMs: 60_000 })
const answer = (attempt: number, changes: Partial<TrialResult>, now = SENT_AT) =>
  book.answered(resultOf({ run: 'r', trial: 0, attempt }, changes), now)
const worker = (changes: Partial<WorkerReport> = {}): WorkerReport => ({
  environment: 'e',
  cold: false,
  initMs: 400,
  memoryMiB: 2048,
  peakRssMiB: 80,
  requestId: 'q',
  fetchMs: 0,
  billing: { architecture: 'x86_64', handledMs: 999.2, earlierMs: 0, objectReads: 1, objectWrites: 0 },
  ...changes,
})
const died = { status: StatusType.CRASHED, worker: null, runtimeMs: 0, retryable: true } as const

test('a report is billed by the memory it tells, up to the next millisecond', () => {
  send()
  answer(1, { worker: worker() })
  expect(book.settle(0, SENT_AT)).toEqual({
    requests: 1,
    gbSeconds: 2,
    queueSends: 1,
    objectReads: 1,
    objectWrites: 0,
    estimatedAttempts: 0,
  })
  expect(book.architecture).toBe('x86_64')
})

test('a cold start’s init, and what the environment could not report before, are billed too', () => {
  send()
  const billing = { architecture: 'arm64', handledMs: 500, earlierMs: 100, objectReads: 0, objectWrites: 0 } as const
  answer(1, { worker: worker({ cold: true, memoryMiB: 1024, billing }) })
  expect(book.settle(0, SENT_AT).gbSeconds).toBeCloseTo(1, 12)
})

test('a result that comes twice is billed once', () => {
  send()
  answer(1, { worker: worker() })
  answer(1, { worker: worker() })
  expect(book.settle(0, SENT_AT)).toMatchObject({ requests: 1, gbSeconds: 2 })
})

test('both attempts of a retry are billed, on a larger size too; the one that died is an estimate', () => {
  send(1, 1024)
  answer(1, died, SENT_AT + 3_000)
  send(2, 4096)
  answer(2, { worker: worker({ memoryMiB: 4096 }) })
  const usage = book.settle(0, SENT_AT)
  // The relay took the first one's record: 256 MiB for half a second, a request of its own.
  expect(usage.gbSeconds).toBeCloseTo(1 * 3 + 0.25 * 0.5 + 4 * 1, 12)
  expect(usage).toMatchObject({ requests: 3, queueSends: 2, estimatedAttempts: 1 })
})

test('both attempts are billed when both report', () => {
  send(1)
  answer(1, { status: StatusType.MEMORYOUT, worker: worker() })
  send(2)
  answer(2, { worker: worker({ memoryMiB: 4096 }) })
  expect(book.settle(0, SENT_AT)).toMatchObject({ gbSeconds: 2 + 4, requests: 2, estimatedAttempts: 0 })
})

test('a function that timed out is billed for its time-out', () => {
  send()
  answer(1, { ...died, status: StatusType.TIMEOUT, runtimeMs: 30_000 }, SENT_AT + 45_000)
  expect(book.settle(0, SENT_AT).gbSeconds).toBeCloseTo(30 + 0.125, 12)
})

test('an event that never ran costs no time', () => {
  send()
  answer(1, { ...died, started: false }, SENT_AT + 45_000)
  expect(book.settle(0, SENT_AT)).toMatchObject({ gbSeconds: 0.125, estimatedAttempts: 0 })
})

test('an event that Lambda did not take costs nothing', () => {
  send()
  book.notTaken(0, 1)
  expect(book.settle(0, SENT_AT)).toMatchObject({ requests: 0, gbSeconds: 0 })
})

test('a trial that was cancelled is taken to end 5 s later, or at its limit', () => {
  send()
  expect(book.settle(0, SENT_AT + 10_000)).toMatchObject({ requests: 1, gbSeconds: 15, estimatedAttempts: 1 })
  send()
  expect(book.settle(0, SENT_AT + 59_000)).toMatchObject({ gbSeconds: 60 })
})

test('a worker that does not tell its bill is estimated from what it tells', () => {
  send()
  answer(1, { runtimeMs: 500, worker: worker({ cold: true, fetchMs: 100, memoryMiB: 1024, billing: undefined }) })
  const usage = book.settle(0, SENT_AT)
  expect(usage.gbSeconds).toBeCloseTo(1, 12)
  expect(usage.estimatedAttempts).toBe(1)
})

test('a trial that an earlier process sent is billed when it ends in this one', () => {
  answer(1, { worker: worker() })
  expect(book.settle(0, SENT_AT)).toMatchObject({ requests: 1, gbSeconds: 2, estimatedAttempts: 0 })
})

test('and when it is sent again in this one, for both', () => {
  answer(1, { ...died, worker: worker() })
  send(2)
  answer(2, { worker: worker({ memoryMiB: 1024 }) })
  expect(book.settle(0, SENT_AT)).toMatchObject({ requests: 2, gbSeconds: 2 + 1 })
})

test('a late result of a trial that is over is nobody’s', () => {
  send()
  answer(1, { worker: worker() })
  book.settle(0, SENT_AT)
  answer(1, { worker: worker() })
  book.sent({ trial: 1, attempt: 1, sentAt: SENT_AT, memoryMiB: 1024, timeLimitMs: 60_000 })
  book.notTaken(1, 1)
  expect(book.settle(1, SENT_AT)).toMatchObject({ requests: 0, gbSeconds: 0 })
})
