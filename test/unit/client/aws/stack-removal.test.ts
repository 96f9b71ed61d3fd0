import { afterAll, beforeAll, expect, it } from 'vitest'
import { type AwsAccount, openAwsAccount } from '../../../../client/aws/aws-account.ts'
import { StackRemoval } from '../../../../client/aws/stack-removal.ts'
import { LocalCluster } from '../../../../client/local/index.ts'

const signal = new AbortController().signal
let cluster: LocalCluster
let account: AwsAccount
beforeAll(async () => {
  cluster = await LocalCluster.start({ workers: 1, warm: false, stack: 'mine' })
  const credentials = { accessKeyId: 'any', secretAccessKey: 'any' }
  account = await openAwsAccount({ region: 'us-east-1', endpoint: cluster.endpoint, credentials })
})
afterAll(async () => {
  account.close()
  await cluster.close()
})

it('empties the buckets of a stack, and does not mind one that is gone', async () => {
  const { objects } = cluster.transport
  await objects.put('objects/1', { bytes: 1, chunks: () => [Buffer.of(1)] }, { signal })
  using removal = new StackRemoval(account, 'mine')
  const held = { objects: 0, bytes: 0 }
  const buckets = new Map([
    ['mine-gone', held],
    ['mine-objects', held],
  ])
  await removal.emptyBuckets({ resources: [], queues: [], buckets }, signal)
  expect(await objects.head('objects/1', { signal })).toBeNull()
})
