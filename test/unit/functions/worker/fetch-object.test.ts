import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fetchToFile } from '../../../../functions/worker/fetch-to-file.ts'
import { fetchToMemory } from '../../../../functions/worker/fetch-to-memory.ts'
import { MemoryBucket } from '../support/memory-bucket.ts'

const MIB = 1024 * 1024
const never = new AbortController().signal

function noise(bytes: number): Uint8Array {
  const content = new Uint32Array(Math.ceil(bytes / 4))
  let state = 1
  for (let i = 0; i < content.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    content[i] = state
  }
  return new Uint8Array(content.buffer, 0, bytes)
}

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fetch-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a large object comes in ranges, in shared memory', async () => {
  const bucket = new MemoryBucket()
  const content = noise(20 * MIB + 7)
  const bytes = await fetchToMemory(bucket, bucket.put(content), never)
  expect(bytes.buffer).toBeInstanceOf(SharedArrayBuffer)
  expect(Buffer.compare(bytes, content)).toBe(0)
  expect(bucket.reads).toHaveLength(3)
})

test('an empty object needs no request', async () => {
  const bucket = new MemoryBucket()
  const bytes = await fetchToMemory(bucket, bucket.put(''), never)
  expect(bytes.byteLength).toBe(0)
  expect(bucket.reads).toHaveLength(0)
})

test('an object of another size than its reference says is refused before memory is taken', async () => {
  const bucket = new MemoryBucket()
  const reference = bucket.put('short')
  const fetched = fetchToMemory(bucket, { ...reference, bytes: 2 ** 52 }, never)
  await expect(fetched).rejects.toMatchObject({ code: 'OBJECT_CHANGED', retryable: false, message: expect.stringContaining('got 5 bytes') })
})

test('an object whose content changed is refused', async () => {
  const bucket = new MemoryBucket()
  const reference = bucket.put('content')
  bucket.objects.set(reference.key, Buffer.from('CONTENT'))
  await expect(fetchToMemory(bucket, reference, never)).rejects.toMatchObject({ code: 'OBJECT_CHANGED' })
})

test('a missing object fails all its ranges, and says so once', async () => {
  const bucket = new MemoryBucket()
  const reference = bucket.put(noise(20 * MIB))
  bucket.objects.clear()
  await expect(fetchToMemory(bucket, reference, never)).rejects.toMatchObject({ code: 'OBJECT_MISSING' })
})

test('an abort ends a fetch with its reason', async () => {
  const bucket = new MemoryBucket()
  bucket.gate = new Promise(() => {})
  const abort = new AbortController()
  const fetched = fetchToMemory(bucket, bucket.put('content'), abort.signal)
  abort.abort(new Error('enough'))
  await expect(fetched).rejects.toThrow('enough')
})

test('a file appears whole, and cannot be written to', async () => {
  const bucket = new MemoryBucket()
  const content = noise(17 * MIB)
  const path = join(folder, 'hash', 'corpus.bin')
  await fetchToFile(bucket, bucket.put(content), path, never)
  expect(Buffer.compare(readFileSync(path), content)).toBe(0)
  expect(statSync(path).mode & 0o222).toBe(0)
  expect(readdirSync(folder)).toEqual(['hash'])
})

test('a file that could not be fetched leaves nothing behind', async () => {
  const bucket = new MemoryBucket()
  const reference = bucket.put('content')
  bucket.objects.set(reference.key, Buffer.from('CONTENT'))
  await expect(fetchToFile(bucket, reference, join(folder, 'hash', 'name'), never)).rejects.toMatchObject({ code: 'OBJECT_CHANGED' })
  expect(readdirSync(folder)).toEqual([])
})
