import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { decodeData } from '../../../../contract/data/decode-data.ts'
import { encodeData } from '../../../../contract/data/encode-data.ts'
import { file } from '../../../../contract/data/file.ts'
import { listParts } from '../../../../contract/data/list-parts.ts'
import { storeInMemory } from '../../../../contract/data/store-in-memory.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trialfan-files-'))
})
afterAll(() => rm(folder, { recursive: true }))

test('a file is a part of its own whatever its size, and a path in the decoded data', async () => {
  const path = join(folder, 'corpus.txt')
  await writeFile(path, 'hello')
  const encoded = await encodeData({ corpus: file(path), again: [file(path)] })
  const sha256 = createHash('sha256').update('hello').digest('hex')
  expect(listParts(encoded.root.bytes)).toEqual([
    { reference: { key: `objects/${sha256}`, sha256, bytes: 5 }, kind: 'file', name: 'corpus.txt' },
  ])
  const chunks: Uint8Array[] = []
  for await (const chunk of encoded.parts[0]!.body.chunks()) chunks.push(chunk)
  expect(Buffer.concat(chunks).toString()).toBe('hello')
  expect(decodeData(storeInMemory(encoded))).toEqual({ corpus: path, again: [path] })
})

test('a file that changes before it is uploaded is refused', async () => {
  const path = join(folder, 'moving.txt')
  await writeFile(path, 'one')
  const encoded = await encodeData(file(path))
  await writeFile(path, 'twice as long')
  const upload = async (): Promise<void> => {
    for await (const _ of encoded.parts[0]!.body.chunks());
  }
  await expect(upload()).rejects.toThrow(`the file ${path} changed while it was being scattered`)
})

test('a file and an array of the same bytes', async () => {
  const path = join(folder, 'zeros.bin')
  const zeros = new Uint8Array(2 ** 20)
  await writeFile(path, zeros)
  await expect(encodeData({ zeros, file: file(path) })).rejects.toThrow('data.file: the same bytes are scattered as a file and as memory')
})
