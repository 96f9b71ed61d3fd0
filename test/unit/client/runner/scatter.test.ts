import { describe, expect, it } from 'vitest'
import { scatter } from '../../../../client/runner/scatter.ts'
import { Scatterer } from '../../../../client/runner/scatterer.ts'
import { InMemoryTransport } from '../../../support/in-memory-transport.ts'
import { VirtualClock } from '../../../support/virtual-clock.ts'

const MiB = 1024 * 1024
const signal = new AbortController().signal
const data = () => ({ x: new Float64Array(MiB / 4).fill(1), y: new Uint8Array(MiB).fill(2), small: [1, 2, 3] })

describe('scatter', () => {
  it('uploads the root and each large part once, named by content', async () => {
    const transport = new InMemoryTransport()
    const scattered = await scatter(data(), transport, new VirtualClock(), { signal })
    expect(transport.objects.puts).toHaveLength(3)
    expect(transport.objects.stored.has(scattered.reference.key)).toBe(true)
    expect(scattered.uploadedBytes).toBe(scattered.totalBytes)
    expect(scattered.totalBytes).toBeGreaterThan(3 * MiB)
  })

  it('uploads nothing the second time, and only what changed the third', async () => {
    const transport = new InMemoryTransport()
    const clock = new VirtualClock()
    const first = await scatter(data(), transport, clock, { signal })
    const second = await scatter(data(), transport, clock, { signal })
    expect(second.uploadedBytes).toBe(0)
    expect(second.reference).toEqual(first.reference)
    const third = await scatter({ ...data(), small: [4] }, transport, clock, { signal })
    expect(third.uploadedBytes).toBeLessThan(1000)
    expect(transport.objects.puts).toHaveLength(4)
  })

  it('makes objects young again that are past half their life', async () => {
    const transport = new InMemoryTransport()
    const clock = new VirtualClock()
    await scatter(data(), transport, clock, { signal })
    await clock.advance(transport.objectLifetimeMs / 2 - 1)
    await scatter(data(), transport, clock, { signal })
    expect(transport.objects.refreshed).toEqual([])
    await clock.advance(2)
    await scatter(data(), transport, clock, { signal })
    expect(transport.objects.refreshed).toHaveLength(3)
  })

  it('tells how far it is', async () => {
    const seen: number[][] = []
    const onProgress = (sent: number, total: number) => seen.push([sent, total])
    const { uploadedBytes } = await scatter(data(), new InMemoryTransport(), new VirtualClock(), { signal, onProgress })
    expect(seen.at(-1)).toEqual([uploadedBytes, uploadedBytes])
  })

  it('says so when there is nothing to scatter', async () => {
    await expect(scatter({}, new InMemoryTransport(), new VirtualClock(), { signal })).rejects.toThrow(/empty/)
  })

  it('stops when it is told to, or when an upload fails, leaving no upload behind', async () => {
    const transport = new InMemoryTransport()
    transport.objects.put = async () => {
      throw new Error('slow down')
    }
    await expect(scatter(data(), transport, new VirtualClock(), { signal })).rejects.toThrow('slow down')
    await expect(scatter(data(), transport, new VirtualClock(), { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow(
      'enough',
    )
  })
})

describe('a runner’s memory of what it scattered', () => {
  it('encodes the same object once, and tries again what failed', async () => {
    const transport = new InMemoryTransport()
    const scatterer = new Scatterer(transport, new VirtualClock())
    const value = data()
    const put = transport.objects.put.bind(transport.objects)
    transport.objects.put = async () => {
      throw new Error('slow down')
    }
    await expect(scatterer.scatter(value, { signal })).rejects.toThrow('slow down')
    transport.objects.put = put
    const [first, second] = await Promise.all([scatterer.scatter(value, { signal }), scatterer.scatter(value, { signal })])
    expect(first).toBe(second)
    expect(await scatterer.scatter(first, { signal })).toBe(first)
  })
})
