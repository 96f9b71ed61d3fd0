import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LambdaClient, PutFunctionConcurrencyCommand } from '@aws-sdk/client-lambda'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { LocalCluster, type LocalClusterOptions } from '../../../../client/local/index.ts'

const signal = new AbortController().signal
const open: LocalCluster[] = []
afterEach(async () => {
  for (const cluster of open.splice(0)) await cluster.close()
})
async function start(options: LocalClusterOptions = {}): Promise<LocalCluster> {
  const cluster = await LocalCluster.start({ workers: 1, warm: false, ...options })
  open.push(cluster)
  return cluster
}
const limits = (cluster: LocalCluster) => cluster.transport.functions.limits({ signal })

it('has its workers ready when it is started, as many as were asked for', async () => {
  const cluster = await start({ workers: 2, warm: true })
  expect(cluster.environments()).toMatchObject([{ state: 'idle' }, { state: 'idle' }])
  expect(cluster.description).toBe('embedded cluster (2 workers)')
  expect(await limits(cluster)).toEqual({ reserved: null, unreservedAccount: 2 })
  expect(cluster.killEnvironment()).toBeNull()
  expect(cluster.killEnvironment(cluster.environments()[0]!.id)).toBe(cluster.environments()[0]!.id)
  await vi.waitFor(() => expect(cluster.environments()).toHaveLength(1))
})

it('starts none before they are needed when told so', async () => {
  expect((await start({ workers: 2 })).environments()).toEqual([])
})

it('refuses an option that nobody knows, and says which was meant', async () => {
  await expect(LocalCluster.start({ wrokers: 1 } as LocalClusterOptions)).rejects.toThrow(
    'LocalCluster: wrokers: there is no such option; did you mean "workers"?',
  )
})

describe('limits', () => {
  it('follows what is set, here or through Lambda’s API', async () => {
    const cluster = await start({ workers: 2 })
    cluster.setLimits({ reservedConcurrency: 8 })
    expect(await limits(cluster)).toEqual({ reserved: 8, unreservedAccount: 0 })
    expect(cluster.description).toBe('embedded cluster (8 workers)')
    cluster.setLimits({ reservedConcurrency: 0 })
    expect((await limits(cluster)).reserved).toBe(0)
    cluster.setLimits({ reservedConcurrency: null, accountConcurrency: 4 })
    expect(await limits(cluster)).toEqual({ reserved: null, unreservedAccount: 4 })
    const client = new LambdaClient({
      endpoint: cluster.endpoint,
      region: cluster.region,
      credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    })
    await client.send(new PutFunctionConcurrencyCommand({ FunctionName: cluster.workerFunction, ReservedConcurrentExecutions: 1 }))
    client.destroy()
    expect((await limits(cluster)).reserved).toBe(1)
    expect(cluster.description).toBe('embedded cluster (1 worker)')
  })

  it('leave one environment for the larger sizes of a memory ladder', async () => {
    const cluster = await start({ memoryMiB: [256, 512] })
    cluster.setLimits({ reservedConcurrency: 2 })
    expect(await limits(cluster)).toEqual({ reserved: 2, unreservedAccount: 1 })
  })

  it('can be set at the start', async () => {
    expect(await limits(await start({ reservedConcurrency: 1, accountConcurrency: 3 }))).toEqual({ reserved: 1, unreservedAccount: 2 })
  })
})

it('lets two clusters live side by side, each with its own objects, queues and end', async () => {
  const [one, other] = await Promise.all([start(), start()])
  expect(one.endpoint).not.toBe(other.endpoint)
  const key = `objects/${'a'.repeat(64)}`
  await one.transport.objects.put(key, { bytes: 1, chunks: () => [Buffer.from('x')] }, { signal })
  expect(await other.transport.objects.head(key, { signal })).toBeNull()
  await one.close()
  expect(await limits(other)).toEqual({ reserved: null, unreservedAccount: 1 })
})

it('leaves nothing in its directory, and clears away what dead clients left', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'trialfan-test-clusters-'))
  try {
    const abandoned = await mkdtemp(join(directory, 'trialfan-cluster-4194305-'))
    const foreign = await mkdtemp(join(directory, 'something-else-4194305-'))
    const cluster = await start({ directory })
    expect(existsSync(abandoned)).toBe(false)
    expect(existsSync(foreign)).toBe(true)
    expect(await readdir(directory)).toHaveLength(2)
    await cluster.close()
    await cluster.close()
    expect(await readdir(directory)).toHaveLength(1)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
})

it.each([
  [{ workers: -1 }, 'LocalCluster: workers: expected a whole number from 0 to 10000, got -1 (number)'],
  [{ workers: 1.5 }, 'workers: expected a whole number'],
  [{ memoryMiB: [512, 256] }, 'memoryMiB: expected one size, or several in rising order, got an array of 2'],
  [{ memoryMiB: [] }, 'memoryMiB: expected one size, or several in rising order, got an array of 0'],
  [{ memoryMiB: 64 }, 'memoryMiB: expected a whole number from 128 to 10240, got 64'],
  [{ timeoutMs: 900_001 }, 'timeoutMs: expected a whole number from 1 to 900000'],
  [{ reservedConcurrency: '2' as never }, 'reservedConcurrency: expected a whole number from 0 to 10000, got "2" (string)'],
  [{ stack: 'Not A Stack' }, 'stack: expected a-z, 0-9 and "-"'],
  [{ bucket: 'No' }, 'bucket: expected'],
  [{ directory: '/does/not/exist' }, 'directory: expected a folder that exists'],
])('says what is wrong with %j', async (options, message) => {
  await expect(LocalCluster.start(options)).rejects.toMatchObject({ code: 'SHAPE', message: expect.stringContaining(message) })
})
