import { createHash } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cancelMarkerKey, resultClaimKey } from '../../../../contract/object-keys.ts'
import { StatusType } from '../../../../contract/status.ts'
import { parseFullTrialResult, parseTrialResult } from '../../../../contract/trial-result.ts'
import { FunctionFault } from '../../../../functions/function-fault.ts'
import { QUEUE_URL, WorkerBench } from '../support/worker-bench.ts'

let bench: WorkerBench
beforeEach(() => {
  bench = new WorkerBench()
})
afterEach(() => bench.remove())

/** A trial that lasts until it is ended. */
const until = (signal: AbortSignal, status: StatusType) =>
  new Promise<{ status: StatusType; cost: null }>((resolve) => signal.addEventListener('abort', () => resolve({ status, cost: null })))

test('a trial is run and its result sent to its run', async () => {
  expect(await bench.handle(bench.event())).toBe('sent')
  const [message] = bench.queue.messages
  expect(message?.url).toBe(QUEUE_URL)
  expect(parseTrialResult(message?.body)).toMatchObject({
    run: 'r1',
    trial: 7,
    attempt: 1,
    status: StatusType.SUCCESS,
    cost: [4],
    retryable: false,
    worker: { environment: 'environment-1', cold: true, initMs: 70, memoryMiB: 1769, peakRssMiB: 50, requestId: 'request-1' },
  })
  expect(bench.runner.requests[0]).toMatchObject({
    configuration: { x: 2 },
    seed: 3,
    exportName: 'default',
    targetId: bench.target.sha256,
    data: null,
  })
})

test('only the first trial of an environment is cold, and the target is fetched once', async () => {
  await bench.handle(bench.event())
  await bench.handle(bench.event({ trial: 8 }))
  expect(bench.results.map(({ worker }) => (worker as { cold: boolean }).cold)).toEqual([true, false])
  expect(bench.bucket.reads).toEqual([bench.target.key])
})

test('a claimed event is fetched and run', async () => {
  const event = bench.claimed(bench.event({ configuration: { x: 5 } }))
  await bench.handle(event)
  expect(bench.runner.requests[0]?.configuration).toEqual({ x: 5 })
  expect(bench.results[0]).toMatchObject({ status: StatusType.SUCCESS })
})

test.each([
  ['another trial', { trial: 8 }],
  ['another run', { run: 'r2' }],
  ['another queue', { resultQueueUrl: 'http://127.0.0.1:9324/000000000000/trialfan-run-r2' }],
])("a claimed body of %s is not run in this one's name", async (_, change) => {
  await bench.handle(bench.claimed(bench.event(change)))
  expect(bench.runner.requests).toEqual([])
  expect(bench.results[0]).toMatchObject({ trial: 7, status: StatusType.CRASHED, retryable: false, info: { errorCode: 'BAD_EVENT' } })
})

test('a claim on a foreign key, and one over the size limit, are refused unread', async () => {
  const event = bench.claimed(bench.event())
  const claim = event.claim as object
  await bench.handle({ ...event, claim: { ...claim, key: 'runs/r2/events/7-1.json' } })
  await bench.handle({ ...event, claim: { ...claim, bytes: 2 ** 40 } })
  expect(bench.results.map(({ info }) => (info as { errorCode: string }).errorCode)).toEqual(['BAD_EVENT', 'BAD_EVENT'])
  expect(bench.bucket.reads).toEqual([])
})

test('a target under a key that is not its hash is refused', async () => {
  await bench.handle(bench.event({ target: { ...bench.target, key: 'runs/r2/events/1-1.json', export: 'default' } }))
  expect(bench.results[0]).toMatchObject({ info: { errorCode: 'BAD_EVENT', error: expect.stringContaining('target.key') } })
})

test('a stale event is not run; its answer may be tried again and tells the time here', async () => {
  expect(await bench.handle(bench.event({ notAfter: bench.clock.now() - 1 }))).toBe('sent')
  expect(bench.runner.requests).toEqual([])
  expect(bench.results).toMatchObject([{ started: false, retryable: true, endedAt: bench.clock.now(), info: { errorCode: 'STALE_EVENT' } }])
  expect(bench.lines[0]).toContain('trial 7 attempt 1 of run r1: STALE_EVENT: not run: its event came 1 ms after')
})

