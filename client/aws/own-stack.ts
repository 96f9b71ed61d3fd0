import { STACK_TAG } from '../../contract/deployment.ts'
import type { AwsAccount } from './aws-account.ts'
import { ConnectError } from './connect-error.ts'
import { describeStack } from './describe-stack.ts'
import type { DescribedStack } from './stack-facts.ts'

/**
 * A stack that `trialfan deploy` has made, of whatever version, or null when there is none of that name: what may be changed and removed.
 * @throws ConnectError `STACK_FOREIGN` for a stack of somebody else's; TransportError
 */
export async function ownStack(
  { cloudFormation, location }: AwsAccount,
  stack: string,
  signal: AbortSignal,
): Promise<DescribedStack | null> {
  const { region } = location
  try {
    const described = await describeStack(cloudFormation, stack, region, signal)
    // A change that was looked at and never made leaves a stack without tags, and without anything in it.
    if (described.tags.get(STACK_TAG) === stack || described.status === 'REVIEW_IN_PROGRESS') return described
  } catch (error) {
    if (error instanceof ConnectError && error.code === 'STACK_MISSING') return null
    throw error
  }
  const message = `stack ${stack} in ${region} was not made by "trialfan deploy": it does not carry the tag ${STACK_TAG}; nothing was changed. Name another with --stack; a FanOut within a stack of your own is deployed, and goes, with that stack`
  throw new ConnectError('STACK_FOREIGN', message, { stack, region })
}
