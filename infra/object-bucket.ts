import { Duration, type RemovalPolicy } from 'aws-cdk-lib'
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3'
import type { Construct } from 'constructs'
import { OBJECTS_PREFIX, RUNS_PREFIX } from '../contract/object-keys.ts'
import { acknowledge } from './acknowledge.ts'

export interface ObjectBucketOptions {
  readonly objectLifetime: Duration
  readonly runLifetime: Duration
  readonly removalPolicy: RemovalPolicy
}

/** The bucket of targets, scattered data and claim checks: private, encrypted, over TLS only; all in it expires. */
export function objectBucket(scope: Construct, id: string, options: ObjectBucketOptions): Bucket {
  const bucket = new Bucket(scope, id, {
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    removalPolicy: options.removalPolicy,
    lifecycleRules: [
      { id: 'objects', prefix: OBJECTS_PREFIX, expiration: options.objectLifetime },
      { id: 'runs', prefix: RUNS_PREFIX, expiration: options.runLifetime },
      { id: 'unfinished-uploads', abortIncompleteMultipartUploadAfter: Duration.days(1) },
    ],
  })
  const reason = 'All in it is derived, expires within weeks and is read by this stack and its clients only; access logs would outweigh it.'
  acknowledge(bucket, 'AwsSolutions-S1', reason)
  return bucket
}
