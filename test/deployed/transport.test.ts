import { randomBytes } from 'node:crypto'
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda'
import { createAwsTransport } from '../../client/aws/aws-transport.ts'
import { connect } from '../../client/aws/connect.ts'
import { ECHO_FUNCTION } from '../contract/echo-function.ts'
import { describeTransport, type TransportUnderTest } from '../contract/transport-suite.ts'
import { zipFile } from '../support/zip-file.ts'

const stack = process.env.TRIALFAN_E2E_STACK ?? 'trialfan'
const endpoint = process.env.TRIALFAN_E2E_ENDPOINT

const startEcho = async (): Promise<TransportUnderTest> => {
  const { facts } = await connect({ stack, endpoint })
  const lambda = new LambdaClient({ region: facts.region, ...(endpoint !== undefined && { endpoint }) })
  const worker = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: facts.workers[0]?.name }))
  const FunctionName = `${stack}-test-echo-${randomBytes(4).toString('hex')}`
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Role: worker.Role,
      Runtime: worker.Runtime,
      Architectures: worker.Architectures,
      Handler: 'handler.handler',
      Timeout: 60,
      MemorySize: 256,
      Code: { ZipFile: zipFile('handler.mjs', ECHO_FUNCTION) },
    }),
  )
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 60, minDelay: 1 }, { FunctionName })
  const transport = createAwsTransport({
    ...facts,
    endpoint: endpoint ?? null,
    workers: [{ name: FunctionName, memoryMiB: 256 }],
    timeoutMs: 60_000,
    limitsMaxAgeMs: 0,
  })
  return {
    transport,
    async setReservedConcurrency(reserved) {
      if (reserved === null) await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }))
      else await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: reserved }))
    },
    async close() {
      await lambda.send(new DeleteFunctionCommand({ FunctionName }))
      transport.close()
      lambda.destroy()
    },
  }
}

// An account of AWS's own is held to everything.
describeTransport(`the deployed stack ${stack}`, startEcho, {
  differences: endpoint === undefined ? [] : ['large events', 'aborted polls'],
})
