import { beforeEach, describe, expect, it } from 'vitest'
import { type CloudFaults, NO_FAULTS } from '../../../../../client/local/model/cloud-faults.ts'
import type { FunctionSettings } from '../../../../../client/local/model/function-settings.ts'
import type { LambdaCommand } from '../../../../../client/local/model/lambda-command.ts'
import type { LambdaEvent } from '../../../../../client/local/model/lambda-event.ts'
import { LambdaModel } from '../../../../../client/local/model/lambda-model.ts'
import type { LambdaModelOptions } from '../../../../../client/local/model/lambda-model-options.ts'

const SETTINGS: FunctionSettings = {
  name: 'worker',
  timeoutMs: 10_000,
  initTimeoutMs: 60_000,
  maximumRetryAttempts: 0,
  maximumEventAgeMs: 3_600_000,
  onFailure: 'relay',
  separateConcurrency: null,
}
const RELAY: FunctionSettings = { ...SETTINGS, name: 'relay', onFailure: null, separateConcurrency: 1 }

let model: LambdaModel
let now: number
/** Every command since the last look. */
let said: LambdaCommand[]
let next: number

function make(changes: Partial<LambdaModelOptions> = {}, settings: Partial<FunctionSettings> = {}): void {
  now = 0
  next = 1
  said = []
  model = new LambdaModel({
    arnPrefix: 'arn:aws:lambda:us-east-1:000000000000:function:',
    accountConcurrency: 2,
    idleExpiryMs: 600_000,
    throttledEvents: 'wait',
    newId: () => `e${next++}`,
    ...changes,
  })
  model.configure({ ...SETTINGS, ...settings })
  model.configure(RELAY)
}
beforeEach(() => make())

function tell(event: LambdaEvent): LambdaCommand[] {
  const commands = model.handle(event, now)
  said.push(...commands)
  return [...commands]
}
const invoke = (requestId: string, mode: 'event' | 'request' = 'event', fn = 'worker') =>
  tell({ kind: 'invoke', function: fn, requestId, payload: `{"id":"${requestId}"}`, mode })
const ready = (environment: string) => tell({ kind: 'environment ready', environment })
const answer = (environment: string, requestId: string) => tell({ kind: 'answered', environment, requestId, payload: '42' })
const exit = (environment: string, signal: string | null, code: number | null = null) =>
  tell({ kind: 'environment exited', environment, exit: { signal, code } })
const wait = (ms: number): LambdaCommand[] => {
  now += ms
  return tell({ kind: 'tick' })
}
const words = (commands: readonly LambdaCommand[]): string[] =>
  commands.map((command) => {
    if (command.kind === 'reply') return `${command.requestId} ${command.reply.outcome}`
    if (command.kind === 'dispatch') return `${command.environment} runs ${command.requestId}`
    return `${command.kind} ${command.environment}`
  })
const busy = (): number => [...model.environments()].filter(({ state }) => state === 'busy' || state === 'finishing').length

/** The records that reached the relay, whose only environment is started when the first one comes. */
function records(): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = []
  for (let index = 0; index < said.length; index++) {
    const command = said[index]!
    if (command.kind === 'start environment' && command.function === 'relay') ready(command.environment)
    if (command.kind !== 'dispatch' || !command.payload.includes('"requestContext"')) continue
    found.push(JSON.parse(command.payload))
    answer(command.environment, command.requestId)
    ready(command.environment)
  }
  return found
}

