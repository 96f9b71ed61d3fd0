import { MAX_INFO_BYTES } from '../../contract/protocol.ts'
import type { JsonObject, JsonValue } from '../../contract/trial.ts'

/** Room for what is added to a target's own info: its error, reports, notes and warnings. */
const RESERVED_BYTES = 1024 * 1024
const MAX_NOTES = 10
const MAX_DEPTH = 100
// A target may damage the globals of its thread; these are taken before it is loaded.
const { stringify } = JSON
const { byteLength } = Buffer
const { fromEntries, keys } = Object
const { isArray } = Array
const finite = Number.isFinite
const { isView } = ArrayBuffer
const { get } = Reflect

/** A target's info as JSON can carry it, and what had to be changed. */
export interface JsonInfo {
  readonly info: JsonObject
  readonly notes: readonly string[]
}

/**
 * Keeps as much of a target's info as JSON can carry. A bigint, NaN or Infinity becomes a string, a typed array or Set a list, a Map
 * with text keys a record; a function, symbol or circle is left out. What is over `maxBytes` of JSON is left out too. Every change is
 * told in a note.
 */
export function jsonInfo(value: object, maxBytes: number = MAX_INFO_BYTES - RESERVED_BYTES): JsonInfo {
  const keeper = new InfoKeeper(maxBytes)
  const kept = keeper.keep(value, 'info')
  const info = typeof kept === 'object' && kept !== null && !isArray(kept) ? (kept as JsonObject) : { value: kept ?? null }
  return { info, notes: keeper.notes() }
}

class InfoKeeper {
  readonly #changes = new Map<string, number>()
  readonly #ancestors = new Set<object>()
  readonly #maxBytes: number
  #bytesLeft: number

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
    this.#bytesLeft = maxBytes
  }

  notes(): readonly string[] {
    const notes = [...this.#changes].map(([change, times]) => (times === 1 ? change : `${change} (and ${times - 1} more like it)`))
    const cutNote = this.#bytesLeft < 0 ? [`info was cut: it had more than ${this.#maxBytes} bytes of JSON`] : []
    return [...cutNote, ...notes]
  }

  /** Undefined: leave it out. */
  keep(value: unknown, path: string): JsonValue | undefined {
    if (this.#bytesLeft < 0) return undefined
    switch (typeof value) {
      case 'string':
        return this.#text(value)
      case 'number':
        if (finite(value)) return this.#spend(16) ? value : undefined
        this.#note(path, 'a number that JSON does not have is kept as a string')
        return this.#text(String(value))
      case 'boolean':
        return this.#spend(6) ? value : undefined
      case 'bigint':
        this.#note(path, 'a bigint is kept as a string')
        return this.#text(String(value))
      case 'undefined':
        return undefined
      case 'object':
        if (value === null) return this.#spend(5) ? null : undefined
        return this.#object(value, path)
      default:
        this.#note(path, `a ${typeof value} is left out`)
        return undefined
    }
  }

  #object(value: object, path: string): JsonValue | undefined {
    if (this.#ancestors.has(value)) {
      this.#note(path, 'a value that holds itself is left out')
      return undefined
    }
    if (this.#ancestors.size >= MAX_DEPTH) {
      this.#note(path, `what is nested deeper than ${MAX_DEPTH} levels is left out`)
      return undefined
    }
    this.#ancestors.add(value)
    try {
      return this.#contents(value, path)
    } catch {
      this.#note(path, 'reading it throws, it is left out')
      return undefined
    } finally {
      this.#ancestors.delete(value)
    }
  }

  #contents(value: object, path: string): JsonValue | undefined {
    if (isArray(value)) return this.#list(value, path)
    if (isView(value) && !(value instanceof DataView)) {
      this.#note(path, 'a typed array is kept as a list')
      return this.#list(value as unknown as Iterable<unknown>, path)
    }
    if (value instanceof Set) {
      this.#note(path, 'a Set is kept as a list')
      return this.#list(value, path)
    }
    if (value instanceof Map) {
      this.#note(path, 'a Map is kept as a record')
      return this.#record(
        Array.from(value, ([key, element]) => [String(key), () => element] as const),
        path,
      )
    }
    const toJson: unknown = get(value, 'toJSON')
    if (typeof toJson === 'function') return this.keep(toJson.call(value, ''), path)
    return this.#record(
      keys(value).map((key) => [key, () => get(value, key) as unknown] as const),
      path,
    )
  }

  #list(values: Iterable<unknown>, path: string): JsonValue | undefined {
    if (!this.#spend(2)) return undefined
    const list: JsonValue[] = []
    for (const value of values) {
      // A place in a list cannot be left out, or the ones behind it would move.
      const kept = this.keep(value, `${path}[]`) ?? null
      if (kept === null && value !== null && !this.#spend(5)) break
      list.push(kept)
      if (this.#bytesLeft < 0) break
    }
    return list
  }

  #record(entries: readonly (readonly [string, () => unknown])[], path: string): JsonValue | undefined {
    if (!this.#spend(2)) return undefined
    // fromEntries defines keys and assigns none, so that "__proto__" is a key like any other.
    const kept: (readonly [string, JsonValue])[] = []
    for (const [key, read] of entries) {
      if (!this.#spend(byteLength(stringify(key)) + 2)) break
      const value = this.#keepRead(read, `${path}.${key.slice(0, 60)}`)
      if (value !== undefined) kept.push([key, value])
    }
    return fromEntries(kept)
  }

  #keepRead(read: () => unknown, path: string): JsonValue | undefined {
    let value: unknown
    try {
      value = read()
    } catch {
      this.#note(path, 'reading it throws, it is left out')
      return undefined
    }
    return this.keep(value, path)
  }

  #text(value: string): string | undefined {
    // A character is at least one byte of JSON: nothing longer is worth measuring.
    const fits = value.length <= this.#bytesLeft && this.#spend(byteLength(stringify(value)) + 1)
    if (fits) return value
    this.#bytesLeft = -1
    return `${value.slice(0, 1000).toWellFormed()}… (cut)`
  }

  #spend(bytes: number): boolean {
    this.#bytesLeft -= bytes
    return this.#bytesLeft >= 0
  }

  #note(path: string, change: string): void {
    const known = this.#changes.get(`${path}: ${change}`)
    if (known !== undefined || this.#changes.size < MAX_NOTES) this.#changes.set(`${path}: ${change}`, (known ?? 0) + 1)
  }
}
