import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildSync } from 'esbuild'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { encodeData } from '../../../contract/data/encode-data.ts'
import { storeInMemory } from '../../../contract/data/store-in-memory.ts'
import { StatusType } from '../../../contract/status.ts'
import { TrialExecutor } from '../../../execution/trial-executor.ts'
import { patientClock } from './patient-clock.ts'
import { TargetFolder } from './target-folder.ts'

const folder = new TargetFolder()
let lines: string[] = []
let executor: TrialExecutor
beforeEach(() => {
  lines = []
  executor = new TrialExecutor({ memoryMiB: null, log: (line) => lines.push(line), checkData: true })
})
afterEach(() => executor.close())
afterAll(() => folder.remove())

const echo = folder.request('({ x }) => x ** 2')

describe('what a target gets and gives', () => {
  test('a number', async () => {
    const before = Date.now()
    const outcome = await executor.run(echo)
    expect(outcome).toMatchObject({ status: StatusType.SUCCESS, cost: [4], info: {} })
    expect(outcome.startedAt).toBeGreaterThanOrEqual(before)
    expect(outcome.endedAt).toBeGreaterThanOrEqual(outcome.startedAt)
    expect(outcome.peakRssMiB).toBeGreaterThan(10)
  })

  test('its whole context', async () => {
    const source = `(configuration, { instance, features, seed, budget, data, signal }) =>
      [configuration.x, { instance, features, seed, budget, data: data === undefined, aborted: signal.aborted }]`
    const outcome = await executor.run(folder.request(source, { instance: 'i1', features: [1, 2], seed: 7, budget: 0.5 }))
    expect(outcome.info).toEqual({ instance: 'i1', features: [1, 2], seed: 7, budget: 0.5, data: true, aborted: false })
  })

  test('a record in another order', async () => {
    const outcome = await executor.run(folder.request('async () => ({ loss: 1, time: 2 })', { objectives: ['time', 'loss'] }))
    expect(outcome).toMatchObject({ status: StatusType.SUCCESS, cost: [2, 1] })
  })

  test('a bad cost says what came and what was expected', async () => {
    const outcome = await executor.run(folder.request("() => '5'"))
    expect(outcome).toMatchObject({ status: StatusType.CRASHED, cost: null })
    expect(outcome.info.error).toBe('the target returned "5" (string); expected a finite number for objective "cost"')
  })

  test('a configuration that a target changes does not leak', async () => {
    const request = folder.request(
      '(configuration) => { const x = configuration.x; configuration.x = 99; delete configuration.y; return x }',
    )
    const configuration = { x: 2, y: 1 }
    expect((await executor.run({ ...request, configuration })).cost).toEqual([2])
    expect((await executor.run({ ...request, configuration })).cost).toEqual([2])
    expect(configuration).toEqual({ x: 2, y: 1 })
  })

  test('reports are kept, of a trial that fails too', async () => {
    const source = `(c, { report }) => { report(1, 0.5); report(3, 0.25); if (c.x === 0) throw new Error('late'); return 0.2 }`
    const reports = [
      { budget: 1, cost: 0.5 },
      { budget: 3, cost: 0.25 },
    ]
    expect((await executor.run(folder.request(source))).info).toEqual({ reports })
    expect((await executor.run(folder.request(source, { configuration: { x: 0 } }))).info).toMatchObject({ error: 'late', reports })
  })

  test('reports are bounded', async () => {
    const outcome = await executor.run(folder.request('(c, { report }) => { for (let i = 0; i < 5000; i++) report(i, 1); return 1 }'))
    expect(outcome.info.reports).toHaveLength(1000)
    expect(outcome.info.notes).toEqual(['only the first 1000 of 5000 reports are kept'])
  })

  describe('a trial whose reports are too bad', () => {
    const stopAbove = [
      { budget: 1, cost: 5 },
      { budget: 3, cost: 2 },
    ]
    const run = (source: string) => executor.run(folder.request(source, { stopAbove }))
    const stopped = { status: StatusType.STOPPED, cost: [3], info: { stopped: { budget: 4, best: 2.5, limit: 2 } } }

    test('is stopped at the report that shows it, with the last cost that it reported; it can clean up and keep its thread', async () => {
      const source = `async (c, { report, signal }) => {
        if (c.x === 1) return [0, { cleaned: globalThis.cleaned }]
        try { for (const [budget, cost] of [[1, 4], [2, 2.5], [4, 3], [5, 0]]) report(budget, cost) }
        finally { globalThis.cleaned = 'aborted: ' + signal.aborted }
      }`
      await using patient = new TrialExecutor({ memoryMiB: null, log: () => undefined, clock: patientClock })
      const outcome = await patient.run(folder.request(source, { stopAbove }))
      expect(outcome).toMatchObject(stopped)
      expect(Object.keys(outcome.info)).toEqual(['stopped', 'reports'])
      expect(outcome.info.reports).toHaveLength(3)
      const next = await patient.run(folder.request(source, { configuration: { x: 1 } }))
      expect(next.info).toEqual({ cleaned: 'aborted: true' })
    })

    test('is stopped also when it takes no notice, in a loop that never ends', async () => {
      const source = `(c, { report }) => {
        report(1, 4); report(2, 2.5)
        for (;;) { try { report(4, 3) } catch {} }
      }`
      expect(await run(source)).toMatchObject(stopped)
      expect((await executor.run(echo)).cost).toEqual([4])
    })

    test('is not stopped by a bad report after a good one, before the first limit, or by a cost that is just at it', async () => {
      const source = `(c, { report }) => { report(0, 99); report(1, 5); report(3, 2); report(4, 99); return 1 }`
      expect(await run(source)).toMatchObject({ status: StatusType.SUCCESS, cost: [1] })
    })
  })

  test('CPU and wall time are those of the target', async () => {
    const busy = await executor.run(
      folder.request(
        '() => { const used = process.threadCpuUsage ?? process.cpuUsage; const before = used().user; while (used().user < before + 50_000); return 1 }',
      ),
    )
    expect(busy.runtimeMs).toBeGreaterThanOrEqual(49)
    expect(busy.cpuTimeMs).toBeGreaterThanOrEqual(49)
    const idle = await executor.run(folder.request('() => new Promise((resolve) => setTimeout(() => resolve(1), 100))'))
    expect(idle.runtimeMs).toBeGreaterThanOrEqual(99)
    expect(idle.cpuTimeMs).toBeLessThan(40)
  })

  test('the thread as a bundle beside another file', async () => {
    const bundle = buildSync({
      entryPoints: ['execution/thread.ts'],
      bundle: true,
      format: 'esm',
      platform: 'node',
      write: false,
      minify: true,
    })
    const threadFile = pathToFileURL(join(folder.path, 'thread.mjs'))
    writeFileSync(threadFile, bundle.outputFiles[0]!.contents)
    const data = storeInMemory(await encodeData({ table: new Map([['a', new Float64Array(200_000).fill(3)]]) }))
    await using bundled = new TrialExecutor({ memoryMiB: null, log: () => undefined, threadFile })
    expect((await bundled.run(folder.request("(c, { data }) => data.table.get('a')[c.x]", { data }))).cost).toEqual([3])
  })

  test('a warm thread keeps the module and its environment', async () => {
    const request = folder.request('() => ++globalThis.calls', {})
    const counted = { ...request, ...folder.module('globalThis.calls = 0; export default () => ++globalThis.calls') }
    await executor.prepare(counted)
    expect([(await executor.run(counted)).cost, (await executor.run(counted)).cost]).toEqual([[1], [2]])
  })

  test('a changed environment variable stays in the thread', async () => {
    process.env.TRIALFAN_TEST = 'outside'
    const outcome = await executor.run(
      folder.request("() => { const before = process.env.TRIALFAN_TEST; process.env.TRIALFAN_TEST = 'inside'; return [1, { before }] }"),
    )
    expect(outcome.info.before).toBe('outside')
    expect(process.env.TRIALFAN_TEST).toBe('outside')
    delete process.env.TRIALFAN_TEST
  })
})

