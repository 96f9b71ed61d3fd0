import * as v from 'valibot'
import { objectKey } from '../object-keys.ts'
import type { ObjectReference } from '../object-reference.ts'
import { parseShape } from '../parse-shape.ts'
import { DATA_LIMITS } from './data-limits.ts'
import { type PartKind, PartKindSchema } from './part-kind.ts'

/** A part as the root names it. */
export interface PartReference {
  readonly reference: ObjectReference
  readonly kind: PartKind
  /** The base name of a file; null for memory. */
  readonly name: string | null
}

const Content = v.pipe(
  v.array(v.unknown()),
  v.union([
    v.strictTuple([
      v.pipe(v.instance(Uint8Array), v.length(32, '32 bytes of sha256')),
      v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER)),
      v.literal('file'),
      v.pipe(
        v.string(),
        v.minLength(1),
        v.maxLength(DATA_LIMITS.nameLength),
        // The name becomes a file's name on the worker.
        v.check((name) => !/[/\\\0]/.test(name) && name !== '.' && name !== '..', 'a file name without a folder'),
      ),
    ]),
    v.strictTuple([
      v.pipe(v.instance(Uint8Array), v.length(32, '32 bytes of sha256')),
      v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER)),
      PartKindSchema,
    ]),
  ]),
)

/** What a part's tag holds. */
export function writePartReference(part: PartReference): readonly unknown[] {
  const hash = Buffer.from(part.reference.sha256, 'hex')
  return part.name === null ? [hash, part.reference.bytes, part.kind] : [hash, part.reference.bytes, part.kind, part.name]
}

/** Checks what a part's tag holds. @throws ShapeError */
export function readPartReference(content: unknown): PartReference {
  const [hash, bytes, kind, name] = parseShape('reference to a part of scattered data', Content, content)
  const sha256 = Buffer.from(hash).toString('hex')
  return { reference: { key: objectKey(sha256), sha256, bytes }, kind, name: name ?? null }
}
