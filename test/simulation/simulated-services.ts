import type { SimulatedBucket } from './simulated-bucket.ts'
import type { SimulatedQueue } from './simulated-queue.ts'

/** What functions use of the cloud. */
export interface SimulatedServices {
  /** Null before it is made. */
  queue: SimulatedQueue | null
  readonly bucket: SimulatedBucket
}
