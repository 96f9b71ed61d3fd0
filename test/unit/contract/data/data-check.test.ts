import { expect, test } from 'vitest'
import { DataCheck } from '../../../../contract/data/data-check.ts'
import { decodeData } from '../../../../contract/data/decode-data.ts'
import { encodeData } from '../../../../contract/data/encode-data.ts'
import { storeInMemory } from '../../../../contract/data/store-in-memory.ts'

interface Sample {
  large: Float64Array
  small: Float64Array
  memory: ArrayBuffer
  nested: { list: unknown[] }
}

const setUp = async (): Promise<{ data: Sample; check: DataCheck }> => {
  const stored = storeInMemory(
    await encodeData({
      large: new Float64Array(200_000),
      small: new Float64Array(4),
      memory: new ArrayBuffer(2 ** 21),
      nested: { list: [1] },
    }),
  )
  const data = decodeData(stored) as Sample
  return { data, check: new DataCheck(stored, data) }
}

test('data that was only read is found unchanged', async () => {
  const { check } = await setUp()
  expect(await check.difference()).toBeNull()
})

test.each<[string, (data: Sample) => void, string]>([
  ['a large array', (data) => data.large.fill(1, 199_999), 'an array of 1600000 bytes was changed'],
  ['a small array', (data) => data.small.fill(1, 3), 'a value was changed'],
  ['a record', (data) => data.nested.list.push(2), 'a value was changed'],
  ['a function put into it', (data) => data.nested.list.push(() => 1), 'data.nested.list[1]: a function cannot be scattered'],
])('a write into %s is found', async (_, write, message) => {
  const { data, check } = await setUp()
  write(data)
  expect(await check.difference()).toContain(message)
})
