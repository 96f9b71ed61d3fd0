import type { Clock } from '../../runner/clock.ts'
import { BucketModel } from '../model/bucket-model.ts'
import { ServiceFault } from '../service-fault.ts'
import type { ByteStore } from './byte-store.ts'

/** The account's buckets, with what their operations need. */
export class S3Cloud {
  readonly clock: Clock
  readonly bytes: ByteStore
  readonly region: string
  readonly #newId: () => string
  readonly #buckets = new Map<string, { readonly model: BucketModel; readonly createdAt: number }>()

  constructor(options: { readonly clock: Clock; readonly bytes: ByteStore; readonly region: string; readonly newId: () => string }) {
    this.clock = options.clock
    this.bytes = options.bytes
    this.region = options.region
    this.#newId = options.newId
  }

  /** @throws ServiceFault `NoSuchBucket` */
  bucket(name: string): BucketModel {
    const bucket = this.#buckets.get(name)
    if (bucket === undefined) throw new ServiceFault('NoSuchBucket', 'The specified bucket does not exist', { status: 404 })
    return bucket.model
  }

  /** Harmless when it is there. @throws ServiceFault `InvalidBucketName` */
  createBucket(name: string): void {
    if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name)) {
      throw new ServiceFault('InvalidBucketName', `The specified bucket is not valid: ${name}`)
    }
    if (!this.#buckets.has(name)) this.#buckets.set(name, { model: new BucketModel(this.#newId), createdAt: this.clock.now() })
  }

  /** @throws ServiceFault `NoSuchBucket`, `BucketNotEmpty` */
  deleteBucket(name: string): void {
    if (!this.bucket(name).isEmpty) throw new ServiceFault('BucketNotEmpty', 'The bucket you tried to delete is not empty', { status: 409 })
    this.#buckets.delete(name)
  }

  buckets(): { readonly name: string; readonly createdAt: number }[] {
    return [...this.#buckets].map(([name, { createdAt }]) => ({ name, createdAt }))
  }
}
