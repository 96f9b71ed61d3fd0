import { beforeEach, describe, expect, it } from 'vitest'
import { NoWorkersError, TransportError } from '../../../../client/runner/errors.ts'
import { LambdaRunner } from '../../../../client/runner/lambda-runner.ts'
import { checkLambdaRunnerOptions, type LambdaRunnerOptions } from '../../../../client/runner/lambda-runner-options.ts'
import { openRun } from '../../../../client/runner/open-run.ts'
import { TargetFunctionRunner } from '../../../../client/runner/target-function-runner.ts'
import type { TrialSettings } from '../../../../client/runner/trial-settings.ts'
import { cancelMarkerKey } from '../../../../contract/object-keys.ts'
import { StatusType } from '../../../../contract/status.ts'
import type { TrialInfo, TrialValue } from '../../../../contract/trial.ts'
import { InMemoryTransport, resultOf } from '../../../support/in-memory-transport.ts'
import { fixture, settings } from '../../../support/scenario.ts'
import { VirtualClock } from '../../../support/virtual-clock.ts'

const MINUTE = 60_000
let transport: InMemoryTransport
let clock: VirtualClock
let warnings: unknown[]
let clusterCloses: number

beforeEach(() => {
  transport = new InMemoryTransport()
  clock = new VirtualClock()
  warnings = []
  clusterCloses = 0
})

class OpenRunner extends LambdaRunner {
  static async open(changes: Partial<TrialSettings>, options: Partial<LambdaRunnerOptions>): Promise<OpenRunner> {
    const cluster = {
      stack: 'trialfan',
      description: 'cluster of maps',
      transport,
      close: async () => void clusterCloses++,
      [Symbol.asyncDispose]: async () => undefined,
    }
    const checked = checkLambdaRunnerOptions({ cluster, clock, onWarning: (warning) => warnings.push(warning), ...options }, () => 'a-run')
    const worker = new TargetFunctionRunner({ target: fixture('square'), scenario: settings(changes) })
    const runner = new OpenRunner(worker, checked, await openRun(worker, checked, new AbortController().signal))
    await runner.begin()
    return runner
  }
}

const open = (changes: Partial<TrialSettings> = {}, options: Partial<LambdaRunnerOptions> = {}) => OpenRunner.open(changes, options)
const queueUrl = () => [...transport.queues.opened.keys()][0]!
const info = (x: number): TrialInfo => ({ configuration: { x }, seed: 0 })
const settle = () => clock.advance(0)

async function take(runner: LambdaRunner): Promise<(readonly [TrialInfo, TrialValue])[]> {
  await settle()
  return [...runner.iterResults()]
}

