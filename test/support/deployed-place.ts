import { randomBytes } from 'node:crypto'
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  GetFunctionCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda'
import { createAwsTransport } from '../../client/aws/aws-transport.ts'
import { connect } from '../../client/aws/connect.ts'
import type { StackFacts } from '../../client/aws/stack-facts.ts'
import { LambdaParallelRunner } from '../../client/launch/lambda-parallel-runner.ts'
import { TargetFunctionRunner } from '../../client/runner/target-function-runner.ts'
import type { WorkerSize } from '../../contract/deployment.ts'
import type { Place, PlaceOptions } from './place.ts'
import { fixture, settings } from './scenario.ts'

/** Read often: a test does not wait half a minute for a limit that it has changed. */
const LIMITS_MAX_AGE_MS = 200

/** A stack that somebody has deployed, on AWS or on an emulator (`TRIALFAN_E2E_ENDPOINT`). What was changed is put back at the end. */
export async function openDeployedPlace(stack: string, { workers, timeoutMs }: PlaceOptions): Promise<Place> {
  const endpoint = process.env.TRIALFAN_E2E_ENDPOINT
  const { facts } = await connect({ stack, endpoint })
  const lambda = new LambdaClient({ region: facts.region, ...(endpoint !== undefined && { endpoint }) })
  const worker = timeoutMs === undefined ? null : await copyWorker(lambda, facts, timeoutMs)
  const FunctionName = worker?.name ?? facts.workers[0]?.name
  const transport = createAwsTransport({
    ...facts,
    endpoint: endpoint ?? null,
    ...(worker !== null && { workers: [worker], timeoutMs }),
    limitsMaxAgeMs: LIMITS_MAX_AGE_MS,
  })
  const cluster = {
    stack,
    description: `stack ${stack} in ${facts.region}`,
    transport,
    close: async () => transport.close(),
    [Symbol.asyncDispose]: async () => transport.close(),
  }
  await warmUp(cluster, workers)
  return {
    cluster,
    async setReservedConcurrency(reserved) {
      if (reserved === null) await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }))
      else await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: reserved }))
    },
    busyWorkers: () => null,
    killWorker: () => false,
    async [Symbol.asyncDispose]() {
      await lambda.send(
        worker === null ? new DeleteFunctionConcurrencyCommand({ FunctionName }) : new DeleteFunctionCommand({ FunctionName }),
      )
      transport.close()
      lambda.destroy()
    },
  }
}

/** A worker beside the stack's own, which stays as it is: with another time-out, and the same code, role and way of failures. */
async function copyWorker(lambda: LambdaClient, { stack, workers: [original], relay }: StackFacts, timeoutMs: number): Promise<WorkerSize> {
  const { Configuration: settings, Code: code } = await lambda.send(new GetFunctionCommand({ FunctionName: original?.name }))
  const { Configuration: relaySettings } = await lambda.send(new GetFunctionCommand({ FunctionName: relay }))
  const zip = await fetch(code?.Location ?? '')
  const FunctionName = `${stack}-test-worker-${randomBytes(4).toString('hex')}`
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Role: settings?.Role,
      Runtime: settings?.Runtime,
      Architectures: settings?.Architectures,
      Handler: settings?.Handler,
      MemorySize: settings?.MemorySize,
      Environment: { Variables: settings?.Environment?.Variables },
      Timeout: timeoutMs / 1000,
      Code: { ZipFile: new Uint8Array(await zip.arrayBuffer()) },
    }),
  )
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 60, minDelay: 1 }, { FunctionName })
  await lambda.send(
    new PutFunctionEventInvokeConfigCommand({
      FunctionName,
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: relaySettings?.FunctionArn } },
    }),
  )
  return { name: FunctionName, memoryMiB: settings?.MemorySize ?? 0 }
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
