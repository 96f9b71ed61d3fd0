import { EventEmitter } from 'node:events'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { CreateQueueCommand, ListQueuesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { commandLine } from '../../../../client/cli/command-line.ts'
import { LocalCluster } from '../../../../client/local/index.ts'
import { systemClock } from '../../../../client/runner/clock.ts'
import { STACK_TAG } from '../../../../contract/deployment.ts'
import { FakeStream } from './fake-stream.ts'

const DAY_MS = 24 * 3_600_000
let cluster: LocalCluster
let sqs: SQSClient
let s3: S3Client

beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'any')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'any')
  cluster = await LocalCluster.start({ workers: 1, warm: false, stack: 'mine' })
  const settings = { endpoint: cluster.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } }
  sqs = new SQSClient(settings)
  s3 = new S3Client({ ...settings, forcePathStyle: true })
})
afterAll(async () => {
  sqs.destroy()
  s3.destroy()
  await cluster.close()
  vi.unstubAllEnvs()
})

async function makeQueue(QueueName: string, stack: string): Promise<string> {
  return (await sqs.send(new CreateQueueCommand({ QueueName, tags: { [STACK_TAG]: stack } }))).QueueUrl ?? ''
}
const queueNames = async (): Promise<readonly string[]> =>
  ((await sqs.send(new ListQueuesCommand({}))).QueueUrls ?? []).map((url) => url.slice(url.lastIndexOf('/') + 1))

async function sweep(laterMs: number, ...args: readonly string[]) {
  const stdout = new FakeStream()
  const stderr = new FakeStream()
  const none = (): void => {}
  const code = await commandLine(['sweep', '--stack', 'mine', '--region', 'us-east-1', ...args], {
    stdout,
    stderr,
    env: { AWS_ENDPOINT_URL: cluster.endpoint },
    directory: import.meta.dirname,
    signals: new EventEmitter(),
    exit: none,
    onExit: () => none,
    onIdle: () => none,
    clock: { ...systemClock, now: () => systemClock.now() + laterMs },
  })
  return { code, stdout: stdout.text, stderr: stderr.text }
}

test('lists what dead runs left, deletes it when told so, and nothing else', async () => {
  const dead = await makeQueue('mine-run-dead', 'mine')
  await makeQueue('mine-run-b-run-1', 'mine-run-b')
  await makeQueue('unrelated', 'mine')
  await sqs.send(new SendMessageCommand({ QueueUrl: dead, MessageBody: 'a result' }))
  const put = (Key: string) => s3.send(new PutObjectCommand({ Bucket: cluster.bucket, Key, Body: Buffer.alloc(2_048) }))
  await put('runs/dead/events/0-1.json')
  await put('runs/dead/cancelled')
  await put(`objects/${'a'.repeat(64)}`)

  expect(await sweep(DAY_MS)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(
      /^stack mine in us-east-1: no run older than 4 days has left anything\nleft alone, .*mine-run-b-run-1\n$/,
    ),
  })
  const listed = await sweep(5 * DAY_MS)
  expect(listed).toMatchObject({ code: 0, stderr: '' })
  expect(listed.stdout).toMatch(/^stack mine in us-east-1: 1 run older than 4 days, 4\.0 KiB\n/)
  expect(listed.stdout).toMatch(/\ndead +5\.0 days +queue, 1 message +2 objects +4\.0 KiB\n/)
  expect(listed.stdout).toContain('nothing was deleted: add --yes to delete what is listed\n')
  expect(await queueNames()).toEqual(['mine-run-b-run-1', 'mine-run-dead', 'unrelated'])
  const [line = ''] = (await sweep(2 * DAY_MS, '--older-than', '1', '--json')).stdout.split('\n')
  expect(JSON.parse(line)).toMatchObject({ run: 'dead', queue: dead, waiting: 1, objects: 2, bytes: 4_096 })

  expect((await sweep(5 * DAY_MS, '--yes')).stdout).toContain('deleted 1 queue and 2 objects\n')
  expect(await queueNames()).toEqual(['mine-run-b-run-1', 'unrelated'])
  const signal = new AbortController().signal
  expect(await cluster.transport.objects.head('runs/dead/cancelled', { signal })).toBeNull()
  expect(await cluster.transport.objects.head(`objects/${'a'.repeat(64)}`, { signal })).toMatchObject({ bytes: 2_048 })
  expect(await sweep(5 * DAY_MS, '--yes', '--json')).toEqual({ code: 0, stdout: '', stderr: '' })
})

test('a stack that is not there is wrong use', async () => {
  expect(await sweep(0, '--stack', 'other')).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('no stack other') })
})
