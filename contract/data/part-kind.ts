import * as v from 'valibot'

/**
 * What the bytes of a part or of raw memory stand for: a typed array by its RFC 8746 tag (little-endian), or one of five words.
 * Source: RFC 8746, section 2.1.
 */
export type PartKind = number | 'buffer' | 'array-buffer' | 'shared-array-buffer' | 'data-view' | 'file'

const TAGS: ReadonlyMap<string, number> = new Map([
  ['Uint8Array', 64],
  ['Uint8ClampedArray', 68],
  ['Uint16Array', 69],
  ['Uint32Array', 70],
  ['BigUint64Array', 71],
  ['Int8Array', 72],
  ['Int16Array', 77],
  ['Int32Array', 78],
  ['BigInt64Array', 79],
  ['Float16Array', 84],
  ['Float32Array', 85],
  ['Float64Array', 86],
])

const NAMES: ReadonlyMap<number, string> = new Map([...TAGS].map(([name, tag]) => [tag, name]))

/** The tags of typed arrays that a root may hold. */
export const TYPED_ARRAY_TAGS: ReadonlySet<number> = new Set(NAMES.keys())

export const PartKindSchema = v.union([
  v.pipe(
    v.number(),
    v.check((tag) => TYPED_ARRAY_TAGS.has(tag), 'the tag of a little-endian typed array'),
  ),
  v.picklist(['buffer', 'array-buffer', 'shared-array-buffer', 'data-view', 'file']),
])

/** The class name of a typed array's tag: 86 is `Float64Array`. */
export function arrayName(tag: number): string {
  return NAMES.get(tag) ?? `tag ${tag}`
}

/** The tag of a typed array's class name, if there is one. */
export function arrayTag(name: string): number | undefined {
  return TAGS.get(name)
}
