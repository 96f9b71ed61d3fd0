import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { FunctionFault } from '../function-fault.ts'
import type { ByteRange, ObjectStore } from '../worker/object-store.ts'
import { clientSettings } from './client-settings.ts'
import { mapSdkFault } from './map-sdk-fault.ts'

/** Tries at one range. The SDK tries again by itself until the answer begins; a body that breaks off in the middle is left to us. */
const TRIES = 3

/** The stack's bucket, through S3. */
export class S3ObjectStore implements ObjectStore {
  readonly #client: S3Client
  readonly #bucket: string

  constructor(options: { readonly bucket: string }) {
    this.#bucket = options.bucket
    // Names of buckets as host names do not resolve on an endpoint that somebody set.
    const forcePathStyle = (process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL ?? '') !== ''
    this.#client = new S3Client({ ...clientSettings(), forcePathStyle })
  }

  async read(key: string, range: ByteRange, place: (totalBytes: number) => Uint8Array, signal: AbortSignal): Promise<void> {
    for (let tried = 1; ; tried++) {
      try {
        return await this.#readOnce(key, range, place, signal)
      } catch (cause) {
        const fault = mapSdkFault(`s3:GetObject ${key}`, cause, signal)
        if (tried === TRIES || !(fault instanceof FunctionFault && fault.code === 'UNREACHABLE')) throw fault
      }
    }
  }

  async #readOnce(key: string, { start, end }: ByteRange, place: (totalBytes: number) => Uint8Array, signal: AbortSignal): Promise<void> {
    const command = new GetObjectCommand({ Bucket: this.#bucket, Key: key, Range: `bytes=${start}-${end - 1}` })
    const { Body, ContentRange } = await this.#client.send(command, { abortSignal: signal })
    const body = Body as AsyncIterable<Uint8Array> & { destroy(): void }
    try {
      const total = /\/(\d+)$/.exec(ContentRange ?? '')
      if (total === null)
        throw new FunctionFault('NO_RANGES', `s3:GetObject ${key}: expected a range, got the whole object`, { retryable: false })
      const memory = place(Number(total[1]))
      let filled = 0
      for await (const chunk of body) {
        if (filled + chunk.byteLength > memory.byteLength) throw shortfall(key, memory.byteLength, `more than ${filled + chunk.byteLength}`)
        memory.set(chunk, filled)
        filled += chunk.byteLength
      }
      if (filled < memory.byteLength) throw shortfall(key, memory.byteLength, filled)
    } catch (cause) {
      body.destroy()
      throw cause
    }
  }

  async exists(key: string, signal: AbortSignal): Promise<boolean> {
    try {
      await this.#client.send(new HeadObjectCommand({ Bucket: this.#bucket, Key: key }), { abortSignal: signal })
      return true
    } catch (cause) {
      const fault = mapSdkFault(`s3:HeadObject ${key}`, cause, signal)
      // A role that may not list the bucket is told 403 for an object that is not there.
      if (fault instanceof FunctionFault && (fault.code === 'OBJECT_MISSING' || fault.code === 'ACCESS_DENIED')) return false
      throw fault
    }
  }

  async write(key: string, bytes: Uint8Array): Promise<void> {
    try {
      await this.#client.send(new PutObjectCommand({ Bucket: this.#bucket, Key: key, Body: bytes }))
    } catch (cause) {
      throw mapSdkFault(`s3:PutObject ${key}`, cause)
    }
  }
}

function shortfall(key: string, expected: number, got: number | string): FunctionFault {
  return new FunctionFault('UNREACHABLE', `s3:GetObject ${key}: expected ${expected} bytes of a range, got ${got}`, { retryable: true })
}
