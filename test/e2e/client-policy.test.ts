import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { StackUpkeep } from '../../client/aws/stack-upkeep.ts'
import { LambdaParallelRunner } from '../../client/launch/lambda-parallel-runner.ts'
import { LocalCluster } from '../../client/local/index.ts'
import { TargetFunctionRunner } from '../../client/runner/target-function-runner.ts'
import { findOrphans, removeOrphans } from '../../client/upkeep/sweep.ts'
import { objectKey } from '../../contract/object-keys.ts'
import { guardedCluster, location, policyFor } from '../support/iam/guarded-cluster.ts'
import { fixture, settings } from '../support/scenario.ts'

const MIB = 1024 ** 2
const signal = new AbortController().signal
let local: LocalCluster
let place: Awaited<ReturnType<typeof guardedCluster>>

beforeAll(async () => {
  local = await LocalCluster.start({ workers: 2, warm: false, memoryMiB: [512, 1024] })
  place = await guardedCluster(local)
})
afterAll(async () => {
  await place.found.close()
  await place.guard.close()
  await local.close()
})

/** A run with all that a run may need: large data, a large configuration, a cancelled trial. */
async function run(): Promise<void> {
  const { found } = place
  const worker = new TargetFunctionRunner({ target: fixture('sleepy'), scenario: settings() })
  const runner = await LambdaParallelRunner.create(worker, { cluster: found })
  const large = { bytes: randomBytes(9 * MIB) }
  await runner.submitTrial({ configuration: { ms: 1 } }, large)
  await runner.submitTrial({ configuration: { ms: 1, text: 'x'.repeat(100_000) } }, large)
  await runner.wait()
  await runner.submitTrial({ configuration: { ms: 60_000 } })
  await runner.close({ force: true })
}

async function interruptedUpload(): Promise<void> {
  const end = new AbortController()
  const chunk = randomBytes(MIB)
  const chunks = async function* () {
    for (let i = 0; i < 20; i++) {
      if (i === 12) end.abort(new Error('interrupted'))
      yield chunk
    }
  }
  const upload = place.found.transport.objects.put(objectKey('0'.repeat(64)), { bytes: 20 * MIB, chunks }, { signal: end.signal })
  await expect(upload).rejects.toThrow('interrupted')
}

/** Data that was scattered by an earlier run is made young again. */
async function refresh(): Promise<void> {
  const { objects } = place.found.transport
  const key = objectKey('1'.repeat(64))
  await objects.put(key, { bytes: 1, chunks: () => [Buffer.of(1)] }, { signal })
  await objects.refresh({ key, sha256: '1'.repeat(64), bytes: 1 }, { signal })
}

async function sweep(): Promise<void> {
  const { found, guard } = place
  const upkeep = new StackUpkeep(found.facts, location(guard))
  await found.transport.queues.open('dead', { signal })
  const rule = { stack: found.stack, now: Number.MAX_SAFE_INTEGER, olderThanMs: 0 }
  expect(await upkeep.leftovers.find('dead', signal)).toContain('-run-dead')
  const { orphans } = await findOrphans(upkeep.leftovers, rule, signal)
  expect(await removeOrphans(upkeep.leftovers, orphans, found.stack, signal)).toMatchObject({ queues: 1 })
  upkeep.close()
}

it('the client’s policy allows all that a client does, and a client needs all that it allows', async () => {
  await run()
  await interruptedUpload()
  await refresh()
  await sweep()
  expect(place.guard.denied).toEqual([])
  const allowed = policyFor(place.found.facts).flatMap(({ Sid, Action }) => Action.map((action) => `${Sid} ${action}`))
  // The upload manager of the SDK may end an interrupted upload after the caller was told.
  await expect.poll(() => [...place.guard.used].toSorted()).toEqual(allowed.toSorted())
})
