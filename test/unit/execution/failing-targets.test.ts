import { execFileSync } from 'node:child_process'
import { closeSync, openSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { StatusType } from '../../../contract/status.ts'
import type { ExecutionRequest } from '../../../execution/execution-request.ts'
import { TrialExecutor } from '../../../execution/trial-executor.ts'
import { patientClock } from './patient-clock.ts'
import { TargetFolder } from './target-folder.ts'

const folder = new TargetFolder()
let lines: string[] = []
// One executor for all: every test also shows that the one before it did no harm.
const executor = new TrialExecutor({ memoryMiB: null, log: (line) => lines.push(line) })
beforeEach(() => {
  lines = []
})
afterAll(async () => {
  await executor.close()
  folder.remove()
})

const echo = folder.request('({ x }) => x ** 2')
const limited = (expression: string, timeMs: number | null, memoryMiB: number | null = null): ExecutionRequest =>
  folder.request(expression, { limits: { timeMs, memoryMiB } })

describe('a target that throws', () => {
  test.each<[string, string, object]>([
    ['an error', "() => { throw new RangeError('too far') }", { error: 'too far', errorType: 'RangeError' }],
    ['later', "async () => { await null; throw new TypeError('late') }", { error: 'late', errorType: 'TypeError' }],
    ['a string', "() => { throw 'oops' }", { error: 'threw "oops" (string), not an Error', errorType: 'string' }],
    ['null', '() => { throw null }', { error: 'threw null, not an Error', errorType: 'null' }],
    ['nothing', '() => Promise.reject()', { error: 'threw undefined, not an Error', errorType: 'undefined' }],
    [
      'an error that cannot be read',
      `() => { const e = new Error('x'); for (const k of ['message', 'stack', 'name', 'cause']) Object.defineProperty(e, k, { get() { throw new Error(k) } }); throw e }`,
      { error: 'an error without a readable message', errorType: 'Error' },
    ],
    ['a proxy', `() => { throw new Proxy({}, { get() { throw 1 }, getPrototypeOf() { throw 2 } }) }`, { errorType: 'object' }],
    [
      'an error with a cause',
      "() => { throw new Error('outer', { cause: new Error('inner') }) }",
      { traceback: expect.stringMatching(/outer(.|\n)*Caused by: Error: inner/) },
    ],
  ])('%s', async (_, expression, info) => {
    const outcome = await executor.run(folder.request(expression))
    expect(outcome).toMatchObject({ status: StatusType.CRASHED, cost: null, info })
    expect((await executor.run(echo)).cost).toEqual([4])
  })

  test('the traceback names the file and line of the source, and nothing of ours', async () => {
    const source = join(folder.path, 'tour.ts')
    writeFileSync(
      source,
      "interface Tour { length: number }\n\nfunction improve(tour: Tour): never {\n  throw new Error('stuck at ' + tour.length)\n}\n\nexport default async () => improve({ length: 3 })\n",
    )
    const { outputFiles } = buildSync({
      entryPoints: [source],
      bundle: true,
      format: 'esm',
      platform: 'node',
      sourcemap: 'inline',
      write: false,
      outdir: folder.path,
    })
    const outcome = await executor.run({ ...echo, ...folder.module(outputFiles[0]!.text) })
    expect(outcome.info.error).toBe('stuck at 3')
    expect(outcome.info.traceback).toContain(`${source}:4:9`)
    expect(outcome.info.traceback).toContain(`${source}:7:`)
    expect(outcome.info.traceback).not.toMatch(/node:internal|execution\//)
  })
})

describe('a module that cannot be loaded', () => {
  test.each<[string, string, string]>([
    ['no such export', 'export const other = 1, f = () => 1', 'the target\'s module has no export "default"; it exports "f", "other"'],
    ['no export', 'const a = 1', 'the target\'s module has no export "default"; it exports nothing'],
    ['no function', 'export default 5', 'the target\'s module exports 5 (number) as "default"; expected a function'],
    ['a syntax error', 'export default () => {', "the target's module could not be loaded: Unexpected end of input"],
    ['an import that throws', "throw new Error('no licence'); export default 1", "the target's module could not be loaded: no licence"],
    ['a missing import', "import './nowhere.mjs'; export default 1", "the target's module could not be loaded: Cannot find module"],
    ['an await that never settles', 'await new Promise(() => {}); export default 1', 'a top-level await in the target never settles'],
    ['an exit', 'process.exit(3); export default 1', 'the target called process.exit(3)'],
  ])('%s', async (_, source, error) => {
    const request = { ...echo, ...folder.module(source) }
    await executor.prepare(request)
    const outcome = await executor.run(request)
    expect(outcome).toMatchObject({
      status: StatusType.CRASHED,
      cost: null,
      info: { error: expect.stringContaining(error), errorCode: 'TARGET_NOT_LOADED' },
    })
    expect((await executor.run(echo)).cost).toEqual([4])
  })

  test('a missing file', async () => {
    const outcome = await executor.run({ ...echo, targetFile: join(folder.path, 'gone.mjs'), targetId: 'gone' })
    expect(outcome.info.error).toContain('Cannot find module')
  })
})

describe('a target with the ports of its thread', () => {
  const ports = (body: string): ExecutionRequest => ({
    ...echo,
    ...folder.module(`import { parentPort, workerData } from 'node:worker_threads'\nexport default () => { ${body} }`),
  })

  test.each([
    ['posts junk', "parentPort.postMessage('junk'); parentPort.postMessage(null); parentPort.postMessage(undefined); return 1"],
    ['forges messages', "for (let trial = 0; trial < 99; trial++) parentPort.postMessage({ kind: 'ended', trial }); return 1"],
    ['closes them', 'parentPort.close(); return 1'],
    ['looks for more', 'return workerData.port === undefined ? 1 : 0'],
  ])('%s', async (_, body) => {
    expect(await executor.run(ports(body))).toMatchObject({ status: StatusType.SUCCESS, cost: [1] })
    expect((await executor.run(ports(body))).cost).toEqual([1])
  })
})

describe('a target that damages the globals of its thread', () => {
  const damage = (what: string): ExecutionRequest =>
    folder.request(`({ x }) => { if (x === 1) { const bad = () => { throw new Error('damaged') }; ${what} } return [x, { text: 'a' }] }`)

  test.each([
    ['JSON', 'JSON.stringify = bad; JSON.parse = bad'],
    ['Buffer', 'Buffer.byteLength = bad; Buffer.from = bad'],
    ['Date and performance', 'Date.now = bad; performance.now = bad; process.threadCpuUsage = bad'],
    ['Number, Array and Object', 'Number.isFinite = bad; Array.isArray = bad; Object.keys = bad; Object.fromEntries = bad'],
    ['the prototype of a string', 'String.prototype.slice = bad; String.prototype.lastIndexOf = bad'],
    ['the prototype of an array', 'Array.prototype.map = bad; Array.prototype.join = bad'],
    ['Map', 'Map.prototype.set = bad; Map.prototype.get = bad; Set.prototype.has = bad'],
    ['MessagePort', 'MessagePort.prototype.postMessage = bad'],
  ])('%s: the next trials are unharmed', async (_, what) => {
    const request = damage(what)
    const culprit = await executor.run({ ...request, configuration: { x: 1 }, limits: { timeMs: 20_000, memoryMiB: null } })
    expect([StatusType.SUCCESS, StatusType.CRASHED]).toContain(culprit.status)
    for (const x of [2, 3]) {
      const next = await executor.run({ ...request, configuration: { x }, limits: { timeMs: 20_000, memoryMiB: null } })
      expect(next).toMatchObject({ status: StatusType.SUCCESS, cost: [x], info: { text: 'a' } })
    }
  })
})

describe('limits', () => {
  test.each([
    ['a busy loop', '() => { for (;;); }'],
    ['a busy loop after a while', '() => new Promise((resolve) => setTimeout(() => { for (;;); }, 20))'],
    ['an endless wait', '() => new Promise(() => setInterval(() => 1, 1000))'],
    ['a blocked thread', '() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)'],
  ])('%s is ended within 250 ms of its limit', async (_, expression) => {
    const request = limited(expression, 300)
    await executor.prepare(request)
    const before = performance.now()
    const outcome = await executor.run(request)
    const took = performance.now() - before
    expect(outcome).toMatchObject({ status: StatusType.TIMEOUT, cost: null })
    expect(outcome.info.error).toBe('the trial ran longer than its time limit of 300 ms')
    expect(took).toBeGreaterThanOrEqual(299)
    expect(took).toBeLessThan(550)
    expect(outcome.runtimeMs).toBeGreaterThanOrEqual(299)
    expect((await executor.run(echo)).cost).toEqual([4])
  })

  test('the CPU time of a thread that was ended is real', async () => {
    const request = limited('() => { for (;;); }', 300)
    await executor.prepare(request)
    const busy = await executor.run(request)
    const idle = await executor.run(limited('() => new Promise(() => setInterval(() => 1, 1000))', 300))
    expect(busy.cpuTimeMs).toBeGreaterThan(20)
    expect(idle.cpuTimeMs).toBeLessThan(busy.cpuTimeMs / 2)
  })

  test('the signal comes before the end: a target can still answer', async () => {
    const source =
      "(c, { signal }) => new Promise((resolve) => signal.addEventListener('abort', () => resolve([7, { reason: signal.reason.name }])))"
    await using patient = new TrialExecutor({ memoryMiB: null, log: () => undefined, clock: patientClock })
    expect(await patient.run(limited(source, 300))).toMatchObject({
      status: StatusType.SUCCESS,
      cost: [7],
      info: { reason: 'TimeoutError' },
    })
  })

  test('a target that throws because of its signal is out of time', async () => {
    const source = "(c, { signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))"
    await using patient = new TrialExecutor({ memoryMiB: null, log: () => undefined, clock: patientClock })
    expect(await patient.run(limited(source, 300))).toMatchObject({ status: StatusType.TIMEOUT, cost: null })
  })

  test('a module that never finishes loading', async () => {
    const waits = { ...limited('1', 100), ...folder.module('for (;;); export default 1') }
    const due: (() => void)[] = []
    let now = 0
    const clocked = new TrialExecutor({
      memoryMiB: null,
      log: () => undefined,
      clock: {
        now: () => now,
        after: (delayMs, callback) => {
          if (delayMs === 5_000) due.push(callback)
          return () => undefined
        },
      },
    })
    const running = clocked.run(waits)
    await new Promise((resolve) => setImmediate(resolve))
    expect(due).toHaveLength(1)
    now = 5_000
    due[0]!()
    expect(await running).toMatchObject({
      status: StatusType.TIMEOUT,
      info: { error: "the target's module was not loaded within 5000 ms" },
      runtimeMs: 5_000,
      startedAt: 0,
      endedAt: 5_000,
    })
    await clocked.close()
  })

  test('a full JavaScript heap', async () => {
    const outcome = await executor.run(limited('() => { const all = []; for (;;) all.push({ a: all.length, b: [1, 2, 3] }) }', 20_000, 64))
    expect(outcome).toMatchObject({ status: StatusType.MEMORYOUT, cost: null })
    expect(outcome.runtimeMs).toBeGreaterThan(0)
    expect((await executor.run(echo)).cost).toEqual([4])
  })

  test('memory outside of the heap', async () => {
    const source = '() => { const all = []; for (let i = 0; ; i++) all.push(Buffer.alloc(8 * 1024 * 1024, i)) }'
    const outcome = await executor.run(limited(source, 20_000, 200))
    expect(outcome).toMatchObject({ status: StatusType.MEMORYOUT, cost: null })
    expect(outcome.info.error).toMatch(/^the trial took \d+ MiB of memory; its limit is 200 MiB$/)
    expect(outcome.peakRssMiB).toBeGreaterThan(200)
    expect((await executor.run(echo)).cost).toEqual([4])
  })

  test('the memory of the process', async () => {
    const now = Math.round(process.memoryUsage.rss() / 1024 / 1024)
    const small = new TrialExecutor({ memoryMiB: now + 400, log: () => undefined })
    const outcome = await small.run(folder.request('() => { const all = []; for (;;) all.push(Buffer.alloc(8 * 1024 * 1024, 1)) }'))
    expect(outcome).toMatchObject({ status: StatusType.MEMORYOUT })
    expect(outcome.info.error).toMatch(/^the process took \d+ MiB of memory; it has to stop at \d+ MiB$/)
    expect((await small.run(echo)).cost).toEqual([4])
    await small.close()
  })

  test('memory that comes back, and memory that does not', async () => {
    const now = Math.round(process.memoryUsage.rss() / 1024 / 1024)
    const small = new TrialExecutor({ memoryMiB: now + 250, log: () => undefined })
    const block = (until: string): ExecutionRequest =>
      folder.request(`({ x }) => { const all = []; while (${until}) all.push(Buffer.alloc(8 * 1024 * 1024, 1)); return x }`)
    expect((await small.run(block('true'))).status).toBe(StatusType.MEMORYOUT)
    expect(await small.recover()).toBe(true)
    expect((await small.run(echo)).cost).toEqual([4])
    expect(await small.recover()).toBe(true)

    expect((await small.run(block('true'))).status).toBe(StatusType.MEMORYOUT)
    // As if an operation that cannot be interrupted kept it.
    const kept = Array.from({ length: 40 }, () => Buffer.alloc(8 * 1024 * 1024, 1))
    expect(await small.recover()).toBe(false)
    expect(kept).toHaveLength(40)
    await small.close()
  })

  test('a thread that cannot be ended', async () => {
    const stubborn = new TrialExecutor({ memoryMiB: 8000, log: () => undefined })
    // Opening a pipe waits for its other end, and nothing interrupts that.
    const pipe = join(folder.path, 'pipe')
    execFileSync('mkfifo', [pipe])
    const source = `import { openSync } from 'node:fs'; export default () => openSync(${JSON.stringify(pipe)}, 'r')`
    const outcome = await stubborn.run({ ...echo, ...folder.module(source), limits: { timeMs: 100, memoryMiB: null } })
    expect(outcome.status).toBe(StatusType.TIMEOUT)
    expect(await stubborn.recover()).toBe(false)
    const end = openSync(pipe, 'r+')
    await stubborn.close()
    closeSync(end)
  })

  test('memory that the system does not give', async () => {
    expect(await executor.run(folder.request('() => new ArrayBuffer(Number.MAX_SAFE_INTEGER)'))).toMatchObject({
      status: StatusType.MEMORYOUT,
      info: { error: 'Array buffer allocation failed' },
    })
  })
})

describe('a target that leaves its function', () => {
  test('process.exit', async () => {
    const outcome = await executor.run(folder.request('() => process.exit(3)'))
    expect(outcome).toMatchObject({ status: StatusType.CRASHED, info: { error: 'the target called process.exit(3)' } })
    expect((await executor.run(echo)).cost).toEqual([4])
  })

  test.each([
    ['an exception in a timer', "() => new Promise(() => setTimeout(() => { throw new Error('stray') }, 5))", 'uncaught exception: stray'],
    [
      'a rejection nobody awaits',
      "() => { Promise.reject(new Error('stray')); return new Promise(() => setInterval(() => 1, 1000)) }",
      'unhandled rejection: stray',
    ],
  ])('%s during the trial', async (_, expression, error) => {
    const outcome = await executor.run(folder.request(expression))
    expect(outcome).toMatchObject({ status: StatusType.CRASHED, info: { error } })
    expect(outcome.info.traceback).toContain('.mjs:1:')
    expect((await executor.run(echo)).cost).toEqual([4])
  })

  test.each([
    ['a rejection', "Promise.reject(new Error('leftover'))"],
    ['an exception in a timer', "setTimeout(() => { throw new Error('leftover') }, 30)"],
    ['an exit in a timer', 'setTimeout(() => process.exit(4), 30)'],
  ])('%s after its return does not harm the next trial', async (_, leftover) => {
    const source = `(c) => { if (c.x === 1) { ${leftover}; return 1 }; return new Promise((resolve) => setTimeout(() => resolve(2), 60)) }`
    const request = limited(source, 2000)
    expect((await executor.run({ ...request, configuration: { x: 1 } })).cost).toEqual([1])
    expect((await executor.run({ ...request, configuration: { x: 2 } })).cost).toEqual([2])
    expect((await executor.run({ ...request, configuration: { x: 2 } })).cost).toEqual([2])
    expect(lines.join('\n')).toMatch(/leftover|an earlier trial left/)
  })

  test('a thread that an earlier trial keeps busy is not the fault of the next', async () => {
    const source = '(c) => { if (c.x === 1) (async () => { for (let i = 0; i < 1000; i++) await null; for (;;); })(); return c.x }'
    const request = limited(source, 400)
    expect((await executor.run({ ...request, configuration: { x: 1 } })).cost).toEqual([1])
    expect((await executor.run({ ...request, configuration: { x: 2 } })).cost).toEqual([2])
    expect(lines).toContain('what an earlier trial left running took the thread of this one: it runs again in a new thread')
  })

  test('without a time limit too', async () => {
    const source = '(c) => { if (c.x === 1) (async () => { for (let i = 0; i < 1000; i++) await null; for (;;); })(); return c.x }'
    expect((await executor.run(folder.request(source, { configuration: { x: 1 } }))).cost).toEqual([1])
    expect((await executor.run(folder.request(source, { configuration: { x: 2 } }))).cost).toEqual([2])
  })
})

describe('a target that gives too much', () => {
  test('256 MiB to the log', async () => {
    const source =
      "() => { const line = 'x'.repeat(1024 * 1024); for (let i = 0; i < 128; i++) { console.log(line); process.stderr.write(line) } console.log('the end'); return 1 }"
    const before = process.memoryUsage.rss()
    const outcome = await executor.run(folder.request(source))
    expect(outcome.cost).toEqual([1])
    expect(process.memoryUsage.rss() - before).toBeLessThan(150 * 1024 * 1024)
    expect(lines.reduce((sum, line) => sum + line.length, 0)).toBeLessThan(300 * 1024)
    expect(lines.join('\n')).toContain('characters dropped')
    expect(lines.at(-1)?.endsWith('the end')).toBe(true)
    expect((await executor.run(echo)).cost).toEqual([4])
  })

  test('lines come as they are written', async () => {
    await executor.run(
      folder.request(
        "(c, { log }) => { log('one'); console.log('two', 2); console.error('three'); process.stdout.write('fo'); process.stdout.write('ur\\nfive'); return 1 }",
      ),
    )
    expect(lines).toEqual(['one', 'two 2', 'three', 'four', 'five'])
  })

  test('50 MB of info', async () => {
    const outcome = await executor.run(
      folder.request("() => [1, { first: 'kept', rows: Array.from({ length: 1e6 }, (_, i) => ({ i, text: 'x'.repeat(40) })) }]"),
    )
    expect(outcome).toMatchObject({ status: StatusType.SUCCESS, cost: [1], info: { first: 'kept' } })
    expect(JSON.stringify(outcome.info).length).toBeLessThan(8 * 1024 * 1024)
    expect(JSON.stringify(outcome.info.notes)).toContain('info was cut')
    expect((await executor.run(echo)).cost).toEqual([4])
  })
})
