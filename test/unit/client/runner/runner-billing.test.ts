import { expect, test } from 'vitest'
import { DeployedCluster } from '../../../../client/aws/deployed-cluster.ts'
import { runnerBilling } from '../../../../client/runner/runner-billing.ts'
import { CountedTransport } from '../../../../client/runner/usage/counted-transport.ts'
import { InMemoryTransport } from '../../../support/in-memory-transport.ts'

const facts = {
  stack: 'mine',
  region: 'eu-west-1',
  version: '0.1.0',
  bucket: 'b',
  workers: [{ name: 'w', memoryMiB: 1769 }],
  relay: 'r',
  timeoutMs: 900_000,
  objectLifetimeMs: 1,
  clientPolicy: 'p',
}

test('a stack on AWS is charged, by what its workers say they run on; arm64 until one has', async () => {
  await using cluster = new DeployedCluster(facts, { region: 'eu-west-1', endpoint: null })
  const transport = new CountedTransport(cluster.transport)
  expect(runnerBilling(cluster.billing, transport, null)).toEqual({
    isCharged: true,
    architecture: 'arm64',
    memoryMiB: 1769,
    longestTrialMs: 900_000,
    calls: { queueRequests: 0, objectReads: 0, objectWrites: 0 },
  })
  expect(runnerBilling(cluster.billing, transport, 'x86_64')?.architecture).toBe('x86_64')
})

test('an emulator charges nothing, and its machine’s processor does not count', async () => {
  await using cluster = new DeployedCluster(facts, { region: 'eu-west-1', endpoint: 'http://127.0.0.1:4566' })
  expect(runnerBilling(cluster.billing, new CountedTransport(cluster.transport), 'x86_64')).toMatchObject({
    isCharged: false,
    architecture: 'arm64',
  })
})

test('a cluster that does not say who bills it has runs without a cost', () => {
  expect(runnerBilling(undefined, new CountedTransport(new InMemoryTransport()), null)).toBeUndefined()
})
