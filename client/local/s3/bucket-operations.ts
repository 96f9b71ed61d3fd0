import { readBody } from '../face/read-body.ts'
import { ServiceFault } from '../service-fault.ts'
import type { S3Operation } from './s3-operation.ts'
import { sendXml } from './send-xml.ts'
import { unescapeXml, xmlTexts } from './xml.ts'

const iso = (at: number): string => new Date(at).toISOString()
/** 1,000 keys of 1,024 bytes and their XML. */
const MAXIMUM_DELETE_BYTES = 4 * 1024 * 1024

/** What S3 does with buckets; the names are those `chooseOperation` makes. */
export const BUCKET_OPERATIONS: Readonly<Record<string, S3Operation>> = {
  'GET service'(call, cloud) {
    const buckets = cloud.buckets().map(({ name, createdAt }) => ({ Name: name, CreationDate: iso(createdAt) }))
    sendXml(call.response, 'ListAllMyBucketsResult', { Buckets: { Bucket: buckets } })
  },
  'PUT bucket'(call, cloud) {
    call.request.resume()
    cloud.createBucket(call.bucket)
    call.response.writeHead(200, { Location: `/${call.bucket}`, 'Content-Length': 0 }).end()
  },
  'HEAD bucket'(call, cloud) {
    cloud.bucket(call.bucket)
    call.response.writeHead(200, { 'x-amz-bucket-region': cloud.region }).end()
  },
  'DELETE bucket'(call, cloud) {
    cloud.deleteBucket(call.bucket)
    call.response.writeHead(204).end()
  },
  'GET bucket location'(call, cloud) {
    cloud.bucket(call.bucket)
    sendXml(call.response, 'LocationConstraint', { LocationConstraint: cloud.region })
  },
  'GET bucket list-type'(call, cloud) {
    const { query } = call
    const maximum = Number(query.get('max-keys') ?? '1000')
    if (!Number.isInteger(maximum) || maximum < 0)
      throw new ServiceFault('InvalidArgument', `max-keys: expected a whole number, got ${query.get('max-keys')}`)
    const prefix = query.get('prefix') ?? ''
    const token = query.get('continuation-token')
    const after = token === null ? (query.get('start-after') ?? '') : Buffer.from(token, 'base64url').toString()
    const shown = query.get('encoding-type') === 'url' ? encodeURIComponent : (key: string): string => key
    const { objects, prefixes, next } = cloud
      .bucket(call.bucket)
      .list({ prefix, delimiter: query.get('delimiter') ?? '', after, maximum: Math.min(maximum, 1000) })
    sendXml(call.response, 'ListBucketResult', {
      Name: call.bucket,
      Prefix: shown(prefix),
      MaxKeys: maximum,
      KeyCount: objects.length + prefixes.length,
      IsTruncated: next !== null,
      ...(next !== null && { NextContinuationToken: Buffer.from(next).toString('base64url') }),
      Contents: objects.map((object) => ({
        Key: shown(object.key),
        LastModified: iso(object.lastModified),
        ETag: object.etag,
        Size: object.bytes,
        StorageClass: 'STANDARD',
      })),
      CommonPrefixes: prefixes.map((one) => ({ Prefix: shown(one) })),
    })
  },
  async 'POST bucket delete'(call, cloud) {
    const document = (await readBody(call.request, MAXIMUM_DELETE_BYTES)).toString()
    const bucket = cloud.bucket(call.bucket)
    const keys = xmlTexts(document, 'Object').flatMap((object) => xmlTexts(object, 'Key').map(unescapeXml))
    if (keys.length === 0 || keys.length > 1000) throw new ServiceFault('MalformedXML', `expected 1 to 1000 keys, got ${keys.length}`)
    for (const key of keys) await cloud.bytes.release(bucket.delete(key))
    const quiet = xmlTexts(document, 'Quiet')[0] === 'true'
    sendXml(call.response, 'DeleteResult', quiet ? {} : { Deleted: keys.map((Key) => ({ Key })) })
  },
}
