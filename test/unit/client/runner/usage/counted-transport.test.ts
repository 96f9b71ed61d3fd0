import { beforeEach, expect, test } from 'vitest'
import { CountedTransport } from '../../../../../client/runner/usage/counted-transport.ts'
import { InMemoryTransport } from '../../../../support/in-memory-transport.ts'

const { signal } = new AbortController()
const MIB = 1024 * 1024
let cloud: InMemoryTransport
let counted: CountedTransport

beforeEach(() => {
  cloud = new InMemoryTransport()
  counted = new CountedTransport(cloud)
})

const body = (bytes: number) => ({ bytes, chunks: () => [new Uint8Array(bytes)] })

test('every request to the queue counts: open, receives that bring nothing too, deletes by tens, and the end of it', async () => {
  const url = await counted.queues.open('r', { signal })
  const poll = counted.queues.receive(url, { waitSeconds: 20, signal })
  cloud.queues.send(url, 'one')
  expect(await poll).toHaveLength(1)
  const end = new AbortController()
  const ended = counted.queues.receive(url, { waitSeconds: 20, signal: end.signal })
  end.abort(new Error('enough'))
  await expect(ended).rejects.toThrow('enough')
  const receipts = Array.from({ length: 21 }, (_, index) => `receipt-${index}`)
  await counted.queues.acknowledge(url, receipts, { signal })
  await counted.queues.remove(url, { signal })
  expect(counted.calls).toEqual({ queueRequests: 1 + 2 + 3 + 1, objectReads: 0, objectWrites: 0 })
})

test('a large message counts by 64 KiB: beyond the first, its send and its receive', async () => {
  const url = await counted.queues.open('r', { signal })
  cloud.queues.send(url, 'x'.repeat(150_000))
  await counted.queues.receive(url, { waitSeconds: 0, signal })
  expect(counted.calls.queueRequests).toBe(1 + 1 + 2 + 2)
})

test('bytes count, not characters', async () => {
  const url = await counted.queues.open('r', { signal })
  cloud.queues.send(url, '€'.repeat(22_000))
  await counted.queues.receive(url, { waitSeconds: 0, signal })
  expect(counted.calls.queueRequests).toBe(1 + 1 + 1 + 1)
})

test('heads and gets are reads; puts, copies and the parts of a large upload are writes', async () => {
  await counted.objects.put('runs/r/a', body(10), { signal })
  await counted.objects.put('runs/r/b', body(20 * MIB), { signal })
  await counted.objects.head('runs/r/a', { signal })
  await counted.objects.get('runs/r/a', { signal, maxBytes: 10 })
  await counted.objects.refresh({ key: 'runs/r/a', sha256: '', bytes: 10 }, { signal })
  // 20 MiB: three parts of 8 MiB, and the requests that begin and complete the upload.
  expect(counted.calls).toEqual({ queueRequests: 0, objectReads: 2, objectWrites: 1 + 5 + 1 })
})
