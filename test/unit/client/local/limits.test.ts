import { InvokeCommand } from '@aws-sdk/client-lambda'
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs'
import { expect, it, vi } from 'vitest'
import { startCloud } from './support/start-cloud.ts'

/** Tells when it started and when it ended, by the message it sends. */
const CLOCKED = `
export const handler = async ({ queue, ms }) => {
  const start = Date.now()
  await new Promise((r) => setTimeout(r, ms))
  await fetch(process.env.AWS_ENDPOINT_URL, { method: 'POST', headers: { authorization: 'AWS4-HMAC-SHA256', 'x-amz-target': 'AmazonSQS.SendMessage' },
    body: JSON.stringify({ QueueUrl: queue, MessageBody: JSON.stringify({ start, end: Date.now() }) }) })
}
`

it('follows limits that change from 2 to 8 to 0 to 4, and never runs more', async () => {
  await using started = await startCloud({ source: CLOCKED, concurrency: 2 })
  const { cloud, sqs, lambda } = started
  const queue = (await sqs.send(new CreateQueueCommand({ QueueName: 'times' }))).QueueUrl!
  const invoke = (count: number) =>
    Promise.all(
      Array.from({ length: count }, () =>
        lambda.send(
          new InvokeCommand({
            FunctionName: 'obedient',
            InvocationType: 'Event',
            Payload: Buffer.from(JSON.stringify({ queue, ms: 100 })),
          }),
        ),
      ),
    )
  async function times(count: number): Promise<{ start: number; end: number }[]> {
    const found: { start: number; end: number }[] = []
    while (found.length < count) {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: queue, MaxNumberOfMessages: 10, WaitTimeSeconds: 20 }))
      for (const message of Messages) {
        found.push(JSON.parse(message.Body!))
        await sqs.send(new DeleteMessageCommand({ QueueUrl: queue, ReceiptHandle: message.ReceiptHandle }))
      }
    }
    return found
  }
  const running = (): number => cloud.functions.environments().filter(({ requestId }) => requestId !== null).length
  const setLimit = (concurrency: number): void => cloud.functions.feed({ kind: 'account concurrency set', concurrency })

  await cloud.functions.warm('obedient', 2)
  await invoke(6)
  expect(mostAtOnce(await times(6))).toBe(2)
  setLimit(8)
  await cloud.functions.warm('obedient', 8)
  await invoke(16)
  const atOnce = mostAtOnce(await times(16))
  expect(atOnce).toBeGreaterThan(2)
  expect(atOnce).toBeLessThanOrEqual(8)
  // A handler's message arrives before its environment has answered.
  await vi.waitFor(() => expect(running()).toBe(0))
  setLimit(0)
  await invoke(8)
  expect(running()).toBe(0)
  setLimit(4)
  expect(running()).toBe(4)
  expect(mostAtOnce(await times(8))).toBeLessThanOrEqual(4)
})

function mostAtOnce(times: readonly { start: number; end: number }[]): number {
  return Math.max(...times.map(({ start }) => times.filter((other) => other.start <= start && start < other.end).length))
}
