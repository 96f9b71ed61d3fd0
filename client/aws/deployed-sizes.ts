import { OUTPUT } from '../../contract/deployment.ts'
import type { AwsAccount } from './aws-account.ts'
import { ConnectError } from './connect-error.ts'
import { describeStack } from './describe-stack.ts'
import { workerSizes } from './worker-sizes.ts'

/** Memory of the workers that a stack has now, MiB, whatever version deployed it; null when there is no such stack, or no worker. @throws TransportError, ShapeError */
export async function deployedSizes(
  { cloudFormation, location }: AwsAccount,
  stack: string,
  signal: AbortSignal,
): Promise<readonly number[] | null> {
  try {
    const { outputs } = await describeStack(cloudFormation, stack, location.region, signal)
    return outputs.has(OUTPUT.workers) ? workerSizes(stack, outputs).map(({ memoryMiB }) => memoryMiB) : null
  } catch (error) {
    if (error instanceof ConnectError && error.code === 'STACK_MISSING') return null
    throw error
  }
}
