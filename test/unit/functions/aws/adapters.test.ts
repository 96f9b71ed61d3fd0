import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { S3ObjectStore } from '../../../../functions/aws/s3-object-store.ts'
import { SqsResultSender } from '../../../../functions/aws/sqs-result-sender.ts'
import { fetchToMemory } from '../../../../functions/worker/fetch-to-memory.ts'
import { SmallCloud } from '../support/small-cloud.ts'

const MIB = 1024 * 1024
const never = new AbortController().signal
const queueUrl = 'http://elsewhere.invalid/000000000000/trialfan-run-r1'
let cloud: SmallCloud
beforeEach(async () => {
  cloud = new SmallCloud()
  await cloud.open()
  for (const [name, value] of Object.entries(cloud.environment)) vi.stubEnv(name, value)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await cloud.close()
})

const store = () => new S3ObjectStore({ bucket: 'bucket' })

test('a large object is read in ranges', async () => {
  const content = new Uint8Array(20 * MIB).map((_, i) => i % 251)
  expect(Buffer.compare(await fetchToMemory(store(), cloud.put(content), never), content)).toBe(0)
  expect(cloud.requests).toHaveLength(3)
})

test('a read that breaks off in the middle is made again', async () => {
  cloud.breakReads = 2
  const bytes = await fetchToMemory(store(), cloud.put('x'.repeat(MIB)), never)
  expect(bytes.byteLength).toBe(MIB)
  expect(cloud.requests).toHaveLength(3)
})

test('a read that breaks off each time is a retryable fault', async () => {
  cloud.breakReads = 3
  await expect(fetchToMemory(store(), cloud.put('x'.repeat(MIB)), never)).rejects.toMatchObject({ code: 'UNREACHABLE', retryable: true })
})

test('a service that is busy for a moment is asked again', async () => {
  cloud.refuse = 1
  expect((await fetchToMemory(store(), cloud.put('content'), never)).byteLength).toBe(7)
})

test('a missing object is a fault that no retry mends', async () => {
  const reference = cloud.put('content')
  cloud.objects.clear()
  await expect(fetchToMemory(store(), reference, never)).rejects.toMatchObject({ code: 'OBJECT_MISSING', retryable: false })
})

test('an aborted read throws the reason of the abort', async () => {
  const reason = new Error('enough')
  await expect(fetchToMemory(store(), cloud.put('content'), AbortSignal.abort(reason))).rejects.toBe(reason)
})

test('what is written exists, with the bytes it had', async () => {
  expect(await store().exists('runs/r1/cancelled', never)).toBe(false)
  await store().write('runs/r1/cancelled', Buffer.from('yes'))
  expect(await store().exists('runs/r1/cancelled', never)).toBe(true)
  expect(Buffer.from(cloud.objects.get('runs/r1/cancelled') ?? []).toString()).toBe('yes')
})

test('a message goes to the configured endpoint, whatever host the queue URL names', async () => {
  expect(await new SqsResultSender().send(queueUrl, '{"trial":7}')).toBe('sent')
  expect(cloud.messages).toEqual([{ trial: 7 }])
})

test('a queue that was deleted is told from one that cannot be reached', async () => {
  cloud.queueExists = false
  expect(await new SqsResultSender().send(queueUrl, '{}')).toBe('gone')
})

test('a message survives a moment of trouble', async () => {
  cloud.refuse = 2
  expect(await new SqsResultSender().send(queueUrl, '{"trial":8}')).toBe('sent')
  expect(cloud.messages).toEqual([{ trial: 8 }])
})
