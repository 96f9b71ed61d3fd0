import type { S3Cloud } from './s3-cloud.ts'
import type { S3Request } from './s3-request.ts'

/** One thing S3 does; answers the call itself. @throws ServiceFault in S3's words */
export type S3Operation = (call: S3Request, cloud: S3Cloud) => Promise<void> | void
