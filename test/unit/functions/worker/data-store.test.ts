import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { encodeData } from '../../../../contract/data/encode-data.ts'
import { file } from '../../../../contract/data/file.ts'
import type { ObjectReference } from '../../../../contract/object-reference.ts'
import { DataStore } from '../../../../functions/worker/data-store.ts'
import { FileCache } from '../../../../functions/worker/file-cache.ts'
import { MemoryBucket } from '../support/memory-bucket.ts'

const MIB = 1024 * 1024
const never = new AbortController().signal
let folder: string
let bucket: MemoryBucket
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'data-'))
  bucket = new MemoryBucket()
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function scatter(value: unknown): Promise<ObjectReference> {
  const encoded = await encodeData(value)
  for (const part of encoded.parts) {
    const chunks: Uint8Array[] = []
    for await (const chunk of part.body.chunks()) chunks.push(chunk)
    bucket.put(Buffer.concat(chunks))
  }
  return bucket.put(encoded.root.bytes)
}

function open(capacityMiB = 64, filesMiB = 64): DataStore {
  const files = new FileCache({ store: bucket, folder, capacityBytes: filesMiB * MIB })
  return new DataStore({ store: bucket, files, capacityBytes: capacityMiB * MIB })
}

test('data is fetched once, even when trials race for it, and held in shared memory', async () => {
  const reference = await scatter({ distances: new Float64Array(2 * MIB).fill(3), name: 'att532' })
  const store = open()
  const [first, second] = await Promise.all([store.get(reference, never), store.get(reference, never)])
  const reads = bucket.reads.length
  const third = await store.get(reference, never)
  const [part] = [...first.parts.values()]
  expect(part).toBeInstanceOf(Uint8Array)
  expect((part as Uint8Array).buffer).toBeInstanceOf(SharedArrayBuffer)
  expect([...second.parts.values()][0]).toBe(part)
  expect([...third.parts.values()][0]).toBe(part)
  expect(bucket.reads).toHaveLength(reads)
  expect(store.fetches).toBe(2)
})

test('what was scattered by path arrives as a file of the same name', async () => {
  writeFileSync(join(folder, 'corpus.txt'), 'words')
  const reference = await scatter({ corpus: file(join(folder, 'corpus.txt')) })
  const { parts } = await open().get(reference, never)
  const [path] = [...parts.values()]
  expect(path).toMatch(/corpus\.txt$/)
  expect(readFileSync(path as string, 'utf8')).toBe('words')
})

test('data larger than the memory kept for it is refused before its parts are fetched', async () => {
  const reference = await scatter({ large: new Uint8Array(3 * MIB) })
  await expect(open(2).get(reference, never)).rejects.toMatchObject({
    code: 'DATA_TOO_LARGE',
    message: expect.stringContaining('more memory'),
  })
  expect(new Set(bucket.reads)).toEqual(new Set([reference.key]))
})

test('files larger than the disk are refused before they are fetched', async () => {
  writeFileSync(join(folder, 'corpus.bin'), new Uint8Array(3 * MIB))
  const reference = await scatter({ corpus: file(join(folder, 'corpus.bin')) })
  await expect(open(64, 2).get(reference, never)).rejects.toMatchObject({
    code: 'DATA_TOO_LARGE',
    message: expect.stringContaining('ephemeral storage'),
  })
})

test('a part never pushes out another part of the same data', async () => {
  const [a, b] = [new Uint8Array(2 * MIB).fill(1), new Uint8Array(2 * MIB).fill(2)]
  const store = open(5)
  await store.get(await scatter({ b }), never)
  const both = await scatter({ a, b })
  const reads = bucket.reads.length
  const data = await store.get(both, never)
  expect(data.parts.size).toBe(2)
  expect(bucket.reads).toHaveLength(reads + 2)
})

test('a missing part fails the data; once it is there, the data comes', async () => {
  const reference = await scatter({ a: new Uint8Array(2 * MIB).fill(1), b: new Uint8Array(2 * MIB).fill(2) })
  const store = open()
  const lost = bucket.put(new Uint8Array(2 * MIB).fill(2))
  bucket.objects.delete(lost.key)
  await expect(store.get(reference, never)).rejects.toMatchObject({ code: 'OBJECT_MISSING' })
  bucket.put(new Uint8Array(2 * MIB).fill(2))
  expect((await store.get(reference, never)).parts.size).toBe(2)
})

test('bytes that are no data are refused', async () => {
  await expect(open().get(bucket.put('no data at all'), never)).rejects.toThrow()
})
