import { type CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation'
import { ConnectError } from './connect-error.ts'
import { mapSdkError } from './map-sdk-error.ts'
import type { DescribedStack } from './stack-facts.ts'

/** Asks CloudFormation for a stack. @throws ConnectError `STACK_MISSING`, TransportError */
export async function describeStack(
  client: CloudFormationClient,
  stack: string,
  region: string,
  signal: AbortSignal,
): Promise<DescribedStack> {
  const found = await find(client, stack, region, signal)
  const pairs = <T>(list: readonly T[] | undefined, pair: (item: T) => readonly [string | undefined, string | undefined]) =>
    new Map((list ?? []).map((item) => pair(item).map((part) => part ?? '') as [string, string]))
  return {
    stack,
    region,
    status: found.StackStatus ?? '',
    outputs: pairs(found.Outputs, ({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
    tags: pairs(found.Tags, ({ Key, Value }) => [Key, Value]),
  }
}

async function find(client: CloudFormationClient, stack: string, region: string, signal: AbortSignal): Promise<Stack> {
  let cause: unknown
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stack }), { abortSignal: signal })
    if (Stacks?.[0] !== undefined) return Stacks[0]
  } catch (error) {
    if (!isMissing(error)) throw mapSdkError('cloudformation:DescribeStacks', error, signal)
    cause = error
  }
  const message = `there is no stack ${stack} in ${region}: deploy it with "trialfan deploy --stack ${stack} --region ${region}", or name the one there is (--stack, --region)`
  throw new ConnectError('STACK_MISSING', message, { stack, region }, cause)
}

/** CloudFormation says so with a ValidationError: "Stack with id NAME does not exist". */
function isMissing(error: unknown): boolean {
  return error instanceof Error && error.name === 'ValidationError' && error.message.includes('does not exist')
}
