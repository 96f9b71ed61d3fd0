// A client for tests to kill: starts a cloud with busy environments, and says who they are.
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { EmbeddedCloud } from '../../../../../client/local/embedded-cloud.ts'
import { NO_FAULTS } from '../../../../../client/local/model/cloud-faults.ts'
import { systemClock } from '../../../../../client/runner/clock.ts'

const cloud = await EmbeddedCloud.start({
  region: 'us-east-1',
  accountConcurrency: 2,
  functions: [
    {
      name: 'obedient',
      code: process.argv[2] ?? '',
      timeoutMs: 60_000,
      memoryMiB: 512,
      environment: {},
      maximumRetryAttempts: 0,
      maximumEventAgeMs: 60_000,
      onFailure: null,
      separateConcurrency: null,
    },
  ],
  buckets: ['bucket'],
  clock: systemClock,
  faults: NO_FAULTS,
  directory: tmpdir(),
})
const ask = async (event: object): Promise<number> => {
  const reply = await cloud.functions.invoke('obedient', randomUUID(), JSON.stringify(event), 'request')
  return reply.outcome === 'answered' ? JSON.parse(reply.payload) : Number.NaN
}
await cloud.functions.warm('obedient', 2)
const pids = await Promise.all([ask({ do: 'spin in a thread' }), ask({ do: 'spawn' })])
const environments = cloud.functions.environments().map((environment) => environment.pid)
process.stdout.write(`${JSON.stringify({ pids: [...new Set([...environments, ...pids])], folder: cloud.folder })}\n`)
