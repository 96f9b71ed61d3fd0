import { GetAccountSettingsCommand, GetFunctionConcurrencyCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { AbortMultipartUploadCommand, CreateMultipartUploadCommand, S3Client } from '@aws-sdk/client-s3'
import { SQSClient } from '@aws-sdk/client-sqs'
import { mapSdkError } from './map-sdk-error.ts'
import { RunLeftovers } from './run-leftovers.ts'
import { type AwsLocation, sdkSettings } from './sdk-settings.ts'
import type { StackFacts } from './stack-facts.ts'

/** The account's concurrency, and how much of it no function has reserved. */
export interface AccountConcurrency {
  readonly total: number
  readonly unreserved: number
}

/** The calls that looking after a stack takes, beside those of a run. */
export class StackUpkeep {
  readonly leftovers: RunLeftovers
  readonly #lambda: LambdaClient
  readonly #sqs: SQSClient
  readonly #s3: S3Client
  readonly #bucket: string

  constructor({ stack, bucket }: StackFacts, location: AwsLocation) {
    const settings = sdkSettings(location)
    this.#lambda = new LambdaClient(settings)
    this.#sqs = new SQSClient({ ...settings, useQueueUrlAsEndpoint: location.endpoint === null })
    this.#s3 = new S3Client({ ...settings, forcePathStyle: location.endpoint !== null })
    this.#bucket = bucket
    this.leftovers = new RunLeftovers({ stack, bucket, sqs: this.#sqs, s3: this.#s3 })
  }

  /** @throws TransportError */
  async accountConcurrency(signal: AbortSignal): Promise<AccountConcurrency> {
    const answer = this.#lambda.send(new GetAccountSettingsCommand({}), { abortSignal: signal })
    const { AccountLimit } = await mapped('lambda:GetAccountSettings', answer, signal)
    const total = AccountLimit?.ConcurrentExecutions ?? 0
    return { total, unreserved: AccountLimit?.UnreservedConcurrentExecutions ?? total }
  }

  /** Null when none is reserved. @throws TransportError */
  async reservedConcurrency(worker: string, signal: AbortSignal): Promise<number | null> {
    const answer = this.#lambda.send(new GetFunctionConcurrencyCommand({ FunctionName: worker }), { abortSignal: signal })
    return (await mapped('lambda:GetFunctionConcurrency', answer, signal)).ReservedConcurrentExecutions ?? null
  }

  /** Whether the worker may be invoked, without doing it. @throws TransportError */
  async tryInvoke(worker: string, signal: AbortSignal): Promise<void> {
    const call = new InvokeCommand({ FunctionName: worker, InvocationType: 'DryRun' })
    await mapped('lambda:InvokeFunction', this.#lambda.send(call, { abortSignal: signal }), signal)
  }

  /** Begins an upload in parts and ends it again, so that nothing of it is kept or paid for. @throws TransportError */
  async tryUpload(key: string, signal: AbortSignal): Promise<void> {
    const place = { Bucket: this.#bucket, Key: key }
    const abort = { abortSignal: signal }
    const { UploadId } = await mapped('s3:PutObject', this.#s3.send(new CreateMultipartUploadCommand(place), abort), signal)
    await mapped('s3:AbortMultipartUpload', this.#s3.send(new AbortMultipartUploadCommand({ ...place, UploadId }), abort), signal)
  }

  close(): void {
    for (const client of [this.#lambda, this.#sqs, this.#s3]) client.destroy()
  }
}

async function mapped<T>(operation: string, answer: Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await answer
  } catch (cause) {
    throw mapSdkError(operation, cause, signal)
  }
}