describe('environments', () => {
  it('starts one when an event comes, and hands it over when the environment asks', () => {
    expect(words(invoke('a'))).toEqual(['a accepted', 'start environment e1'])
    expect(ready('e1')).toEqual([{ kind: 'dispatch', environment: 'e1', requestId: 'a', payload: '{"id":"a"}', deadline: 10_000 }])
  })

  it('uses the one again that was used last', () => {
    tell({ kind: 'warm', function: 'worker', environments: 2 })
    ready('e1')
    ready('e2')
    expect(words(invoke('a'))).toEqual(['a accepted', 'e2 runs a'])
    answer('e2', 'a')
    ready('e2')
    expect(words(invoke('b'))).toEqual(['b accepted', 'e2 runs b'])
  })

  it('ends one that nobody used', () => {
    tell({ kind: 'warm', function: 'worker', environments: 1 })
    ready('e1')
    expect(wait(599_999)).toEqual([])
    expect(wait(1)).toEqual([{ kind: 'stop environment', environment: 'e1', why: 'idle' }])
    expect([...model.environments()]).toEqual([])
    expect(model.nextDeadline()).toBeNull()
  })

  it('warms up to a number, with those that are there counted in', () => {
    invoke('a')
    expect(words(tell({ kind: 'warm', function: 'worker', environments: 2 }))).toEqual(['start environment e2'])
  })
})

