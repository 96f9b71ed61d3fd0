import { EventEmitter } from 'node:events'
import { CreateQueueCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { commandLine } from '../../../../client/cli/command-line.ts'
import { LocalCluster } from '../../../../client/local/index.ts'
import { systemClock } from '../../../../client/runner/clock.ts'
import { STACK_TAG } from '../../../../contract/deployment.ts'
import { FakeStream } from './fake-stream.ts'

/** What is left of a stack that is gone: queues of its runs. With a stack, on LocalStack: test/localstack. */
let cluster: LocalCluster
let sqs: SQSClient

beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'any')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'any')
  cluster = await LocalCluster.start({ workers: 1, warm: false, stack: 'mine' })
  sqs = new SQSClient({ endpoint: cluster.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } })
  for (const [QueueName, stack] of Object.entries({ 'gone-run-1': 'gone', 'gone-run-b-run-1': 'gone-run-b', 'mine-run-1': 'mine' }))
    await sqs.send(new CreateQueueCommand({ QueueName, tags: { [STACK_TAG]: stack } }))
})
afterAll(async () => {
  sqs.destroy()
  await cluster.close()
  vi.unstubAllEnvs()
})

const queues = async (): Promise<readonly string[]> =>
  ((await sqs.send(new ListQueuesCommand({}))).QueueUrls ?? []).map((url) => url.slice(url.lastIndexOf('/') + 1)).toSorted()
const ALL = ['gone-run-1', 'gone-run-b-run-1', 'mine-run-1']

async function run(args: readonly string[], answer?: string) {
  const stdout = new FakeStream()
  const stderr = new FakeStream()
  const questions: string[] = []
  const none = (): void => {}
  const code = await commandLine(args, {
    stdout,
    stderr,
    env: { AWS_ENDPOINT_URL: cluster.endpoint },
    directory: import.meta.dirname,
    signals: new EventEmitter(),
    exit: none,
    onExit: () => none,
    onIdle: () => none,
    clock: systemClock,
    ...(answer !== undefined && {
      ask: async (question: string) => {
        questions.push(question)
        return answer
      },
    }),
  })
  return { code, stdout: stdout.text, stderr: stderr.text, questions }
}
const destroy = (answer?: string, ...rest: readonly string[]) =>
  run(['destroy', '--stack', 'gone', '--region', 'us-east-1', ...rest], answer)

test('shows what goes, and leaves it when the answer is no', async () => {
  const { code, stdout, questions } = await destroy('')
  expect(code).toBe(0)
  expect(stdout).toContain('gone-run-1, 0 messages')
  expect(stdout).not.toContain('gone-run-b')
  expect(stdout).toContain('nothing was removed')
  expect(questions).toEqual(['Remove all of this? (y/N) '])
  expect(await queues()).toEqual(ALL)
})

test('does nothing when there is nobody to ask, and says what to add', async () => {
  const { code, stderr } = await destroy()
  expect(code).toBe(2)
  expect(stderr).toContain('add --yes')
  expect(await queues()).toEqual(ALL)
})

test('removes what carries the stack’s tag, and nothing else', async () => {
  const { code, stdout } = await destroy('y')
  expect(code).toBe(0)
  expect(stdout).toContain('removed: 1 thing')
  expect(await queues()).toEqual(ALL.slice(1))
  expect((await destroy(undefined, '--yes')).stdout).toContain('there is nothing to remove')
})

test.each([['deploy'], ['destroy']])('%s without a region says how to give one', async (command) => {
  vi.stubEnv('AWS_REGION', '')
  vi.stubEnv('AWS_CONFIG_FILE', '/nowhere')
  const { code, stderr } = await run([command])
  expect(code).toBe(2)
  expect(stderr).toMatch(/^error: there is no AWS region: give --region/)
})

test('deploy refuses sizes that are none, before anything is changed', async () => {
  const { code, stderr } = await run(['deploy', '--region', 'us-east-1', '--memory', '1769,many', '--yes'])
  expect(code).toBe(2)
  expect(stderr).toContain('memoryMiB[1]: expected a whole number from 128 to 10240, got NaN')
})
