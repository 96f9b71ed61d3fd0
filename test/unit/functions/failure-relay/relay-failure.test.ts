import { expect, test } from 'vitest'
import { relayFailure } from '../../../../functions/failure-relay/relay-failure.ts'
import { FunctionFault } from '../../../../functions/function-fault.ts'
import { ResultQueue } from '../support/result-queue.ts'

const record = (resultQueueUrl: string) => ({
  requestContext: { condition: 'EventAgeExceeded' },
  requestPayload: { run: 'r1', trial: 7, attempt: 1, resultQueueUrl },
})
const url = 'https://sqs.eu-west-1.amazonaws.com/123456789012/trialfan-run-r1'

function bench() {
  const sender = new ResultQueue()
  const lines: string[] = []
  return { sender, lines, ports: { stack: 'trialfan', sender, now: () => 5, log: (line: string) => void lines.push(line) } }
}

test("a failure is sent to the run's queue", async () => {
  const { sender, ports } = bench()
  expect(await relayFailure(record(url), ports)).toBe('sent')
  expect(sender.messages).toMatchObject([{ url, body: { run: 'r1', trial: 7, info: { errorCode: 'EVENT_AGED_OUT' } } }])
})

test.each(['https://sqs/1/trialfan-run-r2', 'https://sqs/1/victim', 'no url', 'https://sqs/1/othertrialfan-run-r1'])(
  'a queue that is not the run’s own gets nothing: %s',
  async (foreign) => {
    const { sender, ports } = bench()
    await expect(relayFailure(record(foreign), ports)).rejects.toMatchObject({ code: 'FOREIGN_QUEUE' })
    expect(sender.messages).toEqual([])
  },
)

test('a run that is gone is no error: there is nobody to tell', async () => {
  const { sender, lines, ports } = bench()
  sender.deleted = true
  expect(await relayFailure(record(url), ports)).toBe('gone')
  expect(lines[0]).toContain('the run is gone')
})

test('a queue that cannot be reached throws, so that Lambda tries again', async () => {
  const { sender, ports } = bench()
  sender.outage = new FunctionFault('UNREACHABLE', 'no route', { retryable: true })
  await expect(relayFailure(record(url), ports)).rejects.toThrow('no route')
})
