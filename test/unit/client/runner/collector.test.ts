import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { Collector } from '../../../../client/runner/collector.ts'
import { resultClaimKey } from '../../../../contract/object-keys.ts'
import { PROTOCOL_VERSION } from '../../../../contract/protocol.ts'
import { StatusType } from '../../../../contract/status.ts'
import type { TrialResult } from '../../../../contract/trial-result.ts'
import { InMemoryTransport, resultOf } from '../../../support/in-memory-transport.ts'
import { VirtualClock } from '../../../support/virtual-clock.ts'

const RUN = 'a-run'
const event = { run: RUN, trial: 0, attempt: 1 }
const fail = (error: unknown): never => {
  throw error
}

async function open() {
  const transport = new InMemoryTransport()
  const clock = new VirtualClock()
  const queueUrl = await transport.queues.open(RUN)
  const taken: TrialResult[] = []
  const onResult = (result: TrialResult): number => taken.push(result)
  const collector = new Collector({ transport, queueUrl, run: RUN, clock, onResult, onUnreadable: fail, onFailure: fail })
  return { transport, clock, collector, taken, send: (body: object) => transport.queues.send(queueUrl, JSON.stringify(body)) }
}

/** A result whose body lies in the bucket. */
async function claimed(transport: InMemoryTransport, trial: number): Promise<object> {
  const body = Buffer.from(JSON.stringify(resultOf({ ...event, trial })))
  const sha256 = createHash('sha256').update(body).digest('hex')
  const key = resultClaimKey(RUN, trial, 1, sha256)
  await transport.objects.put(key, { bytes: body.byteLength, chunks: () => [body] }, { signal: new AbortController().signal })
  const claim = { key, sha256, bytes: body.byteLength }
  return { protocol: PROTOCOL_VERSION, ...event, trial, claim }
}

test('of one batch, results go before failures: a failure must not end a trial whose result lies beside it', async () => {
  const { clock, collector, taken, send } = await open()
  send(resultOf(event, { status: StatusType.CRASHED, cost: null, retryable: true }))
  send(resultOf(event))
  collector.setNeeded(true)
  await clock.advance(0)
  expect(taken.map(({ retryable }) => retryable)).toEqual([false, true])
  await collector.close()
})

test('a body that cannot be had at first is asked for again at once; results beside it do not wait, failures do', async () => {
  const { transport, clock, collector, taken, send } = await open()
  send(resultOf(event, { status: StatusType.CRASHED, cost: null, retryable: true }))
  send(await claimed(transport, 0))
  send(resultOf({ ...event, trial: 1 }))
  transport.objects.failNextGets(2)
  collector.setNeeded(true)
  await clock.advance(0)
  expect(taken.map(({ trial }) => trial)).toEqual([1])
  await clock.advance(1_000)
  expect(taken.map(({ trial, retryable }) => [trial, retryable])).toEqual([
    [1, false],
    [0, false],
    [0, true],
  ])
  await collector.close()
})
