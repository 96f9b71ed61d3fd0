import { expect, test } from 'vitest'
import { Collector } from '../../../../client/runner/collector.ts'
import { StatusType } from '../../../../contract/status.ts'
import type { TrialResult } from '../../../../contract/trial-result.ts'
import { InMemoryTransport, resultOf } from '../../../support/in-memory-transport.ts'
import { VirtualClock } from '../../../support/virtual-clock.ts'

test('of one batch, results go before failures: a failure must not end a trial whose result lies beside it', async () => {
  const transport = new InMemoryTransport()
  const clock = new VirtualClock()
  const queueUrl = await transport.queues.open('a-run')
  const event = { run: 'a-run', trial: 0, attempt: 1 }
  transport.queues.send(queueUrl, JSON.stringify(resultOf(event, { status: StatusType.CRASHED, cost: null, retryable: true })))
  transport.queues.send(queueUrl, JSON.stringify(resultOf(event)))
  const taken: TrialResult[] = []
  const fail = (error: unknown): never => {
    throw error
  }
  const collector = new Collector({
    transport,
    queueUrl,
    run: 'a-run',
    clock,
    onResult: (result) => taken.push(result),
    onUnreadable: fail,
    onFailure: fail,
  })
  collector.setNeeded(true)
  await clock.advance(0)
  expect(taken.map(({ retryable }) => retryable)).toEqual([false, true])
  await collector.close()
})
