import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { StackUpkeep } from '../../client/aws/stack-upkeep.ts'
import { LambdaParallelRunner } from '../../client/launch/lambda-parallel-runner.ts'
import { TargetFunctionRunner } from '../../client/runner/target-function-runner.ts'
import { findOrphans, removeOrphans } from '../../client/upkeep/sweep.ts'
import { eventClaimKey, objectKey } from '../../contract/object-keys.ts'
import { location, policyFor } from '../support/iam/guarded-cluster.ts'
import type { GuardedEndpoint } from '../support/iam/guarded-endpoint.ts'
import { isOnAws, openPlace, type Place } from '../support/place.ts'
import { fixture, settings } from '../support/scenario.ts'

const MIB = 1024 ** 2
const signal = new AbortController().signal

/** A run with all that a run may need: large data, a large configuration, a cancelled trial. */
async function run(cluster: Place['cluster']): Promise<void> {
  const worker = new TargetFunctionRunner({ target: fixture('sleepy'), scenario: settings() })
  const runner = await LambdaParallelRunner.create(worker, { cluster })
  const large = { bytes: randomBytes(9 * MIB) }
  await runner.submitTrial({ configuration: { ms: 1 } }, large)
  await runner.submitTrial({ configuration: { ms: 1, text: 'x'.repeat(100_000) } }, large)
  await runner.wait()
  await runner.submitTrial({ configuration: { ms: 60_000 } })
  await runner.close({ force: true })
}

async function interruptedUpload({ transport }: Place['cluster']): Promise<void> {
  const end = new AbortController()
  const chunk = randomBytes(MIB)
  const chunks = async function* () {
    for (let i = 0; i < 20; i++) {
      if (i === 12) end.abort(new Error('interrupted'))
      yield chunk
    }
  }
  const upload = transport.objects.put(objectKey('0'.repeat(64)), { bytes: 20 * MIB, chunks }, { signal: end.signal })
  await expect(upload).rejects.toThrow('interrupted')
}

/** Data that was scattered by an earlier run is made young again. */
async function refresh({ transport: { objects } }: Place['cluster']): Promise<void> {
  const key = objectKey('1'.repeat(64))
  await objects.put(key, { bytes: 1, chunks: () => [Buffer.of(1)] }, { signal })
  await objects.refresh({ key, sha256: '1'.repeat(64), bytes: 1 }, { signal })
}

async function sweep({ facts, stack, transport }: Place['cluster'], guard: GuardedEndpoint): Promise<void> {
  const upkeep = new StackUpkeep(facts, location(guard))
  await transport.queues.open('dead', { signal })
  await transport.objects.put(eventClaimKey('dead', 0, 1, '0'.repeat(64)), { bytes: 1, chunks: () => [Buffer.of(1)] }, { signal })
  const rule = { stack, now: Number.MAX_SAFE_INTEGER, olderThanMs: 0 }
  expect(await upkeep.leftovers.find('dead', signal)).toContain('-run-dead')
  const { orphans } = await findOrphans(upkeep.leftovers, rule, signal)
  // A deployed stack may have runs of others.
  const ofDead = orphans.filter(({ run }) => run === 'dead')
  expect(await removeOrphans(upkeep.leftovers, ofDead, stack, signal)).toEqual({ queues: 1, objects: 1 })
  upkeep.close()
}

// The requests to AWS itself cannot be looked into.
it.skipIf(isOnAws)('the client’s policy allows all that a client does, and a client needs all that it allows', async () => {
  await using place = await openPlace({ workers: 2, warm: false, memoryMiB: [512, 1024] })
  const { cluster } = place
  const guard = place.guard!
  await run(cluster)
  await interruptedUpload(cluster)
  await refresh(cluster)
  await sweep(cluster, guard)
  expect(guard.denied).toEqual([])
  const allowed = policyFor(cluster.facts).flatMap(({ Sid, Action }) => Action.map((action) => `${Sid} ${action}`))
  // The upload manager of the SDK may end an interrupted upload after the caller was told.
  await expect.poll(() => [...guard.used].toSorted()).toEqual(allowed.toSorted())
})
