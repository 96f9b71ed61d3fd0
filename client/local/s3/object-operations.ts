import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { readBody } from '../face/read-body.ts'
import type { PutCondition, StoredObject } from '../model/bucket-model.ts'
import { ServiceFault } from '../service-fault.ts'
import type { S3Cloud } from './s3-cloud.ts'
import type { S3Operation } from './s3-operation.ts'
import { readFacts, readRange, type S3Request } from './s3-request.ts'
import { sendXml } from './send-xml.ts'
import { uploadBody } from './upload-body.ts'
import { unescapeXml, xmlTexts } from './xml.ts'

/** 10,000 parts and their XML. */
const MAXIMUM_COMPLETE_BYTES = 4 * 1024 * 1024
const MAXIMUM_KEY_BYTES = 1024
/** Conditions that are not emulated: refused by name, not passed over. */
const UNKNOWN_CONDITIONS = ['if-modified-since', 'if-unmodified-since'] as const

/** What S3 does with objects; the names are those `chooseOperation` makes. */
export const OBJECT_OPERATIONS: Readonly<Record<string, S3Operation>> = {
  'PUT object': putObject,
  'PUT object copy': copyObject,
  'GET object': getObject,
  'HEAD object': getObject,
  async 'DELETE object'(call, cloud) {
    await cloud.bytes.release(cloud.bucket(call.bucket).delete(call.key))
    call.response.writeHead(204).end()
  },
  'POST object uploads'(call, cloud) {
    call.request.resume()
    const { bucket: Bucket, key: Key } = call
    const UploadId = cloud.bucket(Bucket).createUpload(checkKey(Key), readFacts(call.request))
    sendXml(call.response, 'InitiateMultipartUploadResult', { Bucket, Key, UploadId })
  },
  'PUT object partNumber&uploadId': uploadPart,
  'POST object uploadId': completeUpload,
  async 'DELETE object uploadId'(call, cloud) {
    await cloud.bytes.release(cloud.bucket(call.bucket).abortUpload(uploadIdOf(call), call.key))
    call.response.writeHead(204).end()
  },
}

async function putObject(call: S3Request, cloud: S3Cloud): Promise<void> {
  const condition = readCondition(call)
  const bucket = cloud.bucket(call.bucket)
  bucket.checkPut(checkKey(call.key), condition)
  const body = await cloud.bytes.write(uploadBody(call.request))
  // Asked again: another put of the same key may have been quicker.
  try {
    const { object, freed } = bucket.put(call.key, body, readFacts(call.request), condition, cloud.clock.now())
    await cloud.bytes.release(freed)
    call.response.writeHead(200, { ETag: object.etag, 'Content-Length': 0 }).end()
  } catch (fault) {
    await cloud.bytes.release([body])
    throw fault
  }
}

