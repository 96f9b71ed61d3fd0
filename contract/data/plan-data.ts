import { Tag } from 'cbor-x'
import { describe } from '../errors.ts'
import { DataError } from './data-error.ts'
import { DATA_LIMITS } from './data-limits.ts'
import { dataPath, type PathStep } from './data-path.ts'
import { FileData } from './file-data.ts'
import { isDetached, type Memory, memoryOf } from './memory-of.ts'
import { NegativeZero } from './negative-zero.ts'
import { WIRE_TAGS } from './wire-tags.ts'

/** A place in the root whose tag gets its content once the part's hash is known. */
export interface PlannedPart {
  readonly source: Memory | FileData
  readonly tag: Tag
  readonly path: string
}

/** What `planData` makes of a value: the tree that is written as the root, with one open tag for every part. */
export interface DataPlan {
  readonly tree: unknown
  readonly parts: readonly PlannedPart[]
}

/**
 * Walks a value once, without copying any memory, and turns it into what the root is written from.
 * @throws DataError for the first value that cannot be scattered; the message names its place.
 */
export function planData(value: unknown): DataPlan {
  const planner = new Planner()
  const tree = planner.plan(value)
  return { tree, parts: planner.parts }
}

class Planner {
  readonly parts: PlannedPart[] = []
  readonly #steps: PathStep[] = []
  readonly #ancestors = new Set<object>()
  #values = 0
  #inlineBytes = 0

  plan(value: unknown): unknown {
    if (++this.#values > DATA_LIMITS.values) {
      throw this.#fault(`more than ${DATA_LIMITS.values} values outside of typed arrays; put numbers into typed arrays`)
    }
    switch (typeof value) {
      case 'number':
        return Object.is(value, -0) ? new NegativeZero() : value
      case 'string':
        if (!value.isWellFormed()) throw this.#fault('a string with half of a surrogate pair cannot be scattered')
        return value
      case 'bigint':
        if (bitsOver(value, DATA_LIMITS.bigintBytes * 8))
          throw this.#fault(`a bigint of more than ${DATA_LIMITS.bigintBytes} bytes cannot be scattered`)
        return value
      case 'boolean':
      case 'undefined':
        return value
      case 'object':
        return value === null ? null : this.#object(value)
      default:
        throw this.#fault(`${describe(value)} cannot be scattered`)
    }
  }

  #object(value: object): unknown {
    if (isDetached(value)) throw this.#fault('its memory was transferred away (a detached buffer)')
    const memory = memoryOf(value)
    if (memory !== null) return this.#memory(memory)
    if (value instanceof FileData) return this.#part(value)
    if (value instanceof Date) return this.#date(value)
    if (value instanceof RegExp) return new Tag([value.source, value.flags], WIRE_TAGS.regexp)
    if (this.#ancestors.has(value)) throw this.#fault('a value that holds itself (a circular reference) cannot be scattered')
    if (this.#ancestors.size >= DATA_LIMITS.depth) throw this.#fault(`nested deeper than ${DATA_LIMITS.depth} levels`)
    this.#ancestors.add(value)
    const planned = this.#container(value)
    this.#ancestors.delete(value)
    return planned
  }

  #container(value: object): unknown {
    // Array.from visits holes too: they are scattered as undefined.
    if (Array.isArray(value)) return Array.from(value, (element, index) => this.#at(index, element))
    if (value instanceof Map) {
      return new Map(Array.from(value, ([key, element]) => [this.#at({ key }, key), this.#at({ of: key }, element)] as const))
    }
    if (value instanceof Set) return new Set(Array.from(value, (member, at) => this.#at({ at }, member)))
    const prototype: unknown = Object.getPrototypeOf(value)
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
      throw this.#fault(`${describe(value)} cannot be scattered; scatter plain records, arrays, Maps, Sets, typed arrays and files`)
    }
    return this.#record(value)
  }

  #date(date: Date): Date {
    const time = date.getTime()
    if (Number.isNaN(time)) throw this.#fault('an invalid Date cannot be scattered')
    // The wire holds seconds as a float64, as CBOR's tag 1 has it.
    if (Math.round((time / 1000) * 1000) !== time)
      throw this.#fault(`the Date ${date.toISOString()} is too far from 1970 to be kept to the millisecond`)
    return date
  }

  #record(value: object): Record<string, unknown> {
    const hidden = Object.getOwnPropertySymbols(value)[0]
    if (hidden !== undefined) throw this.#fault(`a symbol as a key (${String(hidden)}) cannot be scattered`)
    const record: Record<string, unknown> = {}
    for (const key of Object.keys(value)) {
      if (key === '__proto__') throw this.#fault('a key named "__proto__" cannot be scattered')
      if (!key.isWellFormed()) throw this.#fault('a key with half of a surrogate pair cannot be scattered')
      record[key] = this.#at(key, this.#read(value, key))
    }
    return record
  }

  #read(value: object, key: string): unknown {
    try {
      return Reflect.get(value, key)
    } catch (cause) {
      this.#steps.push(key)
      throw this.#fault('reading this property throws', cause)
    }
  }

  #memory(memory: Memory): unknown {
    const bytes = memory.bytes.byteLength
    const crowded = this.#inlineBytes >= DATA_LIMITS.inlineBytes
    if (bytes >= (crowded ? DATA_LIMITS.crowdedPartBytes : DATA_LIMITS.partBytes)) return this.#part(memory)
    this.#inlineBytes += bytes
    const buffer = Buffer.from(memory.bytes.buffer, memory.bytes.byteOffset, bytes)
    if (memory.kind === 'buffer') return buffer
    return typeof memory.kind === 'number' ? new Tag(buffer, memory.kind) : new Tag([memory.kind, buffer], WIRE_TAGS.memory)
  }

  #part(source: Memory | FileData): Tag {
    const tag = new Tag(null, WIRE_TAGS.part)
    this.parts.push({ source, tag, path: dataPath(this.#steps) })
    return tag
  }

  #at(step: PathStep, value: unknown): unknown {
    this.#steps.push(step)
    const planned = this.plan(value)
    this.#steps.pop()
    return planned
  }

  #fault(problem: string, cause?: unknown): DataError {
    return new DataError(dataPath(this.#steps), problem, cause === undefined ? {} : { cause })
  }
}

function bitsOver(value: bigint, bits: number): boolean {
  return BigInt.asIntN(bits + 1, value) !== value
}
