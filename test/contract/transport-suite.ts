import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TransportError } from '../../client/runner/errors.ts'
import type { ReceivedMessage, Transport } from '../../client/runner/transport.ts'
import { objectKey } from '../../contract/object-keys.ts'

/** What the suite is given: a transport whose worker function is the echo function (`ECHO_FUNCTION`). */
export interface TransportUnderTest {
  readonly transport: Transport
  /** Reserves concurrency for the worker function; null lifts it. */
  setReservedConcurrency(reserved: number | null): Promise<void>
  close(): Promise<void>
}

const signal = new AbortController().signal
const MIB = 1024 ** 2
const newRun = (): string => `contract-${randomBytes(6).toString('hex')}`
const newKey = (): string => objectKey(randomBytes(32).toString('hex'))
const bodyOf = (...chunks: Uint8Array[]) => ({ bytes: chunks.reduce((sum, chunk) => sum + chunk.length, 0), chunks: () => chunks })
const failing = (code: string) => expect.objectContaining({ code, transient: false })

/**
 * What an emulator is known to do in another way than AWS (docs/fidelity.md): `large events` takes events over 1 MB,
 * `aborted polls` gives a message to a poll whose client has gone, which hides it for its visibility time-out.
 */
export type KnownDifference = 'large events' | 'aborted polls'

