import { GetAccountSettingsCommand, GetFunctionConcurrencyCommand, InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda'
import type { WorkerSize } from '../../contract/deployment.ts'
import { SignedCaller } from '../../functions/aws/signed-caller.ts'
import type { ConcurrencyLimits, FunctionPort, InvokeAnswer, LimitWords } from '../runner/transport.ts'
import { mapSdkError } from './map-sdk-error.ts'

const EVENT = { 'content-type': 'application/octet-stream', 'x-amz-invocation-type': 'Event' }

export interface LambdaFunctionOptions {
  /** From the smallest to the largest. */
  readonly workers: readonly WorkerSize[]
  readonly timeoutMs: number
  readonly limitsMaxAgeMs: number
  readonly accountLimit: LimitWords
}

/** The worker functions, through the Lambda API. */
export class LambdaFunctions implements FunctionPort {
  readonly timeoutMs: number
  readonly sizesMiB: readonly number[]
  readonly limitsMaxAgeMs: number
  readonly accountLimit: LimitWords
  readonly #client: LambdaClient
  readonly #names: readonly string[]
  readonly #caller: SignedCaller
  readonly #paths: readonly string[]

  constructor(client: LambdaClient, options: LambdaFunctionOptions) {
    this.#client = client
    this.#names = options.workers.map(({ name }) => name)
    this.#caller = new SignedCaller(client, 'lambda')
    this.#paths = this.#names.map((name) => `/2015-03-31/functions/${encodeURIComponent(name)}/invocations`)
    this.timeoutMs = options.timeoutMs
    this.sizesMiB = options.workers.map(({ memoryMiB }) => memoryMiB)
    this.limitsMaxAgeMs = options.limitsMaxAgeMs
    this.accountLimit = options.accountLimit
  }

  async invoke(payload: string, { signal, size = 0 }: { readonly signal: AbortSignal; readonly size?: number }): Promise<InvokeAnswer> {
    const path = this.#paths[size]
    if (path === undefined) throw new RangeError(`there is no worker of size ${size}; there are ${this.#paths.length}`)
    try {
      const { status, headers } = await this.#caller.post({ path, headers: EVENT, body: payload, signal })
      if (status === 202) return { outcome: 'accepted' }
      if (status === 429) return { outcome: 'throttled', retryAfterMs: secondsToMs(headers['retry-after']) }
      await this.#client.send(
        new InvokeCommand({ FunctionName: this.#names[size], InvocationType: 'Event', Payload: Buffer.from(payload) }),
        {
          abortSignal: signal,
        },
      )
      return { outcome: 'accepted' }
    } catch (cause) {
      const retryAfterMs = throttleDelay(cause)
      if (retryAfterMs !== undefined) return { outcome: 'throttled', retryAfterMs }
      throw mapSdkError('lambda:InvokeFunction', cause, signal)
    }
  }

  /** The smallest size's, where trials begin; they count against the account's together. */
  async limits(options: { readonly signal: AbortSignal }): Promise<ConcurrencyLimits> {
    const abort = { abortSignal: options.signal }
    const [own, account] = await Promise.all([
      this.#client.send(new GetFunctionConcurrencyCommand({ FunctionName: this.#names[0] }), abort).catch((cause: unknown) => {
        throw mapSdkError('lambda:GetFunctionConcurrency', cause, options.signal)
      }),
      this.#client.send(new GetAccountSettingsCommand({}), abort).catch((cause: unknown) => {
        throw mapSdkError('lambda:GetAccountSettings', cause, options.signal)
      }),
    ])
    return {
      reserved: own.ReservedConcurrentExecutions ?? null,
      unreservedAccount: account.AccountLimit?.UnreservedConcurrentExecutions ?? account.AccountLimit?.ConcurrentExecutions ?? 0,
    }
  }
}

/** Undefined when the error is not a throttle; otherwise how long to wait, or null when the service did not say. */
function throttleDelay(cause: unknown): number | null | undefined {
  if (!(cause instanceof Error) || cause.name !== 'TooManyRequestsException') return undefined
  return secondsToMs((cause as { retryAfterSeconds?: string }).retryAfterSeconds)
}

function secondsToMs(text: string | undefined): number | null {
  const seconds = Number(text)
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : null
}
