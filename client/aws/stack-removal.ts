import { type CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation'
import { DeleteObjectsCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3'
import { SQSClient } from '@aws-sdk/client-sqs'
import { TransportError } from '../runner/errors.ts'
import type { AwsAccount } from './aws-account.ts'
import { mapSdkError } from './map-sdk-error.ts'
import { RunLeftovers, type RunQueue } from './run-leftovers.ts'
import { sdkSettings } from './sdk-settings.ts'

/** What a stack and its runs have on the account. */
export interface Remains {
  /** Of the stack itself. */
  readonly resources: readonly { readonly type: string; readonly id: string }[]
  /** Of those, the buckets with what is in them, by name. */
  readonly buckets: ReadonlyMap<string, { readonly objects: number; readonly bytes: number }>
  /** Queues of runs, which clients have made; only those that carry the stack's tag. */
  readonly queues: readonly RunQueue[]
}

/** Finds and removes what CloudFormation does not remove with a stack: what is in its bucket, and the queues of its runs. */
export class StackRemoval implements Disposable {
  readonly #stack: string
  readonly #cloudFormation: CloudFormationClient
  readonly #s3: S3Client
  readonly #sqs: SQSClient
  readonly #runs: RunLeftovers

  constructor({ location, cloudFormation }: AwsAccount, stack: string) {
    const settings = sdkSettings(location)
    this.#stack = stack
    this.#cloudFormation = cloudFormation
    this.#s3 = new S3Client({ ...settings, forcePathStyle: location.endpoint !== null })
    this.#sqs = new SQSClient({ ...settings, useQueueUrlAsEndpoint: location.endpoint === null })
    this.#runs = new RunLeftovers({ stack, bucket: '', sqs: this.#sqs, s3: this.#s3 })
  }

  /** @param isDeployed false when only queues can be left. @throws TransportError */
  async find(isDeployed: boolean, signal: AbortSignal): Promise<Remains> {
    const resources = isDeployed ? await this.#resources(signal) : []
    const buckets = new Map<string, { objects: number; bytes: number }>()
    for (const { id } of resources.filter(({ type }) => type === 'AWS::S3::Bucket')) {
      const held = { objects: 0, bytes: 0 }
      for await (const page of this.#pages(id, signal)) {
        held.objects += page.length
        held.bytes += page.reduce((sum, { bytes }) => sum + bytes, 0)
      }
      buckets.set(id, held)
    }
    const queues: RunQueue[] = []
    for await (const queue of this.#runs.queues(signal)) if (queue.stackTag === this.#stack) queues.push(queue)
    return { resources, buckets, queues }
  }

  /** @throws TransportError */
  async removeQueues({ queues }: Remains, signal: AbortSignal): Promise<void> {
    for (const { url } of queues) await this.#runs.removeQueue(url, signal)
  }

  /** @throws TransportError */
  async emptyBuckets({ buckets }: Remains, signal: AbortSignal): Promise<void> {
    for (const bucket of buckets.keys()) {
      for await (const page of this.#pages(bucket, signal)) {
        const removal = new DeleteObjectsCommand({
          Bucket: bucket,
          Delete: { Objects: page.map(({ key }) => ({ Key: key })), Quiet: true },
        })
        const { Errors: errors = [] } = await this.#mapped('s3:DeleteObject', this.#s3.send(removal, { abortSignal: signal }), signal)
        const [failed] = errors
        if (failed === undefined) continue
        const cause = Object.assign(new Error(failed.Message ?? failed.Key), { name: failed.Code ?? 'failed' })
        throw mapSdkError('s3:DeleteObject', cause, signal)
      }
    }
  }

  [Symbol.dispose](): void {
    this.#s3.destroy()
    this.#sqs.destroy()
  }

  async #resources(signal: AbortSignal): Promise<Remains['resources']> {
    const found: { type: string; id: string }[] = []
    try {
      const pages = paginateListStackResources({ client: this.#cloudFormation }, { StackName: this.#stack }, { abortSignal: signal })
      for await (const { StackResourceSummaries: summaries = [] } of pages) {
        const live = summaries.filter(({ ResourceStatus: status }) => status !== 'DELETE_COMPLETE')
        found.push(...live.map(({ ResourceType: type = '', PhysicalResourceId: id = '' }) => ({ type, id })))
      }
      return found
    } catch (cause) {
      throw mapSdkError('cloudformation:ListStackResources', cause, signal)
    }
  }

  async *#pages(bucket: string, signal: AbortSignal): AsyncGenerator<readonly { readonly key: string; readonly bytes: number }[]> {
    try {
      for await (const { Contents: contents = [] } of paginateListObjectsV2(
        { client: this.#s3 },
        { Bucket: bucket },
        { abortSignal: signal },
      )) {
        if (contents.length > 0) yield contents.map(({ Key: key = '', Size: bytes = 0 }) => ({ key, bytes }))
      }
    } catch (cause) {
      const error = mapSdkError('s3:ListBucket', cause, signal)
      // Somebody was here before, or a removal that came halfway: nothing is in it.
      if (error instanceof TransportError && error.code === 'BUCKET_MISSING') return
      throw error
    }
  }

  async #mapped<T>(operation: string, answer: Promise<T>, signal: AbortSignal): Promise<T> {
    try {
      return await answer
    } catch (cause) {
      throw mapSdkError(operation, cause, signal)
    }
  }
}