async function copyObject(call: S3Request, cloud: S3Cloud): Promise<void> {
  call.request.resume()
  const path = decodeURIComponent(String(call.request.headers['x-amz-copy-source'])).replace(/^\//, '')
  const slash = path.indexOf('/')
  const source = { bucket: path.slice(0, slash), key: path.slice(slash + 1) }
  const replace = call.request.headers['x-amz-metadata-directive'] === 'REPLACE'
  const facts = replace ? readFacts(call.request) : null
  const bucket = cloud.bucket(call.bucket)
  const from = cloud.bucket(source.bucket).get(source.key)
  let object: StoredObject
  if (source.bucket === call.bucket && source.key === call.key) {
    if (!replace) {
      throw new ServiceFault(
        'InvalidRequest',
        "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
      )
    }
    object = bucket.touch(call.key, facts, cloud.clock.now())
  } else {
    const body = await cloud.bytes.write(cloud.bytes.read(from.parts, 0, from.bytes))
    const stored = bucket.put(checkKey(call.key), body, facts ?? from, null, cloud.clock.now())
    await cloud.bytes.release(stored.freed)
    object = stored.object
  }
  sendXml(call.response, 'CopyObjectResult', { ETag: object.etag, LastModified: new Date(object.lastModified).toISOString() })
}

async function getObject(call: S3Request, cloud: S3Cloud): Promise<void> {
  if (readCondition(call) !== null) throw notEmulated('conditions of a read')
  const { response, request } = call
  const object = cloud.bucket(call.bucket).get(call.key)
  const range = readRange(request.headers.range, object.bytes)
  const { from, to } = range ?? { from: 0, to: object.bytes }
  response.writeHead(range === null ? 200 : 206, {
    ...Object.fromEntries(Object.entries(object.metadata).map(([name, value]) => [`x-amz-meta-${name}`, value])),
    'Accept-Ranges': 'bytes',
    'Content-Type': object.contentType ?? 'application/octet-stream',
    'Content-Length': to - from,
    ...(range !== null && { 'Content-Range': `bytes ${from}-${to - 1}/${object.bytes}` }),
    ETag: object.etag,
    'Last-Modified': new Date(object.lastModified).toUTCString(),
  })
  if (call.method === 'HEAD') return void response.end()
  const [only, second] = object.parts
  const small = only !== undefined && second === undefined ? cloud.bytes.small(only) : null
  if (small !== null) return void response.end(small.subarray(from, to))
  try {
    await pipeline(Readable.from(cloud.bytes.read(object.parts, from, to), { objectMode: false, highWaterMark: 2 ** 20 }), response)
  } catch (cause) {
    // The reader went away; that is its right.
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw cause
  }
}

async function uploadPart(call: S3Request, cloud: S3Cloud): Promise<void> {
  const number = Number(call.query.get('partNumber'))
  if (!Number.isInteger(number) || number < 1 || number > 10_000) {
    throw new ServiceFault(
      'InvalidArgument',
      `Part number must be an integer between 1 and 10000, inclusive, got ${call.query.get('partNumber')}`,
    )
  }
  const bucket = cloud.bucket(call.bucket)
  bucket.checkUpload(uploadIdOf(call), call.key)
  const body = await cloud.bytes.write(uploadBody(call.request))
  try {
    const { etag, freed } = bucket.addPart(uploadIdOf(call), call.key, number, body)
    await cloud.bytes.release(freed)
    call.response.writeHead(200, { ETag: etag, 'Content-Length': 0 }).end()
  } catch (fault) {
    // The upload was aborted while this part was on its way.
    await cloud.bytes.release([body])
    throw fault
  }
}

async function completeUpload(call: S3Request, cloud: S3Cloud): Promise<void> {
  const document = (await readBody(call.request, MAXIMUM_COMPLETE_BYTES)).toString()
  const parts = xmlTexts(document, 'Part').map((part) => ({
    number: Number(xmlTexts(part, 'PartNumber')[0]),
    etag: unescapeXml(xmlTexts(part, 'ETag')[0] ?? ''),
  }))
  const bucket = cloud.bucket(call.bucket)
  const { object, freed } = bucket.completeUpload(uploadIdOf(call), call.key, parts, readCondition(call), cloud.clock.now())
  await cloud.bytes.release(freed)
  sendXml(call.response, 'CompleteMultipartUploadResult', {
    Location: `/${call.bucket}/${call.key}`,
    Bucket: call.bucket,
    Key: call.key,
    ETag: object.etag,
  })
}

const uploadIdOf = (call: S3Request): string => call.query.get('uploadId') ?? ''

function readCondition({ request: { headers } }: S3Request): PutCondition {
  for (const name of UNKNOWN_CONDITIONS) if (headers[name] !== undefined) throw notEmulated(name)
  const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = headers
  if (ifMatch !== undefined && ifNoneMatch !== undefined) throw notEmulated('if-match together with if-none-match')
  if (ifMatch !== undefined) return { ifMatch }
  return ifNoneMatch === undefined ? null : { ifNoneMatch }
}

const notEmulated = (what: string): ServiceFault =>
  new ServiceFault('NotImplemented', `the embedded cluster does not emulate ${what}`, { status: 501 })

function checkKey(key: string): string {
  const bytes = Buffer.byteLength(key)
  if (bytes > MAXIMUM_KEY_BYTES)
    throw new ServiceFault('KeyTooLongError', `Your key is too long: ${bytes} bytes, at most ${MAXIMUM_KEY_BYTES} are allowed`)
  return key
}
