import { ServiceFault } from '../service-fault.ts'

/** Bytes that the shell keeps; the model only knows how many there are. */
export interface StoredBytes {
  readonly id: string
  readonly bytes: number
}

export interface ObjectFacts {
  readonly contentType: string | null
  /** What the user put beside the object (`x-amz-meta-*`). */
  readonly metadata: Readonly<Record<string, string>>
}

export interface StoredObject extends ObjectFacts {
  readonly key: string
  readonly bytes: number
  readonly etag: string
  /** Milliseconds since the epoch. */
  readonly lastModified: number
  /** In order; more than one after a multipart upload. */
  readonly parts: readonly StoredBytes[]
}

/** What a put asks of the object that is there; null: nothing. */
export type PutCondition = { readonly ifNoneMatch: string } | { readonly ifMatch: string } | null

/** Of every part but the last. */
const SMALLEST_PART_BYTES = 5 * 1024 * 1024

interface MultipartUpload {
  readonly key: string
  readonly facts: ObjectFacts
  readonly parts: Map<number, { readonly body: StoredBytes; readonly etag: string }>
}

export interface ListQuery {
  readonly prefix: string
  readonly delimiter: string
  /** Keys after this one. */
  readonly after: string
  readonly maximum: number
}

/**
 * One S3 bucket: objects, conditional puts, multipart uploads, copies, listing. Pure: bytes stay with the shell, which
 * is told by the return values which of them are no longer needed.
 * @throws ServiceFault in S3's words
 */
export class BucketModel {
  readonly #newId: () => string
  readonly #objects = new Map<string, StoredObject>()
  readonly #uploads = new Map<string, MultipartUpload>()

  constructor(newId: () => string) {
    this.#newId = newId
  }