test('a trial of a cancelled run is not run and gets no result', async () => {
  bench.bucket.objects.set(cancelMarkerKey('r1'), new Uint8Array())
  expect(await bench.handle(bench.event())).toBe('cancelled')
  expect(bench.runner.requests).toEqual([])
  expect(bench.results).toEqual([])
})

test('the cancel marker is asked for once in five seconds, and for each run', async () => {
  for (let trial = 0; trial < 20; trial++) await bench.handle(bench.event({ trial }))
  expect(bench.bucket.asked).toBe(1)
  await bench.clock.advance(5_000)
  await bench.handle(bench.event({ trial: 20 }))
  expect(bench.bucket.asked).toBe(2)
  await bench.handle(bench.event({ run: 'r2', resultQueueUrl: QUEUE_URL.replace('run-r1', 'run-r2') }))
  expect(bench.bucket.asked).toBe(3)
})

test('a trial whose run is cancelled while it runs is ended', async () => {
  bench.runner.behave = (_, signal) => until(signal, StatusType.CRASHED)
  const handled = bench.handle(bench.event())
  await bench.runner.started.promise
  await bench.clock.advance(12_000)
  bench.bucket.objects.set(cancelMarkerKey('r1'), new Uint8Array())
  await bench.clock.advance(5_000)
  expect(await handled).toBe('cancelled')
  expect(bench.results).toEqual([])
})

test('a bucket that cannot say whether a run was cancelled does not stop its trials', async () => {
  await bench.handle(bench.event())
  await bench.clock.advance(6_000)
  bench.bucket.outage = new FunctionFault('SERVICE_FAULT', 'down', { retryable: true })
  expect(await bench.handle(bench.event({ trial: 8 }))).toBe('sent')
  expect(bench.results[1]).toMatchObject({ status: StatusType.SUCCESS })
})

test("a trial's time is its limit, or what is left of the function's less a margin", async () => {
  await bench.handle(bench.event())
  await bench.handle(bench.event({ limits: { timeMs: null, memoryMiB: 100 } }), 60_000)
  await bench.handle(bench.event(), 4_000)
  await bench.handle(bench.event(), 1_000)
  expect(bench.runner.requests.map(({ limits }) => limits)).toEqual([
    { timeMs: 5_000, memoryMiB: null },
    { timeMs: 58_000, memoryMiB: 100 },
    { timeMs: 3_000, memoryMiB: null },
    { timeMs: 750, memoryMiB: null },
  ])
})

test("a trial that the function's time-out ended says so", async () => {
  bench.runner.behave = async () => ({ status: StatusType.TIMEOUT, cost: null, info: { error: 'over its limit' } })
  await bench.handle(bench.event(), 4_000)
  await bench.handle(bench.event())
  expect(bench.results[0]).toMatchObject({ info: { error: expect.stringContaining("function's time-out left 3000 ms") } })
  expect(bench.results[1]).toMatchObject({ info: { error: 'over its limit' } })
})

test("a target that is still loading when the function's time is over is a TIMEOUT, in time to be sent", async () => {
  bench.runner.behave = (_, signal) => until(signal, StatusType.CRASHED)
  const handled = bench.handle(bench.event(), 4_000)
  await bench.runner.started.promise
  await bench.clock.advance(3_000)
  expect(await handled).toBe('sent')
  expect(bench.results[0]).toMatchObject({
    status: StatusType.TIMEOUT,
    cost: null,
    info: { error: expect.stringContaining("function's time-out") },
  })
})

test('a fetch that takes all the time becomes a result before the function ends', async () => {
  bench.bucket.gate = new Promise(() => {})
  const handled = bench.handle(bench.event(), 10_000)
  await bench.bucket.reading.promise
  await bench.clock.advance(8_000)
  expect(await handled).toBe('sent')
  expect(bench.results[0]).toMatchObject({ status: StatusType.CRASHED, retryable: true, info: { errorCode: 'FETCH_TIMEOUT' } })
})

