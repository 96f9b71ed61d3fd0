import { afterEach, beforeEach, expect, test } from 'vitest'
import { parseFullTrialResult } from '../../../../contract/trial-result.ts'
import { WorkerBench } from '../support/worker-bench.ts'

let bench: WorkerBench
beforeEach(() => {
  bench = new WorkerBench()
})
afterEach(() => bench.remove())

const billings = () => bench.results.map((result) => parseFullTrialResult(result).worker?.billing)

test('a report tells the time since its event came and the requests it took', async () => {
  bench.runner.behave = async () => {
    await bench.clock.advance(300)
    return {}
  }
  await bench.handle(bench.event())
  // The target is read once, and it is asked once whether the run was cancelled.
  expect(billings()).toEqual([{ architecture: 'arm64', handledMs: 300, earlierMs: 0, objectReads: 2, objectWrites: 0 }])
})

test('what comes after a report is told by the next one: the send, and events that were not run', async () => {
  bench.queue.beforeSend = () => bench.clock.advance(20)
  await bench.handle(bench.event())
  await bench.handle(bench.event({ trial: 8, notAfter: bench.clock.now() - 1 }))
  await bench.handle(bench.event({ trial: 9 }))
  await bench.handle(bench.event({ trial: 10 }))
  expect(billings()).toMatchObject([{ earlierMs: 0 }, { earlierMs: 20 }, { earlierMs: 20 }, { earlierMs: 20 }])
})

test('the time between invocations, when the environment is frozen, is nobody’s', async () => {
  await bench.handle(bench.event())
  await bench.clock.advance(60_000)
  await bench.handle(bench.event({ trial: 8 }))
  expect(billings()[1]).toMatchObject({ handledMs: 0, earlierMs: 0 })
})

test('a large result’s object is told by the next report', async () => {
  bench.runner.behave = async () => ({ info: { text: 'x'.repeat(300_000) } })
  await bench.handle(bench.event())
  bench.runner.behave = async () => ({})
  await bench.handle(bench.event({ trial: 8 }))
  const [, second] = bench.results
  expect(parseFullTrialResult(second).worker?.billing).toMatchObject({ objectWrites: 1, objectReads: 0 })
})

test('a worker that tells nothing of its bill is understood', async () => {
  await bench.handle(bench.event())
  const [result] = bench.results
  const worker = { ...parseFullTrialResult(result).worker }
  delete worker.billing
  expect(parseFullTrialResult({ ...result, worker }).worker?.billing).toBeUndefined()
})
