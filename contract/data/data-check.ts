import { createHash } from 'node:crypto'
import { DataError } from './data-error.ts'
import { hashChunks } from './hash-chunks.ts'
import { memoryChunks } from './memory-chunks.ts'
import { planData } from './plan-data.ts'
import type { StoredData } from './stored-data.ts'
import { writeRoot } from './write-root.ts'

/** Finds out whether a target wrote into its scattered data, which later trials share. Made before the first trial. */
export class DataCheck {
  readonly #stored: StoredData
  readonly #value: unknown
  readonly #fingerprint: string

  constructor(stored: StoredData, value: unknown) {
    this.#stored = stored
    this.#value = value
    this.#fingerprint = fingerprint(value)
  }

  /** What differs from the data as it was scattered, or null. Reads all of it: a second or so for each GB. */
  async difference(): Promise<string | null> {
    for (const [sha256, part] of this.#stored.parts) {
      if (typeof part === 'string') continue
      if ((await hashChunks(memoryChunks(part))).sha256 !== sha256) return `an array of ${part.byteLength} bytes was changed`
    }
    try {
      return fingerprint(this.#value) === this.#fingerprint ? null : 'a value was changed'
    } catch (error) {
      if (error instanceof DataError) return error.message
      throw error
    }
  }
}

/** Of everything but the parts' bytes, which are named by their own hashes. */
function fingerprint(value: unknown): string {
  const plan = planData(value)
  plan.parts.forEach((part, index) => {
    part.tag.value = index
  })
  return createHash('sha256').update(writeRoot(plan.tree)).digest('hex')
}
