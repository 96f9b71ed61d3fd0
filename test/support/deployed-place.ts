import {
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda'
import { connect } from '../../client/aws/connect.ts'
import { LambdaParallelRunner } from '../../client/launch/lambda-parallel-runner.ts'
import { TargetFunctionRunner } from '../../client/runner/target-function-runner.ts'
import { copyWorkers } from './copy-workers.ts'
import { foundCluster } from './iam/found-cluster.ts'
import { location, policyFor } from './iam/guarded-cluster.ts'
import { GuardedEndpoint } from './iam/guarded-endpoint.ts'
import type { Place, PlaceOptions } from './place.ts'
import { fixture, settings } from './scenario.ts'

/** Read often: a test does not wait half a minute for a limit that it has changed. */
const LIMITS_MAX_AGE_MS = 200

/**
 * A stack that somebody has deployed, on AWS or on an emulator, which is called by a client that may do exactly what the client's
 * policy allows. What was changed is put back at the end.
 */
export async function openDeployedPlace(stack: string, endpoint: string | null, options: PlaceOptions): Promise<Place> {
  const { workers, warm = true } = options
  await using found = await connect({ stack, ...(endpoint !== null && { endpoint }) })
  const lambda = new LambdaClient({ region: found.facts.region, ...(endpoint !== null && { endpoint }) })
  const copies = await copyWorkers(lambda, found.facts, options)
  const facts = copies === null ? found.facts : { ...found.facts, workers: copies, timeoutMs: options.timeoutMs ?? found.facts.timeoutMs }
  const guard = endpoint === null ? null : await GuardedEndpoint.start(endpoint, policyFor(facts))
  const where = guard === null ? { region: facts.region, endpoint } : location(guard)
  // A client that may do no more than the policy finds the stack, too.
  await using _ = await connect({ stack, ...(guard !== null && location(guard)) })
  const cluster = foundCluster(facts, where, LIMITS_MAX_AGE_MS)
  const FunctionName = facts.workers[0]?.name
  if (warm) await warmUp(cluster, workers)
  return {
    cluster,
    guard,
    async setReservedConcurrency(reserved) {
      if (reserved === null) await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }))
      else await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: reserved }))
    },
    busyWorkers: () => null,
    killWorker: () => false,
    async [Symbol.asyncDispose]() {
      await cluster.close()
      await guard?.close()
      if (copies === null) await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }))
      else for (const { name } of copies) await lambda.send(new DeleteFunctionCommand({ FunctionName: name }))
      lambda.destroy()
      guard?.assertNothingDenied()
    },
  }
}

async function warmUp(cluster: Place['cluster'], workers: number): Promise<void> {
  const worker = new TargetFunctionRunner({ target: fixture('sleepy'), scenario: settings() })
  await using runner = await LambdaParallelRunner.create(worker, { cluster, workers })
  await Promise.all(Array.from({ length: workers }, () => runner.submitTrial({ configuration: { ms: 500 } })))
  while (runner.isRunning()) {
    await runner.wait()
    Array.from(runner.iterResults())
  }
}
