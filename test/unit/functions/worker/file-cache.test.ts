import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FileCache } from '../../../../functions/worker/file-cache.ts'
import { openScratch } from '../../../../functions/worker/open-scratch.ts'
import { MemoryBucket } from '../support/memory-bucket.ts'

const never = new AbortController().signal
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'files-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a file has its own base name and is fetched once', async () => {
  const store = new MemoryBucket()
  const files = new FileCache({ store, folder, capacityBytes: 1000 })
  const reference = store.put('words')
  const path = await files.get(reference, 'corpus.txt', never)
  expect(basename(path)).toBe('corpus.txt')
  expect(await files.get(reference, 'corpus.txt', never)).toBe(path)
  expect(files.fetches).toBe(1)
})

test('the same content under two names is two files', async () => {
  const store = new MemoryBucket()
  const files = new FileCache({ store, folder, capacityBytes: 1000 })
  const reference = store.put('words')
  const [a, b] = [await files.get(reference, 'a.txt', never), await files.get(reference, 'b.txt', never)]
  expect([basename(a), basename(b)]).toEqual(['a.txt', 'b.txt'])
})

test.each([
  ['changed', (path: string) => writeFileSync(path, 'SWORD')],
  ['made longer', (path: string) => writeFileSync(path, 'more words')],
  ['removed', (path: string) => rmSync(path)],
])('a file that a trial has %s is fetched again', async (_, spoil) => {
  const store = new MemoryBucket()
  const files = new FileCache({ store, folder, capacityBytes: 1000 })
  const reference = store.put('words')
  const first = await files.get(reference, 'corpus.txt', never)
  chmodSync(first, 0o644)
  spoil(first)
  const second = await files.get(reference, 'corpus.txt', never)
  expect(readFileSync(second, 'utf8')).toBe('words')
  expect(files.fetches).toBe(2)
})

test('a file that is pushed out is removed from the disk', async () => {
  const store = new MemoryBucket()
  const files = new FileCache({ store, folder, capacityBytes: 8 })
  const first = await files.get(store.put('words'), 'a', never)
  await files.get(store.put('other'), 'b', never)
  expect(existsSync(first)).toBe(false)
  expect(readdirSync(folder)).toHaveLength(1)
})

test('the scratch folder of a process that is gone is removed, that of a living one is kept', () => {
  const dead = openScratch(folder, 2 ** 30)
  writeFileSync(join(dead, 'leftover'), '')
  const alive = join(folder, `trialfan-worker-${process.ppid}`)
  openScratch(folder, process.ppid)
  const own = openScratch(folder, process.pid)
  expect(existsSync(dead)).toBe(false)
  expect(existsSync(alive)).toBe(true)
  expect(readdirSync(own)).toEqual([])
})

test('a predecessor with the same process id has left nothing', () => {
  const folderOfOld = openScratch(folder, process.pid)
  writeFileSync(join(folderOfOld, 'leftover'), '')
  expect(readdirSync(openScratch(folder, process.pid))).toEqual([])
})
