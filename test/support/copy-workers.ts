import { randomBytes } from 'node:crypto'
import {
  CreateFunctionCommand,
  GetFunctionCommand,
  type LambdaClient,
  PutFunctionEventInvokeConfigCommand,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda'
import type { StackFacts } from '../../client/aws/stack-facts.ts'
import type { WorkerSize } from '../../contract/deployment.ts'

/**
 * Workers beside the stack's own, which stay as they are: with another time-out or of other sizes, and the same code, role and way
 * of failures. Null when nothing else is wanted than there is.
 */
export async function copyWorkers(
  lambda: LambdaClient,
  { stack, workers: [original], relay }: StackFacts,
  wanted: { readonly timeoutMs?: number; readonly memoryMiB?: readonly number[] },
): Promise<readonly WorkerSize[] | null> {
  if (wanted.timeoutMs === undefined && wanted.memoryMiB === undefined) return null
  const { Configuration: settings, Code: code } = await lambda.send(new GetFunctionCommand({ FunctionName: original?.name }))
  const { Configuration: relaySettings } = await lambda.send(new GetFunctionCommand({ FunctionName: relay }))
  const zip = await fetch(code?.Location ?? '')
  const ZipFile = new Uint8Array(await zip.arrayBuffer())
  const copies: WorkerSize[] = []
  for (const memoryMiB of wanted.memoryMiB ?? [settings?.MemorySize ?? 0]) {
    const FunctionName = `${stack}-test-worker-${memoryMiB}-${randomBytes(4).toString('hex')}`
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName,
        Role: settings?.Role,
        Runtime: settings?.Runtime,
        Architectures: settings?.Architectures,
        Handler: settings?.Handler,
        MemorySize: memoryMiB,
        Environment: { Variables: settings?.Environment?.Variables },
        Timeout: wanted.timeoutMs === undefined ? settings?.Timeout : wanted.timeoutMs / 1000,
        Code: { ZipFile },
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
    copies.push({ name: FunctionName, memoryMiB })
  }
  return copies
}
