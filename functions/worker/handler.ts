import { randomUUID } from 'node:crypto'
import { statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { ENVIRONMENT } from '../../contract/deployment.ts'
import { systemClock } from '../../execution/system-clock.ts'
import { TrialExecutor } from '../../execution/trial-executor.ts'
import { S3ObjectStore } from '../aws/s3-object-store.ts'
import { SqsResultSender } from '../aws/sqs-result-sender.ts'
import { requiredVariable } from '../required-variable.ts'
import { CancelledRuns } from './cancelled-runs.ts'
import { CountedStore } from './counted-store.ts'
import { DataStore } from './data-store.ts'
import { FileCache } from './file-cache.ts'
import { handle } from './handle.ts'
import { openScratch } from './open-scratch.ts'
import { WorkerEnvironment } from './worker-environment.ts'
import type { WorkerPorts } from './worker-ports.ts'

const MIB = 1024 * 1024
/** Of the function's memory, for scattered data; the rest is for Node itself and for the trials. */
const DATA_SHARE = 0.7
/** Of the free ephemeral storage, for targets and scattered files; the rest is for the trials. */
const FILES_SHARE = 0.8

/** What the entry uses of Lambda's context object. */
interface LambdaContext {
  readonly awsRequestId: string
  getRemainingTimeInMillis(): number
}

function wire(): WorkerPorts {
  const memoryMiB = Number(requiredVariable('AWS_LAMBDA_FUNCTION_MEMORY_SIZE'))
  const clock = systemClock
  const log = (line: string): void => void process.stdout.write(`${line}\n`)
  const store = new CountedStore(new S3ObjectStore({ bucket: requiredVariable(ENVIRONMENT.bucket) }))
  const disk = statfsSync(tmpdir())
  const files = new FileCache({ store, folder: openScratch(tmpdir(), process.pid), capacityBytes: disk.bavail * disk.bsize * FILES_SHARE })
  return {
    stack: requiredVariable(ENVIRONMENT.stack),
    store,
    sender: new SqsResultSender(),
    runner: new TrialExecutor({
      memoryMiB,
      log,
      checkData: process.env[ENVIRONMENT.checkData] === '1',
      threadFile: new URL('./thread.mjs', import.meta.url),
    }),
    files,
    data: new DataStore({ store, files, capacityBytes: memoryMiB * MIB * DATA_SHARE }),
    cancelled: new CancelledRuns({ store, clock, log }),
    environment: new WorkerEnvironment({ id: randomUUID(), initMs: performance.now(), memoryMiB, processor: process.arch, store, clock }),
    clock,
    log,
    // Not process.exit, which waits for threads that cannot be ended.
    endProcess: () => void process.kill(process.pid, 'SIGKILL'),
  }
}

const ports = wire()

/** The entry of the worker function. */
export const handler = async (event: unknown, context: LambdaContext): Promise<void> => {
  const invocation = { requestId: context.awsRequestId, remainingMs: () => context.getRemainingTimeInMillis() }
  await handle(event, invocation, ports)
}
