// npm run test:long [TRIALS]: no-op trials on the embedded cluster; client and cluster must hold no more afterwards than before.
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { LambdaParallelRunner } from '../../client/launch/lambda-parallel-runner.ts'
import { LocalCluster } from '../../client/local/index.ts'
import { TargetFunctionRunner } from '../../client/runner/target-function-runner.ts'
import { StatusType } from '../../contract/status.ts'
import { fixture, settings } from '../support/scenario.ts'

const trials = Number(process.argv[2] ?? 20_000)
/** Until code is compiled, caches are full and sockets are open. */
const WARM_UP = 3_000
const MOST_HEAP_RATIO = 1.1
/** Sockets to the two workers' cluster come and go. */
const MOST_MORE_FILES = 4

interface Holding {
  readonly heapMiB: number
  readonly files: number
  readonly workerFiles: readonly number[]
}

async function run(runner: LambdaParallelRunner, count: number): Promise<void> {
  let finished = 0
  for (let sent = 0; finished < count; ) {
    for (const [, { status }] of runner.iterResults()) {
      assert.equal(status, StatusType.SUCCESS)
      finished++
    }
    for (let free = runner.countAvailableWorkers(); free > 0 && sent < count; free--)
      runner.submitTrial({ configuration: { x: sent++ } }).catch((error: unknown) => assert.fail(String(error)))
    await runner.wait()
  }
}

async function holding(cluster: LocalCluster): Promise<Holding> {
  assert.ok(globalThis.gc, 'run it with --expose-gc')
  // What the last calls have left behind closes.
  await setTimeout(500)
  for (let i = 0; i < 3; i++) globalThis.gc()
  const pids = cluster.environments().flatMap(({ pid }) => pid ?? [])
  return {
    heapMiB: process.memoryUsage().heapUsed / 2 ** 20,
    files: filesOf('self'),
    workerFiles: pids.map(filesOf),
  }
}

/** Open file descriptors, where the system tells (Linux). */
const filesOf = (pid: number | string): number => (process.platform === 'linux' ? readdirSync(`/proc/${pid}/fd`).length : 0)

const cluster = await LocalCluster.start({ workers: 2 })
try {
  const worker = new TargetFunctionRunner({ target: fixture('square'), scenario: settings() })
  const runner = await LambdaParallelRunner.create(worker, { cluster })
  await run(runner, WARM_UP)
  const before = await holding(cluster)
  const began = performance.now()
  await run(runner, trials)
  const seconds = (performance.now() - began) / 1000
  const after = await holding(cluster)
  const ratio = after.heapMiB / before.heapMiB
  console.log(
    `${trials} trials in ${seconds.toFixed(1)} s: heap ${before.heapMiB.toFixed(1)} → ${after.heapMiB.toFixed(1)} MiB (× ${ratio.toFixed(3)}), ` +
      `files ${before.files} → ${after.files}, of the workers ${before.workerFiles.join(', ')} → ${after.workerFiles.join(', ')}`,
  )
  assert.ok(ratio <= MOST_HEAP_RATIO, `the heap has grown × ${ratio}`)
  assert.ok(after.files <= before.files + MOST_MORE_FILES, `${after.files - before.files} more files are open`)
  const most = Math.max(...before.workerFiles)
  for (const files of after.workerFiles) assert.ok(files <= most + MOST_MORE_FILES, `a worker has ${files} files open; ${most} before`)
  await runner.close()
} finally {
  await cluster.close()
}
