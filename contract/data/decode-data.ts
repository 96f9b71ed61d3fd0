import { Tag } from 'cbor-x'
import * as v from 'valibot'
import { parseShape } from '../parse-shape.ts'
import { checkCbor } from './check-cbor.ts'
import { DataError } from './data-error.ts'
import { PartKindSchema } from './part-kind.ts'
import { readPartReference } from './part-reference.ts'
import { readRoot } from './read-root.ts'
import type { StoredData } from './stored-data.ts'
import { viewOf } from './view-of.ts'
import { WIRE_TAGS } from './wire-tags.ts'

const Memory = v.strictTuple([PartKindSchema, v.instance(Uint8Array)])
const Pattern = v.strictTuple([v.string(), v.pipe(v.string(), v.regex(/^[a-z]*$/))])

/**
 * The value that was scattered. Large arrays are views on the stored parts, without a copy; files are paths.
 * The bytes may come from anywhere.
 * @throws DataError, ShapeError when they are no scattered data or a part is missing.
 */
export function decodeData(stored: StoredData): unknown {
  checkCbor(stored.root)
  return new Reviver(stored).revive(readRoot(stored.root))
}

/** Puts what cbor-x does not know in the place of its tag. Trees come straight from the decoder, so they are changed in place. */
class Reviver {
  readonly #stored: StoredData
  /** One content seen as one kind is one value, however often the root names it. */
  readonly #revived = new Map<string, unknown>()

  constructor(stored: StoredData) {
    this.#stored = stored
  }

  revive(value: unknown): unknown {
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || value instanceof Date) return value
    if (value instanceof Tag) return this.#tag(value)
    if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) value[i] = this.revive(value[i])
      return value
    }
    if (value instanceof Map) return new Map(Array.from(value, ([key, element]) => [this.revive(key), this.revive(element)] as const))
    if (value instanceof Set) return new Set(Array.from(value, (member) => this.revive(member)))
    const record = value as Record<string, unknown>
    for (const key of Object.keys(record)) record[key] = this.revive(record[key])
    return record
  }

  #tag({ tag, value }: Tag): unknown {
    switch (tag) {
      case WIRE_TAGS.part:
        return this.#part(value)
      case WIRE_TAGS.memory: {
        const [kind, bytes] = parseShape('scattered data', Memory, value)
        if (kind === 'file') break
        return viewOf(kind, bytes, 'data')
      }
      case WIRE_TAGS.regexp: {
        const [source, flags] = parseShape('scattered data', Pattern, value)
        try {
          return new RegExp(source, flags)
        } catch (cause) {
          throw new DataError('data', 'a stored regular expression is invalid', { cause })
        }
      }
      case WIRE_TAGS.float16:
        if (value instanceof Uint8Array) return viewOf(tag, value, 'data')
    }
    throw new DataError('data', `the stored bytes hold tag ${tag} in a place where it has no meaning`)
  }

  #part(content: unknown): unknown {
    const { reference, kind } = readPartReference(content)
    const id = `${kind} ${reference.sha256}`
    if (this.#revived.has(id)) return this.#revived.get(id)
    const part = this.#stored.parts.get(reference.sha256)
    if (part === undefined) throw new DataError('data', `the part ${reference.key} was not fetched`)
    if (kind === 'file' || typeof part === 'string') {
      if (kind !== 'file' || typeof part !== 'string')
        throw new DataError('data', `the part ${reference.key} is of kind ${kind}, and was stored otherwise`)
      return part
    }
    if (part.byteLength !== reference.bytes) {
      throw new DataError('data', `the part ${reference.key} has ${part.byteLength} bytes, and should have ${reference.bytes}`)
    }
    const view = viewOf(kind, part, 'data')
    this.#revived.set(id, view)
    return view
  }
}