describe('a trial', () => {
  it('whose environment died took the time since its event was sent', async () => {
    const runner = await open({}, { lostWorkerRetries: 0 })
    await runner.submitTrial(info(2))
    await clock.advance(700)
    transport.answerNext({ status: StatusType.CRASHED, cost: null, runtimeMs: 0, worker: null, retryable: true })
    const [[, value] = []] = await take(runner)
    expect(value).toMatchObject({ status: StatusType.CRASHED, runtimeMs: 700 })
    expect((value?.endedAt ?? 0) - (value?.startedAt ?? 0)).toBe(700)
  })

  it("holds a trial's own time limit beside the scenario's: the shorter one counts", async () => {
    const runner = await open({ trialTimeLimitMs: 500 })
    for (const [timeLimitMs, timeMs] of [
      [200, 200],
      [900, 500],
    ]) {
      await runner.submitTrial({ configuration: { x: 2 }, timeLimitMs: timeLimitMs as number })
      expect(transport.answerNext({ cost: [4] }).limits.timeMs).toBe(timeMs)
      await take(runner)
    }
  })

  it('takes along what it may cost at which budget, and comes back with its last cost when it was stopped', async () => {
    const runner = await open()
    const stopAbove = [{ budget: 1, cost: 0.5 }]
    await runner.submitTrial({ configuration: { x: 2 }, stopAbove })
    const stopped = { budget: 1, best: 7, limit: 0.5 }
    expect(transport.answerNext({ status: StatusType.STOPPED, cost: [7], info: { stopped } }).stopAbove).toEqual(stopAbove)
    const [[, value] = []] = await take(runner)
    expect(value).toMatchObject({ status: StatusType.STOPPED, cost: 7, additionalInfo: { stopped } })
  })

  it('goes out as an event and comes back as a value, with the very info that was submitted', async () => {
    const runner = await open({ instanceFeatures: { a: [1, 2] }, trialTimeLimitMs: 500 })
    const submitted: TrialInfo = { configuration: { x: 2 }, instance: 'a', seed: 3, budget: 9 }
    await runner.submitTrial(submitted)
    const event = transport.answerNext({ cost: [4], info: { note: 'kept' } })
    expect(event).toMatchObject({
      run: 'a-run',
      trial: 0,
      attempt: 1,
      configuration: { x: 2 },
      instance: 'a',
      features: [1, 2],
      seed: 3,
      budget: 9,
    })
    expect(event.limits).toEqual({ timeMs: 500, memoryMiB: null })
    const [[back, value]] = (await take(runner)) as [readonly [TrialInfo, TrialValue]]
    expect(back).toBe(submitted)
    expect(value).toMatchObject({ status: StatusType.SUCCESS, cost: 4, additionalInfo: { note: 'kept' }, attempt: 1 })
  })

  it('too large for an event goes by claim check', async () => {
    const runner = await open()
    await runner.submitTrial({ configuration: { text: 'x'.repeat(100_000) } })
    expect(transport.functions.events[0]?.configuration.text).toHaveLength(100_000)
    expect(transport.objects.puts.at(-1)).toMatch(/^runs\/a-run\/events\/0-1-[0-9a-f]{64}\.json$/)
  })

  it('is acknowledged, together with others', async () => {
    transport.functions.current = { reserved: null, unreservedAccount: 30 }
    const runner = await open()
    await Promise.all(Array.from({ length: 12 }, (_, x) => runner.submitTrial(info(x))))
    for (let i = 0; i < 12; i++) transport.answerNext()
    expect(await take(runner)).toHaveLength(12)
    await clock.advance(200)
    expect(transport.queues.acknowledged).toHaveLength(12)
  })

  it('delivered twice counts once', async () => {
    const runner = await open()
    await runner.submitTrial(info(1))
    const event = transport.answerNext()
    transport.answer(event)
    expect(await take(runner)).toHaveLength(1)
    await runner.submitTrial(info(2))
    await settle()
    expect(await take(runner)).toHaveLength(0)
    expect(runner.counters.duplicates).toBe(1)
  })

  it('that would not arrive as it is, is refused with the name of the field', async () => {
    const runner = await open()
    await expect(runner.submitTrial({ configuration: { x: Number.NaN } })).rejects.toThrow('configuration.x: expected a finite number')
    expect(runner.countAvailableWorkers()).toBe(2)
  })

  it('with more memory than a worker has is refused before it is sent', async () => {
    await expect(open({ trialMemoryLimitMiB: 4_000 })).rejects.toThrow(/4000 MiB is more than the 1769 MiB/)
  })

  it('over the function’s own time-out is refused before it is sent', async () => {
    await expect(open({ trialTimeLimitMs: 20 * MINUTE })).rejects.toThrow(/1200000 ms is more than the 898000 ms .* cluster of maps/)
  })
})

describe('submitting', () => {
  it('waits for a free worker, and never has more in flight than there are workers', async () => {
    const runner = await open()
    const done: number[] = []
    const all = [0, 1, 2, 3].map((x) => runner.submitTrial(info(x)).then(() => done.push(x)))
    expect(runner.countAvailableWorkers()).toBe(0)
    await settle()
    expect([done, transport.functions.events.length]).toEqual([[0, 1], 2])
    transport.answerNext()
    await settle()
    expect(done).toEqual([0, 1, 2])
    transport.answerNext()
    await Promise.all(all)
  })

  it('follows the limit while trials run, within the time a limit is believed', async () => {
    const runner = await open()
    await runner.submitTrial(info(0))
    for (const limit of [8, 0, 4]) {
      transport.functions.current = { reserved: limit, unreservedAccount: 1000 }
      await clock.advance(1_000)
      expect(runner.countAvailableWorkers()).toBe(Math.max(0, limit - 1))
    }
    expect(runner.limitDescription).toBe("4 workers: the worker function's reserved concurrency")
  })

  it('while there is no worker fails after the patience, and says which limit is 0', async () => {
    transport.functions.current = { reserved: 0, unreservedAccount: 1000 }
    const runner = await open({}, { patienceSeconds: 3 })
    const submitting = runner.submitTrial(info(0))
    await expect(clock.runUntil(submitting)).rejects.toThrow(NoWorkersError)
    await expect(submitting).rejects.toThrow("no worker for 3 s: the worker function's reserved concurrency is 0; raise or remove")
    expect(runner.isRunning()).toBe(false)
  })

  it('is taken although the limit cannot be read again: the one that was read last holds on, and a warning says so', async () => {
    const runner = await open()
    await clock.advance(5_000)
    transport.functions.limitsFail = new Error('503')
    await runner.submitTrial(info(2))
    expect(transport.functions.events).toHaveLength(1)
    expect(warnings).toContainEqual(transport.functions.limitsFail)
  })

  it('that still uploads its data, or reads the limit after a pause, is waited for: a loop does not spin', async () => {
    const runner = await open()
    await clock.advance(10_000)
    let submitted = false
    void runner.submitTrial(info(0), [1, 2, 3]).then(() => {
      submitted = true
    })
    expect([runner.isRunning(), runner.countAvailableWorkers()]).toEqual([true, 1])
    let waited = false
    const waiting = runner.wait().then(() => {
      waited = true
    })
    while (!submitted) await settle()
    expect(waited).toBe(false)
    transport.answerNext()
    await waiting
  })

  it('whose data cannot be scattered lets go of those who wait', async () => {
    const runner = await open()
    const submitting = runner.submitTrial(info(0), {})
    await Promise.all([expect(submitting).rejects.toThrow(/empty/), runner.wait()])
    expect(runner.isRunning()).toBe(false)
  })

  it('waits out a moment without workers', async () => {
    transport.functions.current = { reserved: 0, unreservedAccount: 1000 }
    const runner = await open({}, { patienceSeconds: 3 })
    const submitting = runner.submitTrial(info(0))
    await clock.advance(1_500)
    transport.functions.current = { reserved: 1, unreservedAccount: 1000 }
    await clock.runUntil(submitting)
  })

  it('tries again what was throttled', async () => {
    const runner = await open()
    transport.functions.nextAnswers.push({ outcome: 'throttled', retryAfterMs: null })
    const submitting = runner.submitTrial(info(0))
    await clock.runUntil(submitting)
    expect([transport.functions.invokes, runner.counters.throttles]).toEqual([2, 1])
  })

  it('fails with the service’s own error when that is for good', async () => {
    const runner = await open()
    transport.functions.nextAnswers.push(
      new TransportError('ACCESS_DENIED', 'lambda:InvokeFunction', 'not authorized', { transient: false }),
    )
    await expect(runner.submitTrial(info(0))).rejects.toThrow('lambda:InvokeFunction: not authorized')
    expect(runner.countAvailableWorkers()).toBe(2)
  })
})