/** Holds a transport to what the runner relies on. */
export function describeTransport(
  name: string,
  start: () => Promise<TransportUnderTest>,
  { differences = [] }: { readonly differences?: readonly KnownDifference[] } = {},
): void {
  describe(name, () => {
    let place: TransportUnderTest
    let transport: Transport
    beforeAll(async () => {
      place = await start()
      transport = place.transport
    }, 120_000)
    afterAll(() => place.close(), 60_000)

    const open = (run = newRun()) => transport.queues.open(run, { signal })
    const echo = (queue: string, text: string) => transport.functions.invoke(JSON.stringify({ queue, text }), { signal })
    const receive = (url: string, waitSeconds = 20) => transport.queues.receive(url, { waitSeconds, signal })
    /** Takes in and acknowledges until there are so many. */
    async function take(url: string, count: number): Promise<string[]> {
      const bodies: string[] = []
      while (bodies.length < count) {
        const messages: readonly ReceivedMessage[] = await receive(url)
        expect(messages.length).toBeLessThanOrEqual(10)
        bodies.push(...messages.map((message) => message.body))
        await transport.queues.acknowledge(
          url,
          messages.map((message) => message.receipt),
          { signal },
        )
      }
      return bodies
    }

    describe('functions', () => {
      it('says what a trial may take', () => {
        expect(transport.functions.timeoutMs).toBeGreaterThan(0)
        expect(transport.functions.sizesMiB[0]).toBeGreaterThan(0)
        expect(transport.functions.limitsMaxAgeMs).toBeGreaterThanOrEqual(0)
        expect(transport.objectLifetimeMs).toBeGreaterThan(0)
      })

      it('accepts an event, which the function gets as it was sent', async () => {
        const url = await open()
        const text = 'quotes " and \\, lines\n, 日本語 and 😀'
        expect(await echo(url, text)).toEqual({ outcome: 'accepted' })
        expect(await take(url, 1)).toEqual([text])
      })

      it.skipIf(differences.includes('large events'))('refuses an event over 1 MB, for good', async () => {
        await expect(echo('q', 'x'.repeat(MIB))).rejects.toSatisfy((error) => error instanceof TransportError && !error.transient)
      })

      it('shows the limits, and follows the reserved concurrency', async () => {
        const read = () => transport.functions.limits({ signal })
        const before = await read()
        expect(before.reserved).toBeNull()
        expect(before.unreservedAccount).toBeGreaterThan(0)
        await place.setReservedConcurrency(1)
        expect(await read()).toEqual({ reserved: 1, unreservedAccount: before.unreservedAccount - 1 })
        await place.setReservedConcurrency(0)
        expect((await read()).reserved).toBe(0)
        await place.setReservedConcurrency(null)
        expect(await read()).toEqual(before)
      })

      it('ends an aborted call with its reason', async () => {
        const abort = AbortSignal.abort(new DOMException('enough', 'AbortError'))
        await expect(transport.functions.invoke('{}', { signal: abort })).rejects.toMatchObject({ name: 'AbortError' })
        await expect(transport.functions.limits({ signal: abort })).rejects.toMatchObject({ name: 'AbortError' })
      })
    })

    describe('queues', () => {
      it('finds a run’s queue again', async () => {
        const run = newRun()
        const url = await open(run)
        expect(new URL(url).pathname).toContain(run)
        expect(await open(run)).toBe(url)
        expect(await open()).not.toBe(url)
      })

      it('delivers every message, in batches of at most 10, and never again what was acknowledged', async () => {
        const url = await open()
        const texts = Array.from({ length: 25 }, (_, i) => `message ${i}`)
        await Promise.all(texts.map((text) => echo(url, text)))
        const bodies = await take(url, 25)
        expect([...new Set(bodies)].toSorted()).toEqual(texts.toSorted())
        expect(await receive(url, 0)).toEqual([])
      })

      it('keeps a message that is being taken in from others', async () => {
        const url = await open()
        await echo(url, 'once')
        const [message] = await receive(url)
        expect(message?.body).toBe('once')
        expect(await receive(url, 1)).toEqual([])
        await transport.queues.acknowledge(url, [message!.receipt], { signal })
        // A second time is harmless: an answer may be lost.
        await transport.queues.acknowledge(url, [message!.receipt], { signal })
      })

      it('acknowledges any number at once, none included', async () => {
        const url = await open()
        await transport.queues.acknowledge(url, [], { signal })
        await Promise.all(Array.from({ length: 12 }, (_, i) => echo(url, String(i))))
        const messages: ReceivedMessage[] = []
        while (messages.length < 12) messages.push(...(await receive(url)))
        await transport.queues.acknowledge(
          url,
          messages.map((message) => message.receipt),
          { signal },
        )
      })

      const abortedWaits = async (url: string): Promise<void> => {
        const abort = new AbortController()
        const polls = Array.from({ length: 3 }, () => transport.queues.receive(url, { waitSeconds: 20, signal: abort.signal }))
        await receive(url, 0)
        abort.abort()
        for (const poll of polls) await expect(poll).rejects.toMatchObject({ name: 'AbortError' })
      }

      it('ends an aborted wait with an AbortError', async () => {
        await abortedWaits(await open())
      })

      it.skipIf(differences.includes('aborted polls'))('loses nothing to an aborted wait', async () => {
        const url = await open()
        for (let round = 0; round < 3; round++) {
          await abortedWaits(url)
          await echo(url, `round ${round}`)
          expect(await take(url, 1)).toEqual([`round ${round}`])
        }
      })

      it('says that a queue does not exist any more', async () => {
        const url = await open()
        await transport.queues.remove(url, { signal })
        await expect(receive(url, 0)).rejects.toEqual(failing('QUEUE_MISSING'))
        await expect(transport.queues.acknowledge(url, ['receipt'], { signal })).rejects.toEqual(failing('QUEUE_MISSING'))
      })
    })

    describe('objects', () => {
      const put = (key: string, body: Parameters<Transport['objects']['put']>[1], onProgress?: (bytes: number) => void) =>
        transport.objects.put(key, body, { signal, ...(onProgress !== undefined && { onProgress }) })
      const get = (key: string, maxBytes = 64 * MIB) => transport.objects.get(key, { signal, maxBytes })

      it('stores, describes and returns', async () => {
        const key = newKey()
        expect(await transport.objects.head(key, { signal })).toBeNull()
        await put(key, bodyOf(Buffer.from('first, '), Buffer.from('second')))
        expect(Buffer.from(await get(key)).toString()).toBe('first, second')
        const head = await transport.objects.head(key, { signal })
        expect(head?.bytes).toBe(13)
        expect(Math.abs((head?.lastModified ?? 0) - Date.now())).toBeLessThan(300_000)
      })

      it('takes an empty object, and the same object twice', async () => {
        const key = newKey()
        await put(key, bodyOf())
        await put(key, bodyOf())
        expect(await get(key)).toHaveLength(0)
      })

      it('takes a large body in chunks of any size, and tells its progress', async () => {
        const key = newKey()
        const content = randomBytes(20 * MIB)
        const sizes = [1, 3 * MIB, 11 * MIB + 7]
        const chunks = sizes.map((from, i) => content.subarray(from, sizes[i + 1] ?? content.length))
        const seen: number[] = []
        await put(
          key,
          {
            bytes: content.length,
            chunks: async function* () {
              yield content.subarray(0, 1)
              yield* chunks
            },
          },
          (bytes) => seen.push(bytes),
        )
        expect(seen).toEqual(seen.toSorted((a, b) => a - b))
        expect(seen.at(-1)).toBe(content.length)
        expect(content.equals(await get(key))).toBe(true)
        await expect(get(key, content.length - 1)).rejects.toBeInstanceOf(TransportError)
        expect(await get(key, content.length)).toHaveLength(content.length)
      })

      it('replaces a small object only while it is what it was', async () => {
        const { objects } = transport
        const key = newKey()
        expect(await objects.getTagged(key, { signal, maxBytes: MIB })).toBeNull()
        const first = await objects.putTagged(key, Buffer.from('first'), { signal, tag: null })
        expect(first).not.toBeNull()
        expect(await objects.putTagged(key, Buffer.from('another'), { signal, tag: null })).toBeNull()
        const second = await objects.putTagged(key, Buffer.from('second'), { signal, tag: first })
        expect(second).not.toBe(first)
        expect(await objects.putTagged(key, Buffer.from('third'), { signal, tag: first })).toBeNull()
        expect(await objects.putTagged(newKey(), Buffer.from('none'), { signal, tag: first })).toBeNull()
        const found = await objects.getTagged(key, { signal, maxBytes: 6 })
        expect({ text: Buffer.from(found?.bytes ?? []).toString(), tag: found?.tag }).toEqual({ text: 'second', tag: second })
        await expect(objects.getTagged(key, { signal, maxBytes: 5 })).rejects.toEqual(failing('OBJECT_TOO_LARGE'))
      })

      it('makes an object young again', async () => {
        const key = newKey()
        await put(key, bodyOf(Buffer.from('x')))
        const before = await transport.objects.head(key, { signal })
        await transport.objects.refresh({ key, sha256: key.slice(-64), bytes: 1 }, { signal })
        const after = await transport.objects.head(key, { signal })
        expect(after?.bytes).toBe(1)
        expect(after?.lastModified).toBeGreaterThanOrEqual(before?.lastModified ?? Number.POSITIVE_INFINITY)
        expect(Buffer.from(await get(key)).toString()).toBe('x')
      })

      it('says that an object does not exist', async () => {
        const key = newKey()
        await expect(get(key)).rejects.toEqual(failing('OBJECT_MISSING'))
        await expect(transport.objects.refresh({ key, sha256: key.slice(-64), bytes: 1 }, { signal })).rejects.toEqual(
          failing('OBJECT_MISSING'),
        )
      })

      it('ends an aborted upload with its reason, and leaves nothing', async () => {
        const key = newKey()
        const abort = new AbortController()
        const body = {
          bytes: 40 * MIB,
          async *chunks() {
            for (let i = 0; i < 40; i++) {
              if (i === 20) abort.abort(new DOMException('enough', 'AbortError'))
              yield Buffer.alloc(MIB, i)
            }
          },
        }
        await expect(transport.objects.put(key, body, { signal: abort.signal })).rejects.toMatchObject({ name: 'AbortError' })
        expect(await transport.objects.head(key, { signal })).toBeNull()
      })
    })
  })
}
