import {
  DeleteFunctionConcurrencyCommand,
  GetAccountSettingsCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  InvokeCommand,
  ListFunctionsCommand,
  ListLayersCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type StartedCloud, startCloud } from '../support/start-cloud.ts'

const FunctionName = 'obedient'
const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:'
let started: StartedCloud
beforeAll(async () => {
  started = await startCloud({ concurrency: 2 })
  await started.cloud.functions.warm(FunctionName, 2)
})
afterAll(() => started[Symbol.asyncDispose]())
// An event of the test before may still run.
const allIdle = () => vi.waitFor(() => expect(started.cloud.functions.environments().every(({ state }) => state === 'idle')).toBe(true))
beforeEach(allIdle)

const invoke = (event: unknown, changes: object = {}) =>
  started.lambda.send(new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(event)), ...changes }))
const answer = async (event: unknown, changes: object = {}) => JSON.parse(Buffer.from((await invoke(event, changes)).Payload!).toString())

describe('invoke', () => {
  it('answers with what the handler returned, and tells the handler what Lambda tells', async () => {
    const { StatusCode, ExecutedVersion, FunctionError, Payload, $metadata } = await invoke({ do: 'echo', text: 'ümläut' })
    expect({ StatusCode, ExecutedVersion, FunctionError }).toEqual({
      StatusCode: 200,
      ExecutedVersion: '$LATEST',
      FunctionError: undefined,
    })
    const told = JSON.parse(Buffer.from(Payload!).toString())
    expect(told).toMatchObject({ event: { text: 'ümläut' }, id: $metadata.requestId, memory: '256', arn: `${ARN}obedient` })
    expect(told.remainingMs).toBeGreaterThan(20_000)
    expect(told.remainingMs).toBeLessThanOrEqual(30_000)
    expect(await answer({ do: 'nothing' })).toBeNull()
  })

  it('uses a warm environment again', async () => {
    const first = await answer({ do: 'pid' })
    await allIdle()
    expect(await answer({ do: 'pid' })).toBe(first)
  })

  it.each([FunctionName, `${FunctionName}:$LATEST`, `${ARN}${FunctionName}`, `000000000000:function:${FunctionName}`])(
    'knows the function as %s',
    async (name) => {
      expect((await invoke({ do: 'nothing' }, { FunctionName: name })).StatusCode).toBe(200)
    },
  )

  it('accepts an event with 202 and no body', async () => {
    const { StatusCode, Payload } = await invoke({ do: 'nothing' }, { InvocationType: 'Event' })
    expect([StatusCode, Payload?.length ?? 0]).toEqual([202, 0])
    expect((await invoke({}, { InvocationType: 'DryRun' })).StatusCode).toBe(204)
  })

  it('refuses a request beyond the concurrency with 429 and the reason', async () => {
    const sleeping = Array.from({ length: 2 }, () => invoke({ do: 'sleep', ms: 500 }))
    await vi.waitFor(() => expect(started.cloud.functions.environments().filter(({ state }) => state === 'busy')).toHaveLength(2))
    await expect(invoke({ do: 'nothing' })).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      Reason: 'ConcurrentInvocationLimitExceeded',
      $metadata: { httpStatusCode: 429 },
    })
    await Promise.all(sleeping)
  })

  it('takes an event of 1 MB and no more, an answer of 6 MB and no more', async () => {
    const event = (bytes: number) => ({ do: 'nothing', text: 'x'.repeat(bytes - 26) })
    expect((await invoke(event(1_048_576), { InvocationType: 'Event' })).StatusCode).toBe(202)
    await expect(invoke(event(1_048_577), { InvocationType: 'Event' })).rejects.toMatchObject({ name: 'RequestTooLargeException' })
    expect((await invoke(event(1_048_577))).StatusCode).toBe(200)
    expect(await answer({ do: 'large', bytes: 6_000_000 })).toHaveLength(6_000_000)
    const { FunctionError, Payload } = await invoke({ do: 'large', bytes: 6_300_000 })
    expect(FunctionError).toBe('Unhandled')
    expect(JSON.parse(Buffer.from(Payload!).toString())).toMatchObject({ errorType: 'Function.ResponseSizeTooLarge' })
  })

  it('refuses what is not JSON, and functions that are not there', async () => {
    await expect(invoke(null, { Payload: Buffer.from('{no') })).rejects.toMatchObject({ name: 'InvalidRequestContentException' })
    await expect(invoke({}, { FunctionName: 'missing' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Function not found: ${ARN}missing`,
    })
  })
})

describe('settings', () => {
  it('reserves concurrency, shows it and what is left, and lifts it', async () => {
    const read = async () => {
      const [own, account] = await Promise.all([
        started.lambda.send(new GetFunctionConcurrencyCommand({ FunctionName })),
        started.lambda.send(new GetAccountSettingsCommand({})),
      ])
      const { ConcurrentExecutions, UnreservedConcurrentExecutions } = account.AccountLimit!
      return [own.ReservedConcurrentExecutions, ConcurrentExecutions, UnreservedConcurrentExecutions]
    }
    expect(await read()).toEqual([undefined, 2, 2])
    await started.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 1 }))
    expect(await read()).toEqual([1, 2, 1])
    await expect(
      started.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 3 })),
    ).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: expect.stringContaining('expected at most 2, got 3'),
    })
    await started.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }))
    await expect(invoke({ do: 'nothing' })).rejects.toMatchObject({ Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' })
    await started.lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }))
    expect(await read()).toEqual([undefined, 2, 2])
  })

  it('shows and changes how events are tried again, and applies it', async () => {
    const shown = await started.lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName }))
    expect(shown).toMatchObject({
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: 3600,
      DestinationConfig: { OnFailure: { Destination: `${ARN}recorder` } },
    })
    const changed = await started.lambda.send(new UpdateFunctionEventInvokeConfigCommand({ FunctionName, MaximumEventAgeInSeconds: 60 }))
    expect(changed).toMatchObject({ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 })
    const replaced = await started.lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName, MaximumRetryAttempts: 1 }))
    expect(replaced).toMatchObject({ MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 21_600 })
    expect(replaced.DestinationConfig!.OnFailure!.Destination).toBeUndefined()
    const refused = (DestinationConfig: object) =>
      started.lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName, DestinationConfig }))
    await expect(refused({ OnFailure: { Destination: 'arn:aws:sqs:us-east-1:000000000000:q' } })).rejects.toThrow(/its own functions only/)
    await expect(refused({ OnSuccess: { Destination: `${ARN}recorder` } })).rejects.toThrow(/no on-success destinations/)
    await expect(started.lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName, MaximumRetryAttempts: 3 }))).rejects.toThrow(
      /from 0 to 2/,
    )
  })

  it('describes its functions', async () => {
    const { Functions } = await started.lambda.send(new ListFunctionsCommand({}))
    expect(Functions!.map((one) => one.FunctionName)).toEqual(['obedient', 'recorder'])
    const configuration = await started.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))
    expect(configuration).toMatchObject({ FunctionArn: `${ARN}obedient`, Timeout: 30, MemorySize: 256, State: 'Active' })
    expect((await started.lambda.send(new GetFunctionCommand({ FunctionName }))).Configuration).toMatchObject({ MemorySize: 256 })
  })

  it('names an operation that is not emulated', async () => {
    await expect(started.lambda.send(new ListLayersCommand({}))).rejects.toThrow(/layers/)
  })
})
