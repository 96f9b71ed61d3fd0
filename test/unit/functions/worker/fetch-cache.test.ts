import { expect, test } from 'vitest'
import { FetchCache } from '../../../../functions/worker/fetch-cache.ts'

const counted = () => {
  const calls: string[] = []
  const fetch = (key: string) => async () => {
    calls.push(key)
    return key.toUpperCase()
  }
  return { calls, fetch }
}

test('a key is fetched once, then held', async () => {
  const { calls, fetch } = counted()
  const cache = new FetchCache<string>({ capacityBytes: 100 })
  expect(await cache.get('a', 10, fetch('a'))).toBe('A')
  expect(await cache.get('a', 10, fetch('a'))).toBe('A')
  expect(calls).toEqual(['a'])
  expect(cache.use('b')).toBeUndefined()
})

test('those who miss the same key at once share one fetch', async () => {
  const { calls, fetch } = counted()
  const cache = new FetchCache<string>({ capacityBytes: 100 })
  const all = await Promise.all([1, 2, 3].map(() => cache.get('a', 10, fetch('a'))))
  expect(all).toEqual(['A', 'A', 'A'])
  expect(calls).toEqual(['a'])
  expect(cache.bytes).toBe(10)
})

test('the least recently used goes first', async () => {
  const { fetch } = counted()
  const gone: string[] = []
  const cache = new FetchCache<string>({ capacityBytes: 30, discard: (value) => gone.push(value) })
  for (const key of ['a', 'b', 'c']) await cache.get(key, 10, fetch(key))
  cache.use('a')
  await cache.get('d', 10, fetch('d'))
  expect(gone).toEqual(['B'])
  expect(cache.use('a')).toBe('A')
  expect(cache.bytes).toBe(30)
})

test('room is made before a fetch, not after it', async () => {
  const { fetch } = counted()
  const cache = new FetchCache<string>({ capacityBytes: 30 })
  await cache.get('a', 30, fetch('a'))
  let during = -1
  await cache.get('b', 20, async () => {
    during = cache.bytes
    return 'B'
  })
  expect(during).toBe(20)
})

test('what is larger than the capacity is held alone', async () => {
  const { fetch } = counted()
  const cache = new FetchCache<string>({ capacityBytes: 30 })
  await cache.get('a', 10, fetch('a'))
  await cache.get('big', 50, fetch('big'))
  expect(cache.use('a')).toBeUndefined()
  expect(cache.use('big')).toBe('BIG')
})

test('a failed fetch fails all who joined it, is not kept and takes no room', async () => {
  const { fetch } = counted()
  const cache = new FetchCache<string>({ capacityBytes: 30 })
  const fail = () => Promise.reject(new Error('no network'))
  const both = await Promise.allSettled([cache.get('a', 10, fail), cache.get('a', 10, fail)])
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(cache.bytes).toBe(0)
  expect(await cache.get('a', 10, fetch('a'))).toBe('A')
})

test('a dropped key is fetched again', async () => {
  const { calls, fetch } = counted()
  const cache = new FetchCache<string>({ capacityBytes: 30 })
  await cache.get('a', 10, fetch('a'))
  cache.drop('a')
  cache.drop('a')
  expect(cache.bytes).toBe(0)
  await cache.get('a', 10, fetch('a'))
  expect(calls).toEqual(['a', 'a'])
})
