import { createHash } from 'node:crypto'
import { rmSync, type Stats, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ObjectReference } from '../../contract/object-reference.ts'
import { FetchCache } from './fetch-cache.ts'
import { fetchToFile } from './fetch-to-file.ts'
import type { ObjectStore } from './object-store.ts'

interface LocalFile {
  readonly path: string
  readonly stats: Stats
}

/** Objects as local files, bounded by bytes. A file that a target has changed or removed is fetched again. */
export class FileCache {
  readonly #store: ObjectStore
  readonly #folder: string
  readonly #files: FetchCache<LocalFile>
  #fetches = 0

  /** @param folder a folder of this process alone. */
  constructor(options: { readonly store: ObjectStore; readonly folder: string; readonly capacityBytes: number }) {
    this.#store = options.store
    this.#folder = options.folder
    this.#files = new FetchCache({
      capacityBytes: options.capacityBytes,
      discard: ({ path }) => rmSync(dirname(path), { recursive: true, force: true }),
    })
  }

  get capacityBytes(): number {
    return this.#files.capacityBytes
  }

  /** How many files were fetched so far. */
  get fetches(): number {
    return this.#fetches
  }

  /** The path, if the file is at hand as it was fetched; it becomes the last to go. */
  use(reference: ObjectReference, name: string): string | undefined {
    const key = keyOf(reference, name)
    const held = this.#files.use(key)
    if (held === undefined || isUntouched(held)) return held?.path
    this.#files.drop(key)
    return undefined
  }

  /** The absolute path of a read-only file with the object's bytes and this base name. */
  async get(reference: ObjectReference, name: string, signal: AbortSignal): Promise<string> {
    const held = this.use(reference, name)
    if (held !== undefined) return held
    const file = await this.#files.get(keyOf(reference, name), reference.bytes, async () => {
      this.#fetches++
      // The same path each time: a warm thread has it in its data already.
      const path = join(this.#folder, createHash('sha256').update(keyOf(reference, name)).digest('hex'), name)
      await fetchToFile(this.#store, reference, path, signal)
      return { path, stats: statSync(path) }
    })
    return file.path
  }
}

const keyOf = ({ sha256 }: ObjectReference, name: string): string => `${sha256}/${name}`

function isUntouched({ path, stats }: LocalFile): boolean {
  const now = statSync(path, { throwIfNoEntry: false })
  return now !== undefined && now.size === stats.size && now.mtimeMs === stats.mtimeMs && now.ino === stats.ino
}