describe('concurrency', () => {
  it('never runs more than the account allows; an event beyond it runs as soon as one is free', () => {
    for (const id of ['a', 'b', 'c']) invoke(id)
    ready('e1')
    ready('e2')
    expect(busy()).toBe(2)
    answer('e1', 'a')
    expect(words(ready('e1'))).toEqual(['e1 runs c'])
    expect(busy()).toBe(2)
  })

  it('refuses a request beyond it with 429, and says which limit it was', () => {
    invoke('a', 'request')
    invoke('b', 'request')
    expect(invoke('c', 'request')).toEqual([
      { kind: 'reply', requestId: 'c', reply: { outcome: 'throttled', reason: 'ConcurrentInvocationLimitExceeded' } },
    ])
    make()
    tell({ kind: 'reserved concurrency set', function: 'worker', reserved: 0 })
    expect(invoke('a', 'request')).toEqual([
      { kind: 'reply', requestId: 'a', reply: { outcome: 'throttled', reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' } },
    ])
  })

  it('takes a request for an environment that has answered and not asked for more yet', () => {
    make({ accountConcurrency: 1 })
    invoke('a', 'request')
    ready('e1')
    answer('e1', 'a')
    expect(invoke('b', 'request')).toEqual([])
    expect(words(ready('e1'))).toEqual(['e1 runs b'])
    expect(words(invoke('c', 'request'))).toEqual(['c throttled'])
  })

  it('follows limits that change while it runs, and never runs more', () => {
    make({ accountConcurrency: 2 })
    for (let i = 0; i < 20; i++) invoke(`r${i}`)
    let running = 0
    const step = (limit: number): void => {
      tell({ kind: 'account concurrency set', concurrency: limit })
      for (const command of said.splice(0)) {
        if (command.kind === 'start environment') ready(command.environment)
      }
      running = busy()
    }
    step(2)
    expect(running).toBe(2)
    step(8)
    expect(running).toBe(8)
    step(0)
    for (const { id, invocation } of [...model.environments()].slice(0, 6)) {
      answer(id, invocation!.requestId)
      ready(id)
    }
    expect(busy()).toBe(2)
    step(4)
    expect(running).toBe(4)
  })

  it('keeps what is reserved from the others, and the relay outside of it all', () => {
    model.configure({ ...SETTINGS, name: 'other' })
    tell({ kind: 'reserved concurrency set', function: 'other', reserved: 1 })
    expect(model.unreservedConcurrency).toBe(1)
    invoke('a', 'request')
    expect(words(invoke('b', 'request'))).toEqual(['b throttled'])
    expect(words(invoke('c', 'request', 'other'))).toEqual(['c accepted', 'start environment e2'].slice(1))
    expect(words(invoke('d', 'request', 'relay'))).toEqual(['start environment e3'])
  })

  it('backs off like Lambda where it is told to: 1 s, 2 s, 4 s, whatever gets free meanwhile', () => {
    make({ accountConcurrency: 1, throttledEvents: 'back off' })
    invoke('a')
    ready('e1')
    invoke('b')
    expect(model.nextDeadline()).toBe(1_000)
    wait(1_000)
    expect(model.nextDeadline()).toBe(3_000)
    answer('e1', 'a')
    expect(ready('e1')).toEqual([])
    expect(words(wait(2_000))).toEqual(['e1 runs b'])
  })
})

describe('failures', () => {
  const one = (settings: Partial<FunctionSettings> = {}): void => {
    make({}, settings)
    invoke('a')
    ready('e1')
  }
  const context = {
    requestId: 'a',
    functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:worker:$LATEST',
    approximateInvokeCount: 1,
  }

  it('sends the record of a killed environment to the destination, in Lambda’s words', () => {
    one()
    now = 1_600_000_000_000
    exit('e1', 'SIGKILL')
    expect(records()).toEqual([
      {
        version: '1.0',
        timestamp: '2020-09-13T12:26:40.000Z',
        requestContext: { ...context, condition: 'RetriesExhausted' },
        requestPayload: { id: 'a' },
        responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
        responsePayload: {
          errorType: 'Runtime.ExitError',
          errorMessage: 'RequestId: a Error: Runtime exited with error: signal: killed',
        },
      },
    ])
  })

  it.each([
    ['exit status 1', 1, 'RequestId: a Error: Runtime exited with error: exit status 1'],
    ['an exit with 0', 0, 'RequestId: a Error: Runtime exited without providing a reason'],
  ])('says how the process ended: %s', (_, code, errorMessage) => {
    one()
    exit('e1', null, code)
    expect(records()).toMatchObject([{ responsePayload: { errorType: 'Runtime.ExitError', errorMessage } }])
  })

  it('kills at the time-out, and takes no answer after it', () => {
    one({ timeoutMs: 2_500 })
    expect(wait(2_499)).toEqual([])
    expect(wait(1)[0]).toEqual({ kind: 'stop environment', environment: 'e1', why: 'timed out' })
    expect(answer('e1', 'a')).toEqual([])
    expect(exit('e1', 'SIGKILL')).toEqual([])
    expect(records()).toMatchObject([
      { responsePayload: { errorType: 'Sandbox.Timedout', errorMessage: 'RequestId: a Error: Task timed out after 2.50 seconds' } },
    ])
  })

  it('holds an environment that answered and never asks again to the time-out, without a record', () => {
    one()
    answer('e1', 'a')
    expect(words(wait(10_000))).toEqual(['stop environment e1'])
    expect(busy()).toBe(0)
    expect(records()).toEqual([])
  })

  it('lets an environment live on whose handler threw', () => {
    one()
    tell({ kind: 'failed', environment: 'e1', requestId: 'a', payload: '{"errorType":"Error","errorMessage":"no"}' })
    ready('e1')
    expect(records()).toMatchObject([{ responsePayload: { errorType: 'Error', errorMessage: 'no' } }])
    expect(words(invoke('b'))).toEqual(['b accepted', 'e1 runs b'])
  })

  it('retries after one minute and after two, with the same id, and counts', () => {
    one({ maximumRetryAttempts: 2 })
    const fail = (): LambdaCommand[] => tell({ kind: 'failed', environment: 'e1', requestId: 'a', payload: '{}' })
    fail()
    ready('e1')
    expect(words(wait(59_999))).toEqual([])
    expect(words(wait(1))).toEqual(['e1 runs a'])
    fail()
    ready('e1')
    expect(words(wait(119_999))).toEqual([])
    expect(words(wait(1))).toEqual(['e1 runs a'])
    expect(records()).toEqual([])
    fail()
    expect(records()).toMatchObject([{ requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 } }])
  })

  it('gives up instead of retrying an event that would be too old by then', () => {
    one({ maximumRetryAttempts: 2, maximumEventAgeMs: 60_000 - 1 })
    tell({ kind: 'failed', environment: 'e1', requestId: 'a', payload: '{}' })
    expect(records()).toMatchObject([{ requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 1 } }])
  })

  it('gives up an event that waited too long, unsent', () => {
    make({ accountConcurrency: 0 }, { maximumEventAgeMs: 60_000 })
    invoke('a')
    wait(60_000)
    expect(records()).toEqual([
      {
        version: '1.0',
        timestamp: expect.any(String),
        requestContext: { ...context, condition: 'EventAgeExceeded', approximateInvokeCount: 0 },
        requestPayload: { id: 'a' },
      },
    ])
    expect(tell({ kind: 'account concurrency set', concurrency: 1 })).toEqual([])
  })

  it('sends events straight to the destination while the reserved concurrency is 0: waiting ones and new ones', () => {
    one()
    invoke('b')
    invoke('c')
    tell({ kind: 'reserved concurrency set', function: 'worker', reserved: 0 })
    invoke('d')
    const conditions = records().map((record) => record.requestContext)
    expect(conditions).toMatchObject(['b', 'c', 'd'].map((requestId) => ({ requestId, condition: 'ZeroReservedConcurrency' })))
    answer('e1', 'a')
    ready('e1')
    tell({ kind: 'reserved concurrency set', function: 'worker', reserved: null })
    expect(words(invoke('f'))).toEqual(['f accepted', 'e1 runs f'])
  })

  it('tells a caller who waits at once, without a record', () => {
    invoke('a', 'request')
    ready('e1')
    const [reply] = tell({ kind: 'failed', environment: 'e1', requestId: 'a', payload: '{"errorType":"E"}' })
    expect(reply).toEqual({ kind: 'reply', requestId: 'a', reply: { outcome: 'failed', payload: '{"errorType":"E"}' } })
    expect(records()).toEqual([])
  })

  it('does not start a broken function for ever: each failed start takes one event with it', () => {
    invoke('a')
    tell({ kind: 'environment failed to start', environment: 'e1', payload: '{"errorType":"Runtime.ImportModuleError"}' })
    expect(records()).toMatchObject([{ responsePayload: { errorType: 'Runtime.ImportModuleError' } }])
    invoke('b')
    const started = said.findLast((command) => command.kind === 'start environment') as { environment: string }
    exit(started.environment, null, 1)
    expect(records()).toHaveLength(2)
    expect([...model.environments()].filter(({ function: fn }) => fn.settings.name === 'worker')).toEqual([])
  })

  it('stops an environment that does not get ready', () => {
    invoke('a')
    expect(wait(60_000)[0]).toEqual({ kind: 'stop environment', environment: 'e1', why: 'not started in time' })
    expect(records()).toMatchObject([{ responsePayload: { errorMessage: 'RequestId: a Error: Task timed out after 60.00 seconds' } }])
  })
})

