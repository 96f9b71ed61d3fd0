import { createHash, randomBytes } from 'node:crypto'
import { request } from 'node:http'
import { Readable } from 'node:stream'
import {
  AbortMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type StartedCloud, startCloud } from '../support/start-cloud.ts'

const Bucket = 'bucket'
const MIB = 1024 ** 2
let started: StartedCloud
beforeAll(async () => {
  started = await startCloud()
})
afterAll(() => started[Symbol.asyncDispose]())

const put = (Key: string, Body: string | Buffer | Readable, changes: object = {}) =>
  started.s3.send(new PutObjectCommand({ Bucket, Key, Body, ...changes }))
async function get(Key: string, Range?: string): Promise<Buffer> {
  const { Body } = await started.s3.send(new GetObjectCommand({ Bucket, Key, ...(Range !== undefined && { Range }) }))
  return Buffer.from(await Body!.transformToByteArray())
}
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

describe('objects', () => {
  it.each(['plain', 'a key/with spaces/日本語 +%25?&=#.json', 'quotes \' and " and <&>'])(
    'stores and returns one under %j',
    async (Key) => {
      await put(Key, 'content', { ContentType: 'text/plain', Metadata: { who: 'me' } })
      const object = await started.s3.send(new GetObjectCommand({ Bucket, Key }))
      expect(await object.Body!.transformToString()).toBe('content')
      expect(object).toMatchObject({ ContentType: 'text/plain', ContentLength: 7, Metadata: { who: 'me' } })
      expect(Math.abs(object.LastModified!.getTime() - Date.now())).toBeLessThan(60_000)
      const { Contents } = await started.s3.send(new ListObjectsV2Command({ Bucket, Prefix: Key }))
      expect(Contents).toMatchObject([{ Key, Size: 7 }])
      await started.s3.send(new DeleteObjectCommand({ Bucket, Key }))
      await expect(started.s3.send(new HeadObjectCommand({ Bucket, Key }))).rejects.toMatchObject({ name: 'NotFound' })
      await expect(get(Key)).rejects.toMatchObject({ name: 'NoSuchKey' })
    },
  )

  it.each([0, 1, MIB, MIB + 1, 9 * MIB])('holds %i bytes, whole and in ranges', async (bytes) => {
    const content = randomBytes(bytes)
    await put('sized', content)
    expect((await get('sized')).equals(content)).toBe(true)
    if (bytes < 2) return
    expect(await get('sized', 'bytes=1-3')).toEqual(content.subarray(1, 4))
    expect((await get('sized', `bytes=${bytes - 5}-`)).equals(content.subarray(-5))).toBe(true)
    expect((await get('sized', 'bytes=-7')).equals(content.subarray(-7))).toBe(true)
    await expect(get('sized', `bytes=${bytes}-`)).rejects.toMatchObject({ name: 'InvalidRange' })
  })

  it('takes a stream in aws-chunked framing with a trailing checksum, as the SDK sends it by default', async () => {
    const content = randomBytes(3 * MIB)
    const pieces = Array.from({ length: 30 }, (_, i) => content.subarray((i * content.length) / 30, ((i + 1) * content.length) / 30))
    await put('streamed', Readable.from(pieces), { ContentLength: content.length })
    expect((await get('streamed')).equals(content)).toBe(true)
  })

  it('refuses bytes that do not have the checksum they came with', async () => {
    await expect(put('damaged', 'content', { ChecksumCRC32: 'AAAAAA==' })).rejects.toMatchObject({ name: 'BadDigest' })
    await expect(put('damaged', 'content', { ContentMD5: 'AAAAAAAAAAAAAAAAAAAAAA==' })).rejects.toMatchObject({ name: 'BadDigest' })
    await expect(get('damaged')).rejects.toMatchObject({ name: 'NoSuchKey' })
  })

  it('puts only what is not there when asked to', async () => {
    await put('once', 'first', { IfNoneMatch: '*' })
    await expect(put('once', 'second', { IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
      $metadata: { httpStatusCode: 412 },
    })
    expect((await get('once')).toString()).toBe('first')
  })

  it('lets one of many racing conditional puts win', async () => {
    const settled = await Promise.allSettled(
      Array.from({ length: 8 }, (_, i) => put('race', Buffer.alloc(2 * MIB, i), { IfNoneMatch: '*' })),
    )
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(new Set(await get('race')).size).toBe(1)
  })

  it('copies: onto itself, which makes it young again, and elsewhere', async () => {
    await put('old', Buffer.alloc(2 * MIB, 7), { Metadata: { kept: 'yes' } })
    const copy = (Key: string, directive: 'COPY' | 'REPLACE') =>
      started.s3.send(new CopyObjectCommand({ Bucket, Key, CopySource: `${Bucket}/old`, MetadataDirective: directive }))
    await expect(copy('old', 'COPY')).rejects.toMatchObject({ name: 'InvalidRequest' })
    const { CopyObjectResult } = await copy('old', 'REPLACE')
    expect(CopyObjectResult!.LastModified).toBeInstanceOf(Date)
    await copy('new', 'COPY')
    await started.s3.send(new DeleteObjectCommand({ Bucket, Key: 'old' }))
    expect(await get('new')).toHaveLength(2 * MIB)
    await expect(copy('newer', 'COPY')).rejects.toMatchObject({ name: 'NoSuchKey' })
  })

  it('leaves nothing behind when an upload breaks off', async () => {
    const address = new URL(started.cloud.endpoint)
    await new Promise<void>((resolve) => {
      const outgoing = request({
        host: address.hostname,
        port: address.port,
        method: 'PUT',
        path: '/bucket/broken',
        headers: { authorization: 'AWS4-HMAC-SHA256', 'content-length': 4 * MIB },
      })
      outgoing.on('error', () => resolve())
      outgoing.write(Buffer.alloc(2 * MIB), () => outgoing.destroy(new Error('cable')))
    })
    await expect(get('broken')).rejects.toMatchObject({ name: 'NoSuchKey' })
  })
})

describe('multipart uploads', () => {
  it('puts the parts together, with the upload manager of the SDK', async () => {
    const content = randomBytes(17 * MIB)
    await new Upload({
      client: started.s3,
      params: { Bucket, Key: 'parts', Body: Readable.from([content]) },
      partSize: 5 * MIB,
      queueSize: 4,
    }).done()
    const back = await get('parts')
    expect(sha256(back)).toBe(sha256(content))
    expect(await get('parts', `bytes=${5 * MIB - 2}-${5 * MIB + 1}`)).toEqual(content.subarray(5 * MIB - 2, 5 * MIB + 2))
    expect((await started.s3.send(new HeadObjectCommand({ Bucket, Key: 'parts' }))).ContentLength).toBe(17 * MIB)
  })

  it('aborts', async () => {
    const { UploadId } = await started.s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'aborted' }))
    const part = () => started.s3.send(new UploadPartCommand({ Bucket, Key: 'aborted', UploadId, PartNumber: 1, Body: 'x' }))
    await part()
    await started.s3.send(new AbortMultipartUploadCommand({ Bucket, Key: 'aborted', UploadId }))
    await expect(part()).rejects.toMatchObject({ name: 'NoSuchUpload' })
    await expect(get('aborted')).rejects.toMatchObject({ name: 'NoSuchKey' })
  })
})

