import { listParts } from '../../contract/data/list-parts.ts'
import type { PartReference } from '../../contract/data/part-reference.ts'
import type { StoredData } from '../../contract/data/stored-data.ts'
import type { ObjectReference } from '../../contract/object-reference.ts'
import { FunctionFault } from '../function-fault.ts'
import { FetchCache } from './fetch-cache.ts'
import { fetchToMemory } from './fetch-to-memory.ts'
import type { FileCache } from './file-cache.ts'
import type { ObjectStore } from './object-store.ts'

const MIB = 1024 * 1024
/** Each part is fetched in up to 8 ranges at once; together they stay below the sockets that the S3 client has. */
const PARTS_AT_ONCE = 8

/** Scattered data on a worker: fetched on first use, then kept in shared memory, and in local files for what was scattered by path. */
export class DataStore {
  readonly #store: ObjectStore
  readonly #files: FileCache
  readonly #memory: FetchCache<Uint8Array>
  readonly #parts = new WeakMap<Uint8Array, readonly PartReference[]>()
  #fetches = 0

  constructor(options: { readonly store: ObjectStore; readonly files: FileCache; readonly capacityBytes: number }) {
    this.#store = options.store
    this.#files = options.files
    this.#memory = new FetchCache({ capacityBytes: options.capacityBytes })
  }

  /** How many objects were fetched into memory so far. */
  get fetches(): number {
    return this.#fetches
  }

  /**
   * The data with all its parts at hand.
   * @throws FunctionFault with code DATA_TOO_LARGE before anything large is fetched; the store's own faults; DataError when it is no data.
   */
  async get(reference: ObjectReference, signal: AbortSignal): Promise<StoredData> {
    this.#checkFits(reference.bytes, this.#memory.capacityBytes, 'memory')
    const root = await this.#object(reference, signal)
    const listed = this.#list(root)
    const [inMemory, inFiles] = [listed.filter((part) => part.kind !== 'file'), listed.filter((part) => part.kind === 'file')]
    this.#checkFits(reference.bytes + bytesOf(inMemory), this.#memory.capacityBytes, 'memory')
    this.#checkFits(bytesOf(inFiles), this.#files.capacityBytes, 'ephemeral storage')

    // What is at hand is marked as used before anything is fetched, so that no part pushes out another of the same data.
    const parts = new Map<string, Uint8Array | string>()
    const missing: PartReference[] = []
    for (const part of listed) {
      const held = part.kind === 'file' ? this.#files.use(part.reference, fileName(part)) : this.#memory.use(part.reference.sha256)
      if (held === undefined) missing.push(part)
      else parts.set(part.reference.sha256, held)
    }
    if (missing.length > 0) await this.#fetch(missing, parts, signal)
    return { reference, root, parts }
  }

  async #fetch(missing: readonly PartReference[], into: Map<string, Uint8Array | string>, signal: AbortSignal): Promise<void> {
    const siblings = new AbortController()
    const either = AbortSignal.any([signal, siblings.signal])
    const queue = missing.values()
    const lanes = Array.from({ length: Math.min(PARTS_AT_ONCE, missing.length) }, async () => {
      for (const part of queue) {
        const { kind, reference } = part
        const value = kind === 'file' ? this.#files.get(reference, fileName(part), either) : this.#object(reference, either)
        into.set(reference.sha256, await value)
      }
    })
    try {
      await Promise.all(lanes)
    } catch (cause) {
      siblings.abort(cause)
      await Promise.allSettled(lanes)
      throw cause
    }
  }

  #object(reference: ObjectReference, signal: AbortSignal): Promise<Uint8Array> {
    return this.#memory.get(reference.sha256, reference.bytes, () => {
      this.#fetches++
      return fetchToMemory(this.#store, reference, signal)
    })
  }

  #list(root: Uint8Array): readonly PartReference[] {
    let parts = this.#parts.get(root)
    if (parts === undefined) {
      parts = listParts(root)
      this.#parts.set(root, parts)
    }
    return parts
  }

  #checkFits(bytes: number, capacityBytes: number, what: string): void {
    if (bytes <= capacityBytes) return
    const [size, room] = [Math.ceil(bytes / MIB), Math.floor(capacityBytes / MIB)]
    throw new FunctionFault(
      'DATA_TOO_LARGE',
      `the scattered data takes ${size} MiB; this worker keeps up to ${room} MiB of it: give the function more ${what}`,
      {
        retryable: false,
      },
    )
  }
}

const fileName = ({ name, reference }: PartReference): string => name ?? reference.sha256
const bytesOf = (parts: readonly PartReference[]): number => parts.reduce((sum, { reference }) => sum + reference.bytes, 0)
