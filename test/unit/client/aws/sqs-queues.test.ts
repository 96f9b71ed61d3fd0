import { ListQueueTagsCommand, SQSClient } from '@aws-sdk/client-sqs'
import { expect, it, vi } from 'vitest'
import { createAwsTransport } from '../../../../client/aws/aws-transport.ts'
import { LocalCluster } from '../../../../client/local/index.ts'
import { SEEN_TAG } from '../../../../contract/deployment.ts'
import { VirtualClock } from '../../../support/virtual-clock.ts'

const signal = new AbortController().signal
const DAY_MS = 24 * 3_600_000

it('marks a queue that is read as one whose client is there, once a day', async () => {
  await using cluster = await LocalCluster.start({ workers: 1, warm: false })
  const clock = new VirtualClock()
  const settings = { endpoint: cluster.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } }
  const { stack, bucket } = cluster
  const transport = createAwsTransport({ ...settings, stack, bucket, workers: [{ name: 'w', memoryMiB: 128 }], timeoutMs: 1_000, clock })
  const sqs = new SQSClient(settings)
  const QueueUrl = await transport.queues.open('long', { signal })
  const seen = async () => (await sqs.send(new ListQueueTagsCommand({ QueueUrl }))).Tags?.[SEEN_TAG]
  const read = () => transport.queues.receive(QueueUrl, { waitSeconds: 0, signal })

  await read()
  await clock.advance(DAY_MS - 1)
  await read()
  expect(await seen()).toBeUndefined()
  await clock.advance(1)
  const marked = String(clock.now())
  await read()
  await vi.waitFor(async () => expect(await seen()).toBe(marked))
  await clock.advance(DAY_MS / 2)
  await read()
  expect(await seen()).toBe(marked)
  sqs.destroy()
  transport.close()
})
