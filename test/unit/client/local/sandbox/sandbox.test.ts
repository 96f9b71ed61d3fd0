import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { InvokeCommand } from '@aws-sdk/client-lambda'
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type StartedCloud, startCloud } from '../support/start-cloud.ts'

const FunctionName = 'obedient'
let started: StartedCloud
let records: string
async function start(settings: Parameters<typeof startCloud>[0] = {}): Promise<void> {
  started = await startCloud(settings)
  const { QueueUrl } = await started.sqs.send(new CreateQueueCommand({ QueueName: 'records' }))
  records = QueueUrl!
}
afterEach(() => started[Symbol.asyncDispose]())

const send = async (event: object) => {
  const { $metadata } = await started.lambda.send(
    new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload: Buffer.from(JSON.stringify(event)) }),
  )
  return $metadata.requestId!
}
const ask = async (event: object) => {
  const { Payload, FunctionError } = await started.lambda.send(
    new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(event)) }),
  )
  return { error: FunctionError ?? null, value: JSON.parse(Buffer.from(Payload!).toString()) }
}
/** The next failure record that reached its destination. */
async function record() {
  const { Messages } = await started.sqs.send(new ReceiveMessageCommand({ QueueUrl: records, WaitTimeSeconds: 20 }))
  await started.sqs.send(new DeleteMessageCommand({ QueueUrl: records, ReceiptHandle: Messages![0]!.ReceiptHandle }))
  return JSON.parse(Messages![0]!.Body!)
}
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
const gone = (pid: number) => vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 10_000, interval: 10 })

describe('an environment that dies', () => {
  beforeEach(() => start({ concurrency: 1 }))

  it.each([
    ['is killed', { do: 'kill' }, 'Runtime exited with error: signal: killed'],
    ['exits with 3', { do: 'exit', code: 3 }, 'Runtime exited with error: exit status 3'],
    ['exits with 0', { do: 'exit', code: 0 }, 'Runtime exited without providing a reason'],
  ])('%s: the record says so, and the next event runs in a new one', async (_, event, words) => {
    const before = (await ask({ do: 'pid' })).value
    const requestId = await send(event)
    expect(await record()).toMatchObject({
      requestContext: { requestId, condition: 'RetriesExhausted', approximateInvokeCount: 1 },
      requestPayload: event,
      responsePayload: { errorType: 'Runtime.ExitError', errorMessage: `RequestId: ${requestId} Error: ${words}` },
    })
    expect((await ask({ do: 'pid' })).value).not.toBe(before)
  })

  it('by an error that nobody caught: the record names it', async () => {
    await send({ do: 'reject' })
    expect(await record()).toMatchObject({
      responsePayload: { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'nobody caught this' },
    })
    expect(await ask({ do: 'nothing' })).toEqual({ error: null, value: null })
  })

  it('killed from outside: the record says so', async () => {
    const { value: pid } = await ask({ do: 'pid' })
    const requestId = await send({ do: 'sleep', ms: 60_000 })
    const running = await vi.waitFor(() => {
      const found = started.cloud.functions.environments().find((environment) => environment.requestId === requestId)
      expect(found).toBeDefined()
      return found
    })
    expect(running).toMatchObject({ pid, state: 'busy', function: FunctionName })
    expect(started.cloud.functions.kill(running!.id)).toBe(true)
    expect((await record()).responsePayload).toMatchObject({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringContaining('signal: killed'),
    })
    expect(started.cloud.functions.kill(running!.id)).toBe(false)
  })

  it('takes what its target started with it', async () => {
    const { value: pid } = await ask({ do: 'pid' })
    const { value: grandchild } = await ask({ do: 'spawn' })
    expect(isAlive(grandchild)).toBe(true)
    process.kill(pid, 'SIGKILL')
    await gone(grandchild)
  })
})

