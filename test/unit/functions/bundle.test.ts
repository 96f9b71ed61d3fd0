import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PROTOCOL_VERSION } from '../../../contract/protocol.ts'
import { StatusType } from '../../../contract/status.ts'
import { functionCode } from '../../../functions/bundle.ts'
import { bundleFunction } from '../../../functions/bundle-function.ts'
import { SmallCloud } from './support/small-cloud.ts'

const KIB = 1024
const driver = fileURLToPath(new URL('./support/worker-driver.mjs', import.meta.url))
const cloud = new SmallCloud()
const folder = mkdtempSync(join(tmpdir(), 'bundle-'))
let worker: ChildProcess
let trial = 0

beforeAll(async () => {
  await cloud.open()
  worker = await start('worker')
})
afterAll(async () => {
  worker.disconnect()
  await once(worker, 'exit')
  await cloud.close()
  rmSync(folder, { recursive: true, force: true })
})

async function start(name: 'worker' | 'failure-relay'): Promise<ChildProcess> {
  const code = await functionCode(name)
  const environment = { PATH: process.env.PATH ?? '', TMPDIR: folder, ...cloud.environment }
  const child = fork(driver, [join(code, 'handler.mjs')], { env: environment, stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: [] })
  await once(child, 'message')
  return child
}

async function run(source: string, limits: { timeMs: number | null; memoryMiB: number | null } = { timeMs: 5_000, memoryMiB: null }) {
  const event = {
    protocol: PROTOCOL_VERSION,
    run: 'r1',
    trial: trial++,
    attempt: 1,
    notAfter: Date.now() + 60_000,
    resultQueueUrl: `${cloud.endpoint}/000000000000/trialfan-run-r1`,
    target: { ...cloud.put(source), export: 'default' },
    objectives: ['cost'],
    data: null,
    configuration: { x: 3 },
    instance: null,
    features: null,
    budget: null,
    seed: 1,
    limits,
  }
  worker.send({ event, remainingMs: 30_000 })
  const [{ error }] = (await once(worker, 'message')) as [{ error: string | null }]
  if (error !== null) throw new Error(error)
  return cloud.messages.at(-1) as { trial: number; status: number; cost: readonly number[] | null; info: Record<string, unknown> }
}

const SQUARE = 'export default ({ x }) => x ** 2'
const square = async () => expect(await run(SQUARE)).toMatchObject({ trial: trial - 1, status: StatusType.SUCCESS, cost: [9] })

test('the worker is small, and has all it needs in its folder', async () => {
  const code = await functionCode('worker')
  const bytes = readdirSync(code).reduce((sum, name) => sum + statSync(join(code, name)).size, 0)
  expect(bytes).toBeLessThan(800 * KIB)
  expect(readdirSync(code)).toEqual(expect.arrayContaining(['handler.mjs', 'thread.mjs']))
})

test('the same sources give the same folder, and a build puts the same files where it is told', async () => {
  const code = await functionCode('failure-relay')
  expect(await functionCode('failure-relay')).toBe(code)
  const built = join(folder, 'failure-relay-code')
  await bundleFunction('failure-relay', built)
  expect(readdirSync(built).sort()).toEqual(readdirSync(code).sort())
})

test('the bundled worker runs a trial', square)

test.each([
  ['a busy loop', 'export default () => { for (;;); }', { timeMs: 200, memoryMiB: null }, StatusType.TIMEOUT],
  ['an exception', 'export default () => { throw new Error("no tour") }', undefined, StatusType.CRASHED],
  ['process.exit', 'export default () => process.exit(3)', undefined, StatusType.CRASHED],
  ['no export', 'export const other = 1', undefined, StatusType.CRASHED],
  [
    'a full heap',
    'export default () => { const all = []; for (;;) all.push(new Array(1e4).fill(0.5)) }',
    { timeMs: 20_000, memoryMiB: 64 },
    StatusType.MEMORYOUT,
  ],
])('%s is a result, and the next trial is unharmed', async (_, source, limits, status) => {
  expect(await run(source, limits)).toMatchObject({ trial: trial - 1, status, cost: null })
  await square()
})

test('50 MB of information go by way of the bucket, cut down', async () => {
  const lines = 'Array.from({ length: 50_000 }, (_, i) => i + "x".repeat(1000))'
  expect(await run(`export default () => [1, Object.fromEntries(${lines}.map((line, i) => ["line" + i, line]))]`)).toMatchObject({
    claim: { key: expect.stringMatching(`^runs/r1/results/${trial - 1}-1-[0-9a-f]{64}[.]json$`) },
  })
  await square()
})

test('the bundled relay routes a failure record', async () => {
  const relay = await start('failure-relay')
  const before = cloud.messages.length
  const requestPayload = { run: 'r1', trial: 99, attempt: 1, resultQueueUrl: `${cloud.endpoint}/000000000000/trialfan-run-r1` }
  relay.send({ event: { requestContext: { condition: 'EventAgeExceeded' }, requestPayload }, remainingMs: 3_000 })
  expect((await once(relay, 'message'))[0]).toEqual({ error: null })
  expect(cloud.messages[before]).toMatchObject({ trial: 99, info: { errorCode: 'EVENT_AGED_OUT' } })
  relay.disconnect()
  await once(relay, 'exit')
})
