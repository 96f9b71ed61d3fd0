import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { encodeData } from '../../../contract/data/encode-data.ts'
import { storeInMemory } from '../../../contract/data/store-in-memory.ts'
import type { StoredData } from '../../../contract/data/stored-data.ts'
import { StatusType } from '../../../contract/status.ts'
import { TrialExecutor } from '../../../execution/trial-executor.ts'
import { TargetFolder } from './target-folder.ts'

const folder = new TargetFolder()
let executor: TrialExecutor
let data: StoredData
beforeEach(async () => {
  executor = new TrialExecutor({ memoryMiB: null, log: () => undefined, checkData: true })
  data = storeInMemory(
    await encodeData({ matrix: Float64Array.from({ length: 200_000 }, (_, i) => i), names: ['a', 'b'], when: new Date(5) }),
  )
})
afterEach(() => executor.close())
afterAll(() => folder.remove())

test('a target reads it, on the memory that the main thread holds', async () => {
  const source =
    '(c, { data }) => [data.matrix[c.x], { shared: data.matrix.buffer instanceof SharedArrayBuffer, names: data.names, at: data.when.getTime() }]'
  const outcome = await executor.run(folder.request(source, { data, configuration: { x: 199_999 } }))
  expect(outcome).toMatchObject({ status: StatusType.SUCCESS, cost: [199_999], info: { shared: true, names: ['a', 'b'], at: 5 } })
})

test('a thread that was ended does not lose it', async () => {
  const source = '(c, { data }) => { if (c.x === 0) for (;;); return data.matrix[c.x] }'
  const request = folder.request(source, { data, limits: { timeMs: 200, memoryMiB: null } })
  expect((await executor.run({ ...request, configuration: { x: 0 } })).status).toBe(StatusType.TIMEOUT)
  expect((await executor.run({ ...request, configuration: { x: 3 } })).cost).toEqual([3])
})

test.each([
  ['a large array', 'data.matrix[5] = 1', 'an array of 1600000 bytes was changed'],
  ['a list', "data.names.push('c')", 'a value was changed'],
])('a write into %s is told once, at the next look', async (_, write, what) => {
  const source = `(c, { data }) => { if (c.x === 3) { ${write} } return 1 }`
  const warnings: unknown[] = []
  for (const x of [1, 2, 3, 4, 5, 6, 7, 8]) {
    const outcome = await executor.run(folder.request(source, { data, configuration: { x } }))
    expect(outcome.status).toBe(StatusType.SUCCESS)
    warnings.push(outcome.info.warnings)
  }
  const warning = `the target wrote into its scattered data, in this trial or an earlier one (${what}); every later trial sees that: copy what you change`
  expect(warnings).toEqual([undefined, undefined, undefined, [warning], undefined, undefined, undefined, undefined])
})

test('data that cannot be read is one clear error', async () => {
  const outcome = await executor.run(folder.request('() => 1', { data: { ...data, parts: new Map() } }))
  expect(outcome).toMatchObject({
    status: StatusType.CRASHED,
    info: { error: expect.stringContaining('was not fetched'), errorType: 'DataError' },
  })
})
