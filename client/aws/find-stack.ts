import { DEFAULT_STACK } from '../../contract/deployment.ts'
import { type AwsAccountOptions, openAwsAccount } from './aws-account.ts'
import { describeStack } from './describe-stack.ts'
import type { AwsLocation } from './sdk-settings.ts'
import { type StackFacts, stackFacts } from './stack-facts.ts'

export interface ConnectOptions extends AwsAccountOptions {
  /** The stack's name. Default `trialfan`. */
  readonly stack?: string | undefined
  /** Ends the attempt. */
  readonly signal?: AbortSignal | undefined
}

/** @throws ConnectError, ProtocolVersionError, TransportError; each says what to do */
export async function findStack(options: ConnectOptions): Promise<{ readonly facts: StackFacts; readonly location: AwsLocation }> {
  const { stack = DEFAULT_STACK, signal = new AbortController().signal } = options
  const account = await openAwsAccount(options)
  try {
    const { location, cloudFormation } = account
    return { facts: stackFacts(await describeStack(cloudFormation, stack, location.region, signal)), location }
  } finally {
    account.close()
  }
}