  /** Refuses a put that must not replace what is there, before its bytes are read. */
  checkPut(key: string, condition: PutCondition): void {
    if (condition === null) return
    if ('ifMatch' in condition) {
      if (unquote(this.get(key).etag) !== unquote(condition.ifMatch)) throw notAsAsked()
      return
    }
    const { ifNoneMatch } = condition
    if (ifNoneMatch !== '*') {
      throw new ServiceFault('NotImplemented', `If-None-Match: expected *, got ${ifNoneMatch}`, { status: 501 })
    }
    if (this.#objects.has(key)) throw notAsAsked()
  }

  put(key: string, body: StoredBytes, facts: ObjectFacts, condition: PutCondition, now: number) {
    this.checkPut(key, condition)
    return this.#store(key, [body], facts, now)
  }

  /** @throws ServiceFault `NoSuchKey` */
  get(key: string): StoredObject {
    const object = this.#objects.get(key)
    if (object === undefined) throw new ServiceFault('NoSuchKey', 'The specified key does not exist.', { status: 404, details: { key } })
    return object
  }

  /** @returns the bytes that are no longer needed; none when there was no such object, which is no error. */
  delete(key: string): readonly StoredBytes[] {
    const object = this.#objects.get(key)
    this.#objects.delete(key)
    return object?.parts ?? []
  }

  /** Copies an object of this bucket onto a key of this bucket. The bytes must be the shell's own copy unless the keys are the same. */
  touch(key: string, facts: ObjectFacts | null, now: number): StoredObject {
    const object: StoredObject = { ...this.get(key), ...facts, lastModified: now }
    this.#objects.set(key, object)
    return object
  }

  createUpload(key: string, facts: ObjectFacts): string {
    const id = this.#newId()
    this.#uploads.set(id, { key, facts, parts: new Map() })
    return id
  }

  /** @returns the part's ETag, and the bytes of an earlier part of the same number. */
  addPart(uploadId: string, key: string, number: number, body: StoredBytes) {
    const upload = this.#upload(uploadId, key)
    const before = upload.parts.get(number)
    const etag = this.#newEtag()
    upload.parts.set(number, { body, etag })
    return { etag, freed: before === undefined ? [] : [before.body] }
  }

  completeUpload(
    uploadId: string,
    key: string,
    wanted: readonly { readonly number: number; readonly etag: string }[],
    condition: PutCondition,
    now: number,
  ) {
    const upload = this.#upload(uploadId, key)
    if (wanted.length === 0) throw new ServiceFault('MalformedXML', 'expected at least one part, got none')
    this.checkPut(key, condition)
    const used = new Set<StoredBytes>()
    wanted.forEach(({ number, etag }, index) => {
      const before = wanted[index - 1]
      if (before !== undefined && before.number >= number) {
        throw new ServiceFault('InvalidPartOrder', 'The list of parts was not in ascending order.')
      }
      const part = upload.parts.get(number)
      if (part === undefined || unquote(etag) !== unquote(part.etag)) {
        throw new ServiceFault('InvalidPart', `part ${number} was not found, or its ETag is another one`)
      }
      if (part.body.bytes < SMALLEST_PART_BYTES && index < wanted.length - 1) {
        throw new ServiceFault(
          'EntityTooSmall',
          `part ${number} has ${part.body.bytes} bytes; all but the last need ${SMALLEST_PART_BYTES}`,
        )
      }
      used.add(part.body)
    })
    this.#uploads.delete(uploadId)
    const stored = this.#store(key, [...used], upload.facts, now)
    const unused = [...upload.parts.values()].map((part) => part.body).filter((body) => !used.has(body))
    return { object: stored.object, freed: [...stored.freed, ...unused] }
  }

  abortUpload(uploadId: string, key: string): readonly StoredBytes[] {
    const upload = this.#upload(uploadId, key)
    this.#uploads.delete(uploadId)
    return [...upload.parts.values()].map((part) => part.body)
  }

  /** Refuses a part of an upload that is not there, before its bytes are read. */
  checkUpload(uploadId: string, key: string): void {
    this.#upload(uploadId, key)
  }

  /** Keys in UTF-8 order, with common prefixes where a delimiter is given. */
  list(query: ListQuery) {
    const objects: StoredObject[] = []
    const prefixes = new Set<string>()
    let last = query.after
    for (const key of [...this.#objects.keys()].sort(byUtf8)) {
      if (!key.startsWith(query.prefix) || byUtf8(key, query.after) <= 0) continue
      const cut = query.delimiter === '' ? -1 : key.indexOf(query.delimiter, query.prefix.length)
      const prefix = cut < 0 ? null : key.slice(0, cut + query.delimiter.length)
      if (prefix !== null && (prefixes.has(prefix) || prefix === query.after || query.after.startsWith(prefix))) continue
      if (objects.length + prefixes.size === query.maximum) return { objects, prefixes: [...prefixes], next: last }
      if (prefix !== null) prefixes.add(prefix)
      else objects.push(this.get(key))
      last = prefix ?? key
    }
    return { objects, prefixes: [...prefixes], next: null }
  }

  get isEmpty(): boolean {
    return this.#objects.size === 0
  }

  #store(key: string, parts: readonly StoredBytes[], facts: ObjectFacts, now: number) {
    const bytes = parts.reduce((sum, part) => sum + part.bytes, 0)
    const { contentType, metadata } = facts
    const object: StoredObject = { key, bytes, parts, etag: this.#newEtag(), lastModified: now, contentType, metadata }
    const freed = this.delete(key)
    this.#objects.set(key, object)
    return { object, freed }
  }

  #upload(uploadId: string, key: string): MultipartUpload {
    const upload = this.#uploads.get(uploadId)
    if (upload !== undefined && upload.key === key) return upload
    throw new ServiceFault('NoSuchUpload', 'The specified upload does not exist.', { status: 404, details: { key, uploadId } })
  }

  /** Opaque, as for encrypted objects on S3: hashing the bytes would cost more than storing them. */
  #newEtag(): string {
    return `"${this.#newId().replaceAll('-', '')}"`
  }
}

const notAsAsked = (): ServiceFault =>
  new ServiceFault('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', { status: 412 })

const unquote = (etag: string): string => etag.replace(/^"|"$/g, '')

function byUtf8(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}
