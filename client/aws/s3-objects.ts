import { Readable } from 'node:stream'
import { CopyObjectCommand, GetObjectCommand, HeadObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import type { ObjectReference } from '../../contract/object-reference.ts'
import { TransportError } from '../runner/errors.ts'
import type { ObjectBody, ObjectPort, TaggedObject } from '../runner/transport.ts'
import { PART_BYTES, SINGLE_PUT_BYTES } from '../runner/usage/put-requests.ts'
import { mapSdkError } from './map-sdk-error.ts'

/** Parts in the air at once: with their size, the most an upload holds in memory beside the data itself. */
const PARTS_AT_ONCE = 4

/** The stack's bucket, through the S3 API. */
export class S3Objects implements ObjectPort {
  readonly #client: S3Client
  readonly #bucket: string

  constructor(client: S3Client, bucket: string) {
    this.#client = client
    this.#bucket = bucket
  }

  async head(key: string, { signal }: { readonly signal: AbortSignal }) {
    try {
      const answer = await this.#client.send(new HeadObjectCommand({ Bucket: this.#bucket, Key: key }), { abortSignal: signal })
      return { bytes: answer.ContentLength ?? 0, lastModified: answer.LastModified?.getTime() ?? 0 }
    } catch (cause) {
      const error = mapSdkError('s3:GetObject', cause, signal)
      if (error instanceof TransportError && error.code === 'OBJECT_MISSING') return null
      throw error
    }
  }

  async put(
    key: string,
    body: ObjectBody,
    options: { readonly signal: AbortSignal; readonly onProgress?: (bytes: number) => void },
  ): Promise<void> {
    try {
      if (body.bytes <= SINGLE_PUT_BYTES) await this.#putWhole(key, body, options.signal)
      else await this.#putParts(key, body, options)
      options.onProgress?.(body.bytes)
    } catch (cause) {
      throw mapSdkError('s3:PutObject', cause, options.signal)
    }
  }

  async get(key: string, options: { readonly signal: AbortSignal; readonly maxBytes: number }): Promise<Uint8Array> {
    const { bytes } = await this.#read(key, options)
    return bytes
  }

  async getTagged(key: string, options: { readonly signal: AbortSignal; readonly maxBytes: number }): Promise<TaggedObject | null> {
    try {
      return await this.#read(key, options)
    } catch (error) {
      if (error instanceof TransportError && error.code === 'OBJECT_MISSING') return null
      throw error
    }
  }

  async putTagged(
    key: string,
    bytes: Uint8Array,
    { signal, tag }: { readonly signal: AbortSignal; readonly tag: string | null },
  ): Promise<string | null> {
    const condition = tag === null ? { IfNoneMatch: '*' } : { IfMatch: tag }
    try {
      const put = new PutObjectCommand({ Bucket: this.#bucket, Key: key, Body: bytes, ...condition })
      const { ETag } = await this.#client.send(put, { abortSignal: signal })
      return ETag ?? null
    } catch (cause) {
      const error = mapSdkError('s3:PutObject', cause, signal)
      if (error instanceof TransportError && (error.code === 'OBJECT_CHANGED' || error.code === 'OBJECT_MISSING')) return null
      throw error
    }
  }

  async refresh(reference: ObjectReference, { signal }: { readonly signal: AbortSignal }): Promise<void> {
    try {
      await this.#client.send(
        new CopyObjectCommand({
          Bucket: this.#bucket,
          Key: reference.key,
          CopySource: `${this.#bucket}/${reference.key}`,
          MetadataDirective: 'REPLACE',
        }),
        { abortSignal: signal },
      )
    } catch (cause) {
      throw mapSdkError('s3:PutObject', cause, signal)
    }
  }

  async #read(key: string, options: { readonly signal: AbortSignal; readonly maxBytes: number }): Promise<TaggedObject> {
    try {
      const answer = await this.#client.send(new GetObjectCommand({ Bucket: this.#bucket, Key: key }), { abortSignal: options.signal })
      const bytes = answer.ContentLength ?? 0
      if (bytes > options.maxBytes) {
        ;(answer.Body as Readable | undefined)?.destroy()
        throw new TransportError('OBJECT_TOO_LARGE', 's3:GetObject', `${key} has ${bytes} bytes, at most ${options.maxBytes} are taken`, {
          transient: false,
        })
      }
      return { bytes: (await answer.Body?.transformToByteArray()) ?? new Uint8Array(), tag: answer.ETag ?? '' }
    } catch (cause) {
      throw mapSdkError('s3:GetObject', cause, options.signal)
    }
  }

  async #putWhole(key: string, body: ObjectBody, signal: AbortSignal): Promise<void> {
    const chunks: Uint8Array[] = []
    for await (const chunk of body.chunks()) chunks.push(chunk)
    const only = chunks.length === 1 ? chunks[0] : undefined
    await this.#client.send(new PutObjectCommand({ Bucket: this.#bucket, Key: key, Body: only ?? Buffer.concat(chunks) }), {
      abortSignal: signal,
    })
  }

  async #putParts(
    key: string,
    body: ObjectBody,
    options: { readonly signal: AbortSignal; readonly onProgress?: (bytes: number) => void },
  ): Promise<void> {
    const upload = new Upload({
      client: this.#client,
      params: { Bucket: this.#bucket, Key: key, Body: Readable.from(body.chunks(), { objectMode: false }) },
      partSize: PART_BYTES,
      queueSize: PARTS_AT_ONCE,
    })
    upload.on('httpUploadProgress', (progress) => options.onProgress?.(progress.loaded ?? 0))
    const abort = (): void => void upload.abort()
    options.signal.addEventListener('abort', abort, { once: true })
    try {
      options.signal.throwIfAborted()
      await upload.done()
    } finally {
      options.signal.removeEventListener('abort', abort)
    }
  }
}
