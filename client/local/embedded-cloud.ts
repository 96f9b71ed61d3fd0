import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { temporaryFolder } from '../../contract/temporary-folder.ts'
import type { Clock } from '../runner/clock.ts'
import { HttpFace } from './face/http-face.ts'
import type { FunctionDefinition } from './lambda/function-definition.ts'
import { FunctionService } from './lambda/function-service.ts'
import { LambdaFace } from './lambda/lambda-face.ts'
import { RuntimeFace } from './lambda/runtime-face.ts'
import { LogBuffer } from './log-buffer.ts'
import type { CloudFaults } from './model/cloud-faults.ts'
import { ACCOUNT_ID, sqsArnPrefix } from './place.ts'
import { QueryFace } from './query/query-face.ts'
import type { StackListing } from './query/stack-listing.ts'
import { ByteStore } from './s3/byte-store.ts'
import { S3Cloud } from './s3/s3-cloud.ts'
import { S3Face } from './s3/s3-face.ts'
import { QueueDirectory } from './sqs/queue-directory.ts'
import { SqsFace } from './sqs/sqs-face.ts'

export interface EmbeddedCloudOptions {
  readonly region: string
  readonly accountConcurrency: number
  readonly functions: readonly FunctionDefinition[]
  readonly buckets: readonly string[]
  /** What CloudFormation lists. Default: none. */
  readonly stacks?: readonly StackListing[]
  readonly clock: Clock
  readonly faults: CloudFaults
  /** Where the cloud's temporary folder is made. */
  readonly directory: string
}

/** SQS, S3 and Lambda on one loopback port: models, HTTP face and sandboxes put together. */
export class EmbeddedCloud {
  readonly endpoint: string
  readonly region: string
  readonly functions: FunctionService
  readonly logs: LogBuffer
  /** Everything that lies on the disk for this cloud; gone after `close`. */
  readonly folder: string
  readonly #face: HttpFace
  readonly #queues: QueueDirectory
  #closing: Promise<void> | null = null

  static async start(options: EmbeddedCloudOptions): Promise<EmbeddedCloud> {
    const face = new HttpFace()
    const folder = await temporaryFolder(options.directory, 'cluster')
    try {
      return new EmbeddedCloud(options, face, folder, await face.listen())
    } catch (cause) {
      await rm(folder, { recursive: true, force: true })
      throw cause
    }
  }

  private constructor(options: EmbeddedCloudOptions, face: HttpFace, folder: string, address: string) {
    const { clock, faults, region } = options
    const newId = randomUUID
    this.endpoint = `http://${address}`
    this.region = region
    this.folder = folder
    this.logs = new LogBuffer()
    this.#face = face
    this.#queues = new QueueDirectory({ clock, newId, faults })
    this.functions = new FunctionService({
      region,
      accountConcurrency: options.accountConcurrency,
      clock,
      newId,
      faults,
      logs: this.logs,
      folder,
      address: () => address,
    })
    for (const definition of options.functions) this.functions.define(definition)
    const buckets = new S3Cloud({ clock, region, newId, bytes: new ByteStore(join(folder, 'objects'), newId) })
    for (const bucket of options.buckets) buckets.createBucket(bucket)
    face.serve({
      sqs: new SqsFace({
        directory: this.#queues,
        clock,
        urlPrefix: `${this.endpoint}/${ACCOUNT_ID}/`,
        arnPrefix: sqsArnPrefix(region),
      }),
      lambda: new LambdaFace(this.functions, region),
      runtime: new RuntimeFace(this.functions),
      query: new QueryFace({ region, stacks: options.stacks ?? [], newId }),
      s3: new S3Face(buckets),
    })
  }

  /** Ends every process, connection and timer, and removes the folder. Safe to call twice. */
  connect(): Duplex {
    return this.#face.connect()
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    await this.functions.close()
    this.#queues.close()
    await this.#face.close()
    await rm(this.folder, { recursive: true, force: true })
  }
}