describe('what goes wrong in the cloud', () => {
  it('a lost worker is tried again', async () => {
    const runner = await open()
    await runner.submitTrial(info(0))
    transport.answerNext({ status: StatusType.CRASHED, cost: null, retryable: true })
    await settle()
    expect(transport.functions.events[0]).toMatchObject({ trial: 0, attempt: 2 })
    transport.answerNext()
    expect((await take(runner))[0]?.[1]).toMatchObject({ status: StatusType.SUCCESS, attempt: 2 })
  })

  it('silence ends with the lease: wait always returns', async () => {
    const runner = await open({ trialTimeLimitMs: 1_000 }, { startAllowanceMs: 10_000, resultAllowanceMs: 1_000 })
    await runner.submitTrial(info(0))
    await clock.runUntil(runner.wait())
    expect([...runner.iterResults()][0]?.[1]).toMatchObject({
      status: StatusType.CRASHED,
      cost: Number.POSITIVE_INFINITY,
      additionalInfo: { errorCode: 'lost' },
      attempt: 2,
    })
  })

  it('a message that is no result of this run is dropped and told', async () => {
    const runner = await open()
    await runner.submitTrial(info(0))
    const event = transport.functions.events[0]!
    for (const body of [
      'no JSON',
      '{}',
      JSON.stringify(resultOf({ ...event, run: 'another' })),
      JSON.stringify(resultOf({ ...event, attempt: 0 })),
    ]) {
      transport.queues.send(queueUrl(), body)
      await settle()
    }
    expect(warnings).toHaveLength(4)
    transport.answerNext()
    expect(await take(runner)).toHaveLength(1)
  })

  it('a stack that speaks another protocol ends the run with the mend', async () => {
    const runner = await open()
    await runner.submitTrial(info(0))
    transport.queues.send(queueUrl(), JSON.stringify({ ...resultOf(transport.functions.events[0]!), protocol: 2 }))
    await settle()
    expect(() => runner.iterResults()).toThrow(/protocol version 2 met a side that speaks 1: .*trialfan deploy/)
    await runner.close()
  })

  it('a queue that somebody deleted ends the run with the reason', async () => {
    const runner = await open()
    await runner.submitTrial(info(0))
    await transport.queues.remove(queueUrl())
    await settle()
    await expect(runner.submitTrial(info(1))).rejects.toMatchObject({ code: 'QUEUE_MISSING' })
    await runner.close()
  })
})