describe('buckets', () => {
  it('lists page by page, folded at a delimiter, and deletes many', async () => {
    await started.s3.send(new CreateBucketCommand({ Bucket: 'other-bucket' }))
    const names = Array.from({ length: 7 }, (_, i) => `folder/${i} & more`)
    for (const Key of [...names, 'top']) await started.s3.send(new PutObjectCommand({ Bucket: 'other-bucket', Key, Body: '' }))
    const seen: string[] = []
    let ContinuationToken: string | undefined
    do {
      const page = await started.s3.send(
        new ListObjectsV2Command({
          Bucket: 'other-bucket',
          Prefix: 'folder/',
          MaxKeys: 3,
          ...(ContinuationToken !== undefined && { ContinuationToken }),
        }),
      )
      seen.push(...(page.Contents ?? []).map((object) => object.Key!))
      ContinuationToken = page.NextContinuationToken
    } while (ContinuationToken !== undefined)
    expect(seen).toEqual(names)
    const folded = await started.s3.send(new ListObjectsV2Command({ Bucket: 'other-bucket', Delimiter: '/' }))
    expect(folded.CommonPrefixes).toEqual([{ Prefix: 'folder/' }])
    await expect(started.s3.send(new DeleteBucketCommand({ Bucket: 'other-bucket' }))).rejects.toMatchObject({ name: 'BucketNotEmpty' })
    await started.s3.send(
      new DeleteObjectsCommand({ Bucket: 'other-bucket', Delete: { Objects: [...names, 'top'].map((Key) => ({ Key })) } }),
    )
    await started.s3.send(new DeleteBucketCommand({ Bucket: 'other-bucket' }))
    expect((await started.s3.send(new ListBucketsCommand({}))).Buckets?.map((bucket) => bucket.Name)).toEqual([Bucket])
  })

  it('says when there is none, or when its name is none', async () => {
    await expect(started.s3.send(new HeadBucketCommand({ Bucket: 'missing' }))).rejects.toMatchObject({ name: 'NotFound' })
    await expect(started.s3.send(new PutObjectCommand({ Bucket: 'missing', Key: 'k', Body: 'x' }))).rejects.toMatchObject({
      name: 'NoSuchBucket',
    })
    await expect(started.s3.send(new CreateBucketCommand({ Bucket: 'No_Bucket' }))).rejects.toMatchObject({ name: 'InvalidBucketName' })
  })
})

it('names an operation that is not emulated', async () => {
  await put('k', 'x')
  await expect(started.s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'k' }))).rejects.toMatchObject({
    name: 'NotImplemented',
    message: expect.stringContaining('GET object?tagging'),
  })
})

it('takes any region and any credentials, but no unsigned call and no foreign host', async () => {
  const client = new S3Client({
    endpoint: started.cloud.endpoint,
    region: 'eu-north-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'y' },
  })
  await client.send(new HeadBucketCommand({ Bucket }))
  client.destroy()
  const unsigned = await fetch(`${started.cloud.endpoint}/bucket/k`)
  expect([unsigned.status, await unsigned.text()]).toEqual([403, expect.stringContaining('not signed')])
  const status = await new Promise((resolve, reject) => {
    const { hostname, port } = new URL(started.cloud.endpoint)
    request({ host: hostname, port, headers: { host: 'attacker.example', authorization: 'AWS4-HMAC-SHA256' } }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
      .on('error', reject)
      .end()
  })
  expect(status).toBe(403)
})