test('a large result goes to the bucket, and the message says where', async () => {
  bench.runner.behave = async () => ({ info: { text: 'ü'.repeat(150_000) } })
  await bench.handle(bench.event())
  const key = [...bench.bucket.objects.keys()].find((name) => name.startsWith('runs/r1/results/7-1-')) ?? ''
  const bytes = bench.bucket.objects.get(key) ?? Buffer.of()
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  expect(key).toBe(resultClaimKey('r1', 7, 1, sha256))
  expect(bench.results[0]).toMatchObject({ trial: 7, claim: { key, sha256, bytes: bytes.byteLength } })
  const body = parseFullTrialResult(JSON.parse(Buffer.from(bench.bucket.objects.get(key) ?? []).toString()))
  expect(body.info.text).toHaveLength(150_000)
})

test.each([
  ['a missing object', new FunctionFault('OBJECT_MISSING', 'gone', { retryable: false }), false],
  ['an unreachable bucket', new FunctionFault('UNREACHABLE', 'no route', { retryable: true }), true],
  ['an error nobody foresaw', new RangeError('surprise'), true],
])('%s is a CRASHED result', async (_, outage, retryable) => {
  bench.bucket.outage = outage
  expect(await bench.handle(bench.event())).toBe('sent')
  const [result] = bench.results
  expect(result).toMatchObject({
    status: StatusType.CRASHED,
    cost: null,
    retryable,
    info: { error: expect.stringContaining(outage.message) },
  })
  bench.bucket.outage = null
  await bench.handle(bench.event({ trial: 8 }))
  expect(bench.results[1]).toMatchObject({ status: StatusType.SUCCESS })
})

test('a runner that fails is a CRASHED result that may be retried', async () => {
  bench.runner.behave = () => Promise.reject(new Error('no thread'))
  await bench.handle(bench.event())
  expect(bench.results[0]).toMatchObject({ status: StatusType.CRASHED, retryable: true, info: { errorCode: 'WORKER_FAULT' } })
})

test('an event of another protocol version is answered with what to update', async () => {
  await bench.handle({ ...bench.event(), protocol: 99 })
  expect(bench.results[0]).toMatchObject({
    trial: 7,
    status: StatusType.CRASHED,
    retryable: false,
    info: { errorCode: 'PROTOCOL_VERSION', error: expect.stringContaining('trialfan deploy') },
  })
})

test('an event with a wrong field is answered with its name', async () => {
  await bench.handle({ ...bench.event(), seed: 'three' })
  expect(bench.results[0]).toMatchObject({ retryable: false, info: { errorCode: 'SHAPE', error: expect.stringContaining('seed') } })
})

test.each([[{}], [null], ['text'], [{ run: 'r1', trial: 1 }]])(
  'what is no event at all throws, because nobody can be answered: %j',
  async (event) => {
    await expect(bench.handle(event)).rejects.toMatchObject({ code: 'SHAPE' })
  },
)

test.each([
  ['of another run', 'http://127.0.0.1:9324/000000000000/trialfan-run-r2'],
  ['of another stack', 'http://127.0.0.1:9324/000000000000/other-run-r1'],
  ['with the name in the query', 'http://127.0.0.1:9324/000000000000/loot?/trialfan-run-r1'],
])('a queue %s gets nothing', async (_, resultQueueUrl) => {
  await expect(bench.handle(bench.event({ resultQueueUrl }))).rejects.toMatchObject({ code: 'FOREIGN_QUEUE' })
  await expect(bench.handle({ ...bench.event({ resultQueueUrl }), protocol: 99 })).rejects.toMatchObject({ code: 'FOREIGN_QUEUE' })
  expect(bench.runner.requests).toEqual([])
  expect(bench.queue.messages).toEqual([])
})

test("when the run's queue is gone, its other trials are not run", async () => {
  bench.queue.deleted = true
  expect(await bench.handle(bench.event())).toBe('gone')
  expect(await bench.handle(bench.event({ trial: 8 }))).toBe('cancelled')
  expect(bench.runner.requests).toHaveLength(1)
})

test("a result that cannot be sent throws, so that Lambda's failure record speaks", async () => {
  bench.queue.outage = new FunctionFault('UNREACHABLE', 'no route', { retryable: true })
  await expect(bench.handle(bench.event())).rejects.toThrow('no route')
})

test('an environment that does not get its memory back ends once the result is sent', async () => {
  bench.runner.behave = async () => ({ status: StatusType.MEMORYOUT, cost: null })
  await bench.handle(bench.event())
  expect(bench.endedAfter).toBeNull()
  bench.runner.recovers = false
  await bench.handle(bench.event({ trial: 8 }))
  expect(bench.endedAfter).toBe(2)
})
