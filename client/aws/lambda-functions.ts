import { GetAccountSettingsCommand, GetFunctionConcurrencyCommand, InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda'
import { SignedCaller } from '../../functions/aws/signed-caller.ts'
import type { ConcurrencyLimits, FunctionPort, InvokeAnswer, LimitWords } from '../runner/transport.ts'
import { mapSdkError } from './map-sdk-error.ts'

const EVENT = { 'content-type': 'application/octet-stream', 'x-amz-invocation-type': 'Event' }

export interface LambdaFunctionOptions {
  readonly workerFunction: string
  readonly timeoutMs: number
  readonly memoryMiB: number
  readonly limitsMaxAgeMs: number
  readonly accountLimit: LimitWords
}

/** The worker function, through the Lambda API. */
export class LambdaFunctions implements FunctionPort {
  readonly timeoutMs: number
  readonly memoryMiB: number
  readonly limitsMaxAgeMs: number
  readonly accountLimit: LimitWords
  readonly #client: LambdaClient
  readonly #name: string
  readonly #caller: SignedCaller
  readonly #path: string

  constructor(client: LambdaClient, options: LambdaFunctionOptions) {
    this.#client = client
    this.#name = options.workerFunction
    this.#caller = new SignedCaller(client, 'lambda')
    this.#path = `/2015-03-31/functions/${encodeURIComponent(options.workerFunction)}/invocations`
    this.timeoutMs = options.timeoutMs
    this.memoryMiB = options.memoryMiB
    this.limitsMaxAgeMs = options.limitsMaxAgeMs
    this.accountLimit = options.accountLimit
  }

  async invoke(payload: string, options: { readonly signal: AbortSignal }): Promise<InvokeAnswer> {
    try {
      const { status, headers } = await this.#caller.post({ path: this.#path, headers: EVENT, body: payload, signal: options.signal })
      if (status === 202) return { outcome: 'accepted' }
      if (status === 429) return { outcome: 'throttled', retryAfterMs: secondsToMs(headers['retry-after']) }
      await this.#client.send(new InvokeCommand({ FunctionName: this.#name, InvocationType: 'Event', Payload: Buffer.from(payload) }), {
        abortSignal: options.signal,
      })
      return { outcome: 'accepted' }
    } catch (cause) {
      const retryAfterMs = throttleDelay(cause)
      if (retryAfterMs !== undefined) return { outcome: 'throttled', retryAfterMs }
      throw mapSdkError('lambda:InvokeFunction', cause, options.signal)
    }
  }

  async limits(options: { readonly signal: AbortSignal }): Promise<ConcurrencyLimits> {
    const abort = { abortSignal: options.signal }
    const [own, account] = await Promise.all([
      this.#client.send(new GetFunctionConcurrencyCommand({ FunctionName: this.#name }), abort).catch((cause: unknown) => {
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
