import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import type { Clock } from '../runner/clock.ts'
import { mapSdkError } from './map-sdk-error.ts'
import { type AwsLocation, sdkSettings } from './sdk-settings.ts'

/** Who calls, as AWS sees it, and how far this machine's clock is off. */
export interface CallerIdentity {
  readonly arn: string
  readonly account: string
  readonly partition: string
  /** AWS's time less ours, ms, to the second; null when the answer told no time. */
  readonly clockSkewMs: number | null
}

/** Asks STS, which answers everybody with working credentials. @throws TransportError */
export async function callerIdentity(location: AwsLocation, clock: Clock, signal: AbortSignal): Promise<CallerIdentity> {
  const client = new STSClient(sdkSettings(location))
  let date: string | undefined
  client.middlewareStack.add(
    (next) => async (call) => {
      const answer = await next(call)
      date = dateOf(answer.response)
      return answer
    },
    { step: 'deserialize', priority: 'low' },
  )
  try {
    const before = clock.now()
    const { Arn = '', Account = '' } = await client.send(new GetCallerIdentityCommand({}), { abortSignal: signal })
    const ours = (before + clock.now()) / 2
    const theirs = Date.parse(date ?? '')
    // The header is cut to whole seconds: half of one is the best guess of the rest.
    const clockSkewMs = Number.isNaN(theirs) ? null : Math.round((theirs + 500 - ours) / 1000) * 1000
    return { arn: Arn, account: Account, partition: Arn.split(':')[1] ?? 'aws', clockSkewMs }
  } catch (cause) {
    throw mapSdkError('sts:GetCallerIdentity', cause, signal)
  } finally {
    client.destroy()
  }
}

function dateOf(response: unknown): string | undefined {
  if (typeof response !== 'object' || response === null || !('headers' in response)) return undefined
  const { headers } = response
  if (typeof headers !== 'object' || headers === null || !('date' in headers)) return undefined
  return typeof headers.date === 'string' ? headers.date : undefined
}