describe('closing', () => {
  it('lets what is in flight finish, then removes the run’s queue', async () => {
    const runner = await open()
    await runner.submitTrial(info(0))
    const closing = runner.close()
    transport.answerNext()
    await closing
    expect([transport.queues.opened.size, clusterCloses]).toEqual([0, 0])
  })

  it('with force ends it now, marks the run cancelled and closes the cluster too', async () => {
    const runner = await open()
    await runner.submitTrial(info(0))
    const waiting = runner.wait()
    await runner.close({ force: true })
    await waiting
    expect(transport.objects.stored.has('runs/a-run/cancelled')).toBe(true)
    expect(clusterCloses).toBe(1)
  })

  it('rejects what was still waiting for a worker', async () => {
    const runner = await open()
    await runner.submitTrial(info(0))
    await runner.submitTrial(info(1))
    const waiting = runner.submitTrial(info(2))
    await Promise.all([expect(waiting).rejects.toThrow(/closed/), runner.close({ force: true })])
  })

  it('leaves a marker when anything was sent: an event that is still somewhere, or there twice, is not begun any more', async () => {
    const unused = await open()
    await unused.close()
    expect(transport.objects.stored.has('runs/a-run/cancelled')).toBe(false)
    const runner = await open()
    await runner.submitTrial(info(1))
    transport.answerNext()
    await take(runner)
    await runner.close()
    expect(transport.objects.stored.has('runs/a-run/cancelled')).toBe(true)
  })

  it('after a cancel leaves a marker, so that no worker starts what was cancelled', async () => {
    const runner = await open()
    await runner.submitTrial(info(0))
    runner.cancel('enough')
    expect((await take(runner))[0]?.[1]).toMatchObject({
      status: StatusType.CRASHED,
      additionalInfo: { error: 'enough', errorCode: 'cancelled' },
    })
    expect(runner.countAvailableWorkers()).toBe(1)
    await runner.close()
    expect(transport.objects.stored.has('runs/a-run/cancelled')).toBe(true)
  })
})

describe('a run that is written down', () => {
  const written: string[] = []
  let isFull = false
  const record = {
    session: 0,
    firstTrial: 0,
    earlierSends: new Map<number, number>(),
    begin: () => {},
    sent: (_: TrialInfo, trial: number, attempt: number) => void written.push(`sent ${trial}-${attempt}`),
    accepted: (_: TrialInfo, attempt: number) => void written.push(`accepted ${attempt}`),
    ended: (_: TrialInfo, { cost }: TrialValue) => void written.push(`ended ${cost}`),
    cancelled: () => void written.push('cancelled'),
    whenKept: (callback: () => void) => callback(),
    flush: () => {
      if (isFull) throw new Error('the disk is full')
      written.push(`flushed, ${transport.functions.invokes} invokes, ${transport.queues.acknowledged.length} acknowledged`)
    },
  }
  beforeEach(() => {
    written.length = 0
    isFull = false
  })

  it('has each attempt before its event goes out, and each result before it is acknowledged', async () => {
    const runner = await open({}, { record })
    written.length = 0
    await runner.submitTrial(info(0))
    expect(written.slice(0, 2)).toEqual(['sent 0-1', 'flushed, 0 invokes, 0 acknowledged'])
    expect(written.slice(2, 4)).toEqual(['accepted 1', 'flushed, 1 invokes, 0 acknowledged'])
    written.length = 0
    transport.answerNext({ cost: [4] })
    await clock.advance(1_000)
    expect(written.slice(0, 2)).toEqual(['ended 4', 'flushed, 1 invokes, 0 acknowledged'])
    expect(transport.queues.acknowledged).toHaveLength(1)
    await runner.close({ keep: true })
    expect(transport.queues.opened.size).toBe(1)
  })

  it('marks at its end what earlier processes have sent, while it may still be started', async () => {
    const earlierSends = new Map([
      [0, clock.now() - 3_600_000],
      [1, clock.now() - 10_000],
      [2, clock.now()],
    ])
    const runner = await open({}, { record: { ...record, session: 3, earlierSends } })
    await runner.close()
    expect(transport.objects.puts.filter((key) => key.endsWith('cancelled'))).toEqual([
      cancelMarkerKey('a-run', 1),
      cancelMarkerKey('a-run', 2),
    ])
  })

  it('stops when it cannot be written any more: nothing is acknowledged, nothing goes out', async () => {
    const runner = await open({}, { record })
    await runner.submitTrial(info(0))
    isFull = true
    transport.answerNext()
    await clock.advance(1_000)
    expect(transport.queues.acknowledged).toEqual([])
    await expect(runner.submitTrial(info(1))).rejects.toThrow('the disk is full')
    expect(transport.functions.invokes).toBe(1)
    await runner.close({ keep: true })
  })
})

it('checks its options', async () => {
  await expect(open({}, { patience: 5 } as object)).rejects.toThrow(
    'LambdaParallelRunner: patience: there is no such option; the options are cluster, ownsCluster, patienceSeconds',
  )
  await expect(open({}, { workers: 0 })).rejects.toThrow('workers: expected a whole number, 1 or more, got 0 (number)')
  await expect(open({}, { patienceSeconds: -1 })).rejects.toThrow(/patienceSeconds: expected a number of seconds/)
})