describe('the executor itself', () => {
  test('one trial at a time', async () => {
    const first = executor.run(echo)
    await expect(executor.run(echo)).rejects.toMatchObject({ code: 'EXECUTOR_BUSY' })
    expect((await first).cost).toEqual([4])
  })

  test('close ends a trial that runs, and every later call says so', async () => {
    await executor.prepare(folder.request('() => new Promise(() => setInterval(() => 1, 1000))'))
    const running = executor.run(folder.request('() => new Promise(() => setInterval(() => 1, 1000))'))
    await executor.close()
    expect((await running).info.error).toBe('cancelled')
    await expect(executor.run(echo)).rejects.toMatchObject({ code: 'EXECUTOR_CLOSED' })
    await expect(executor.prepare(echo)).rejects.toMatchObject({ code: 'EXECUTOR_CLOSED' })
    await executor.close()
  })

  test('an abort ends the trial', async () => {
    const stop = new AbortController()
    const running = executor.run(folder.request('(c, { report }) => { report(1, 1); for (;;); }'), { signal: stop.signal })
    setTimeout(() => stop.abort(), 200)
    const outcome = await running
    expect(outcome).toMatchObject({ status: StatusType.CRASHED, info: { error: 'cancelled' } })
    expect((await executor.run(echo)).cost).toEqual([4])
  })

  test('a target that heeds its signal is cancelled without losing its thread', async () => {
    const source = `(c, { signal }) => { globalThis.calls = (globalThis.calls ?? 0) + 1; if (c.x === 1) return globalThis.calls
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))) }`
    await using patient = new TrialExecutor({ memoryMiB: null, log: () => undefined, clock: patientClock })
    await patient.prepare(folder.request(source))
    const stop = new AbortController()
    const running = patient.run(folder.request(source), { signal: stop.signal })
    setImmediate(() => stop.abort())
    expect((await running).info.error).toBe('cancelled')
    expect((await patient.run(folder.request(source, { configuration: { x: 1 } }))).cost).toEqual([2])
  })

  test('a trial that was cancelled before it began', async () => {
    const outcome = await executor.run(echo, { signal: AbortSignal.abort() })
    expect(outcome).toMatchObject({ status: StatusType.CRASHED, info: { error: 'cancelled' }, runtimeMs: 0 })
  })

  test('a few targets in turn, more than are kept warm', async () => {
    const costs: unknown[] = []
    for (const n of [1, 2, 3, 4, 1]) costs.push((await executor.run(folder.request(`() => ${n}`))).cost)
    expect(costs).toEqual([[1], [2], [3], [4], [1]])
  })
})
