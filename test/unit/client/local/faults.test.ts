import { InvokeCommand } from '@aws-sdk/client-lambda'
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type StartedCloud, startCloud } from './support/start-cloud.ts'

/** Sends its request id to the queue it is told. */
const CALLING = `
export const handler = async ({ queue }, { awsRequestId }) => {
  await fetch(process.env.AWS_ENDPOINT_URL, { method: 'POST', headers: { authorization: 'AWS4-HMAC-SHA256', 'x-amz-target': 'AmazonSQS.SendMessage' },
    body: JSON.stringify({ QueueUrl: queue, MessageBody: awsRequestId }) })
}
`
let started: StartedCloud
let queue: string
let records: string
let queues = 0
beforeAll(async () => {
  started = await startCloud({ source: CALLING })
  records = (await started.sqs.send(new CreateQueueCommand({ QueueName: 'records' }))).QueueUrl!
})
afterAll(() => started[Symbol.asyncDispose]())
beforeEach(async () => {
  queue = (await started.sqs.send(new CreateQueueCommand({ QueueName: `queue-${queues++}` }))).QueueUrl!
})

async function invoke(): Promise<string> {
  const payload = Buffer.from(JSON.stringify({ queue }))
  const { $metadata } = await started.lambda.send(
    new InvokeCommand({ FunctionName: 'obedient', InvocationType: 'Event', Payload: payload }),
  )
  return $metadata.requestId!
}
async function receive(url = queue): Promise<string> {
  const { Messages } = await started.sqs.send(new ReceiveMessageCommand({ QueueUrl: url, WaitTimeSeconds: 20 }))
  return Messages![0]!.Body!
}

it('throttles the next invoke', async () => {
  started.faults.throttleNextInvokes()
  await expect(invoke()).rejects.toMatchObject({ name: 'TooManyRequestsException', Reason: 'CallerRateLimitExceeded' })
  const id = await invoke()
  expect(await receive()).toBe(id)
})

it('delivers the next event twice', async () => {
  started.faults.duplicateNextEvents()
  const id = await invoke()
  expect([await receive(), await receive()]).toEqual([id, id])
})

it('loses the next event, and no other', async () => {
  started.faults.loseNextEvents()
  await invoke()
  const second = await invoke()
  expect(await receive()).toBe(second)
})

it('kills the next environment that gets an invocation, and its record comes', async () => {
  started.faults.killNextEnvironments()
  const id = await invoke()
  expect(JSON.parse(await receive(records))).toMatchObject({
    requestContext: { requestId: id },
    responsePayload: { errorMessage: expect.stringContaining('signal: killed') },
  })
})

it('loses the next failure record, and no other', async () => {
  started.faults.killNextEnvironments(2)
  started.faults.loseNextFailureRecords()
  const ids = [await invoke(), await invoke()]
  const { requestContext } = JSON.parse(await receive(records))
  expect(ids).toContain(requestContext.requestId)
})

it('loses and doubles messages', async () => {
  const send = (MessageBody: string) => started.sqs.send(new SendMessageCommand({ QueueUrl: queue, MessageBody }))
  started.faults.loseNextMessages()
  await send('lost')
  started.faults.duplicateNextMessages()
  await send('twice')
  expect([await receive(), await receive()]).toEqual(['twice', 'twice'])
})