it('a handler that throws is reported, and its environment lives on', async () => {
  await start({ concurrency: 1 })
  const before = (await ask({ do: 'pid' })).value
  expect(await ask({ do: 'throw' })).toMatchObject({
    error: 'Unhandled',
    value: { errorType: 'TypeError', errorMessage: 'as told', trace: expect.any(Array) },
  })
  await send({ do: 'throw' })
  expect((await record()).responsePayload).toMatchObject({ errorType: 'TypeError', errorMessage: 'as told' })
  expect((await ask({ do: 'pid' })).value).toBe(before)
})

it.each(['spin', 'sleep'])('is killed at the function’s time-out: %s', async (what) => {
  await start({ timeoutMs: 1_000 })
  const { value: pid } = await ask({ do: 'pid' })
  const requestId = await send({ do: what, ms: 60_000 })
  expect((await record()).responsePayload).toEqual({
    errorType: 'Sandbox.Timedout',
    errorMessage: `RequestId: ${requestId} Error: Task timed out after 1.00 seconds`,
  })
  await gone(pid)
})

it.runIf(process.platform === 'linux')('is killed when it uses more memory than it has', async () => {
  await start({ memoryMiB: 128 })
  await send({ do: 'grow' })
  expect((await record()).responsePayload).toMatchObject({
    errorType: 'Runtime.OutOfMemory',
    errorMessage: expect.stringContaining('signal: killed'),
  })
})

it.each([
  ['a syntax error', 'export const handler = (', 'SyntaxError'],
  ['no handler', 'export const other = 1', 'Runtime.HandlerNotFound'],
  ['an exit', 'process.exit(7)', 'Runtime.ExitError'],
])('code that does not load is told to whoever invokes: %s', async (_, source, errorType) => {
  await start({ source })
  expect(await ask({})).toMatchObject({ error: 'Unhandled', value: { errorType } })
  await expect(started.cloud.functions.warm(FunctionName, 1)).rejects.toMatchObject({ code: 'ENVIRONMENT_START' })
})

it('sees Lambda’s environment, and nothing of the user’s that is not its business', async () => {
  vi.stubEnv('MY_SECRET', 'secret')
  vi.stubEnv('AWS_PROFILE', 'mine')
  await start()
  const { value } = await ask({ do: 'environment' })
  vi.unstubAllEnvs()
  expect(value).toMatchObject({
    AWS_LAMBDA_FUNCTION_NAME: FunctionName,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL: started.cloud.endpoint,
    OWN: 'value',
    PATH: process.env.PATH,
  })
  expect(value.MY_SECRET).toBeUndefined()
  expect(value.AWS_PROFILE).toBeUndefined()
  expect(existsSync(value.TMPDIR)).toBe(true)
})

it('keeps what it writes in the log, and only the last MiB of much', async () => {
  await start()
  await ask({ do: 'log', line: 'first line' })
  await vi.waitFor(() => expect(started.cloud.logs.text()).toMatch(/\[[0-9a-f]{8}\] also first line/))
  expect(started.cloud.logs.text()).toMatch(/^\[[0-9a-f]{8}\] first line$/m)
  await ask({ do: 'log much' })
  expect(started.cloud.logs.text().length).toBeLessThan(1.1 * 1024 ** 2)
})

it('leaves nothing behind when it is closed: no process, no file, no connection', async () => {
  await start()
  const { value: pid } = await ask({ do: 'pid' })
  const { folder, endpoint } = started.cloud
  expect(readdirSync(join(folder, 'environments'))).toHaveLength(1)
  await started.cloud.close()
  await started.cloud.close()
  expect(isAlive(pid)).toBe(false)
  expect(existsSync(folder)).toBe(false)
  await expect(fetch(endpoint)).rejects.toThrow()
})

it('has a working directory of its own, away from its code, for as long as it lives', async () => {
  await start({ concurrency: 1 })
  const { value: folder } = await ask({ do: 'write' })
  const { LAMBDA_TASK_ROOT: code } = (await ask({ do: 'environment' })).value
  expect(readdirSync(code)).toEqual(['handler.mjs'])
  expect(readdirSync(folder)).toEqual(['written'])
  expect(folder.startsWith(started.cloud.folder)).toBe(true)
  await started.cloud.close()
  expect(existsSync(folder)).toBe(false)
})