describe('faults', () => {
  const once = (fault: keyof CloudFaults): void => {
    let left = 1
    make({ faults: { ...NO_FAULTS, [fault]: () => left-- > 0 } })
  }

  it('throttles an invoke although there is room', () => {
    once('throttleInvoke')
    expect(words(invoke('a'))).toEqual(['a throttled'])
    expect(words(invoke('b'))).toEqual(['b accepted', 'start environment e1'])
  })

  it('accepts an event and loses it', () => {
    once('loseEvent')
    expect(words(invoke('a'))).toEqual(['a accepted'])
  })

  it('delivers an event twice, with the same id', () => {
    once('duplicateEvent')
    invoke('a')
    expect([...words(ready('e1')), ...words(ready('e2'))]).toEqual(['e1 runs a', 'e2 runs a'])
  })

  it('kills an environment as it gets its invocation', () => {
    once('killEnvironment')
    invoke('a')
    expect(words(ready('e1'))).toEqual(['e1 runs a', 'stop environment e1'])
    exit('e1', 'SIGKILL')
    expect(records()).toHaveLength(1)
  })

  it('loses a failure record', () => {
    once('loseFailureRecord')
    invoke('a')
    ready('e1')
    exit('e1', 'SIGKILL')
    expect(records()).toEqual([])
  })
})
