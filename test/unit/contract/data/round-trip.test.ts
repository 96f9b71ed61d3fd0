import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DATA_LIMITS } from '../../../../contract/data/data-limits.ts'
import { decodeData } from '../../../../contract/data/decode-data.ts'
import { encodeData } from '../../../../contract/data/encode-data.ts'
import { listParts } from '../../../../contract/data/list-parts.ts'
import { storeInMemory } from '../../../../contract/data/store-in-memory.ts'

const ARRAY_CLASSES = [
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
] as const

const roundTrip = async (value: unknown): Promise<unknown> => decodeData(storeInMemory(await encodeData(value)))

/** Equal values of equal classes, element for element: -0 is not 0, a Buffer is no Uint8Array. */
function expectSame(actual: unknown, expected: unknown): void {
  expect(actual).toStrictEqual(expected)
  expect(classes(actual)).toEqual(classes(expected))
}

function classes(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : typeof value
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer || value instanceof SharedArrayBuffer) return value.constructor.name
  if (value instanceof Map) return [...value].map(([k, v]) => [classes(k), classes(v)])
  if (value instanceof Set || Array.isArray(value)) return [...value].map(classes)
  return Object.entries(value).map(([k, v]) => [k, classes(v)])
}

const bytes = fc.uint8Array({ maxLength: 64 })
const wellFormed = fc.string({ unit: 'grapheme' })
const leaf = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n }),
  fc.bigInt({ min: -(2n ** 64n) - 2n, max: 2n ** 64n + 2n }),
  wellFormed,
  fc.boolean(),
  fc.constantFrom(null, undefined, -0, Number.NaN, Infinity, -Infinity, 0n, 2 ** 53, -(2 ** 31), -(2 ** 32), 4294967296, /a+b\/[^c]*/giu),
  fc.date({ noInvalidDate: true, min: new Date(-1e15), max: new Date(1e15) }),
  bytes,
  bytes.map((b) => Buffer.from(b)),
  bytes.map((b) => b.slice().buffer),
  bytes.map((b) => new DataView(b.buffer, b.byteOffset, b.byteLength)),
  fc.tuple(fc.constantFrom(...ARRAY_CLASSES), fc.uint8Array({ minLength: 0, maxLength: 8 })).map(([Class, b]) => {
    const whole = new Uint8Array(b.length * 8)
    whole.set(b)
    return new Class(whole.buffer)
  }),
)
const key = wellFormed.filter((text) => text !== '__proto__')
const anything = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    leaf,
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(key, tie('value'), { maxKeys: 5, noNullPrototype: true }),
    fc.array(fc.tuple(tie('value'), tie('value')), { maxLength: 4 }).map((entries) => new Map(entries)),
    fc.array(tie('value'), { maxLength: 4 }).map((members) => new Set(members)),
  ),
})).value

describe('scattered data comes back as it was', () => {
  test('any nesting of any values', async () => {
    await fc.assert(
      fc.asyncProperty(anything, async (value) => expectSame(await roundTrip([value]), [value])),
      { numRuns: 400, seed: 1 },
    )
  })

  test.each(ARRAY_CLASSES.map((Class) => [Class.name, Class] as const))('a large %s is a view on the stored part', async (_, Class) => {
    const large = new Class(DATA_LIMITS.partBytes / Class.BYTES_PER_ELEMENT)
    large[1] = Class === BigInt64Array || Class === BigUint64Array ? (7n as never) : (7 as never)
    const encoded = await encodeData({ large })
    const stored = storeInMemory(encoded)
    const decoded = decodeData(stored) as { large: InstanceType<typeof Class> }
    expect(encoded.parts.map((part) => part.reference.bytes)).toEqual([DATA_LIMITS.partBytes])
    expect(encoded.root.bytes.byteLength).toBeLessThan(100)
    expect(decoded.large).toBeInstanceOf(Class)
    expect(decoded.large.buffer).toBe((stored.parts.get(encoded.parts[0]!.reference.sha256) as Uint8Array).buffer)
    expect(decoded.large.buffer).toBeInstanceOf(SharedArrayBuffer)
    expect(decoded.large[1]).toEqual(large[1])
  })

  test.runIf('Float16Array' in globalThis)('a Float16Array, small and large', async () => {
    const Class = Reflect.get(globalThis, 'Float16Array') as unknown as typeof Float32Array
    const small = Class.from([1.5, -0, Number.NaN])
    const large = new Class(DATA_LIMITS.partBytes)
    large[3] = 0.5
    const decoded = (await roundTrip({ small, large })) as { small: Float32Array; large: Float32Array }
    expectSame(decoded.small, small)
    expect(decoded.large).toBeInstanceOf(Class)
    expect(decoded.large[3]).toBe(0.5)
  })

  test('large memory of the other kinds', async () => {
    const bytes = new Uint8Array(DATA_LIMITS.partBytes + 8).map((_, i) => i)
    const shared = new SharedArrayBuffer(bytes.length)
    new Uint8Array(shared).set(bytes.map((byte) => byte ^ 1))
    const decoded = (await roundTrip({
      buffer: Buffer.from(bytes),
      view: new DataView(bytes.buffer, 8),
      memory: bytes.slice().buffer,
      shared,
    })) as Record<string, unknown>
    expect(Buffer.isBuffer(decoded.buffer) && decoded.buffer.equals(Buffer.from(bytes))).toBe(true)
    expect((decoded.view as DataView).getUint8(0)).toBe(8)
    expect(Buffer.compare(new Uint8Array(decoded.memory as SharedArrayBuffer), bytes)).toBe(0)
    expect(decoded.shared).toBeInstanceOf(SharedArrayBuffer)
    expect(new Uint8Array(decoded.shared as SharedArrayBuffer)[2]).toBe(3)
  })

  test('a Float64Array on memory that does not begin at a multiple of 8', async () => {
    const stored = storeInMemory(await encodeData({ a: Float64Array.from({ length: 131072 }, (_, i) => i) }))
    const shifted = new Map(
      [...stored.parts].map(([sha, part]) => {
        const memory = new Uint8Array(new SharedArrayBuffer(part.length + 1), 1)
        memory.set(part as Uint8Array)
        return [sha, memory] as const
      }),
    )
    expect((decodeData({ ...stored, parts: shifted }) as { a: Float64Array }).a[131071]).toBe(131071)
  })

  test('holes become undefined, records without a prototype become plain', async () => {
    // biome-ignore lint/suspicious/noSparseArray: a hole is the case
    expectSame(await roundTrip([1, , 3]), [1, undefined, 3])
    expectSame(await roundTrip(Object.assign(Object.create(null), { a: 1 })), { a: 1 })
  })
})

describe('parts', () => {
  test('the same array named twice is one part, and one value', async () => {
    const matrix = new Float64Array(200_000).fill(2)
    const encoded = await encodeData({ a: matrix, b: [matrix], c: matrix.slice() })
    const decoded = decodeData(storeInMemory(encoded)) as { a: Float64Array; b: [Float64Array] }
    expect(encoded.parts).toHaveLength(1)
    expect(decoded.a).toBe(decoded.b[0])
    expect(encoded.totalBytes).toBe(1_600_000 + encoded.root.bytes.byteLength)
  })

  test('the same bytes seen as two kinds are stored once and seen as both', async () => {
    const memory = new ArrayBuffer(DATA_LIMITS.partBytes)
    new Float64Array(memory)[0] = 1
    const encoded = await encodeData({ a: new Float64Array(memory), b: new BigUint64Array(memory) })
    const decoded = decodeData(storeInMemory(encoded)) as { a: Float64Array; b: BigUint64Array }
    expect(encoded.parts).toHaveLength(1)
    expect([decoded.a[0], decoded.b[0]]).toEqual([1, 0x3ff0000000000000n])
  })

  test('a crowd of small arrays does not fill the root', async () => {
    const arrays = Array.from({ length: 40 }, (_, i) => new Uint8Array(DATA_LIMITS.partBytes - 1).fill(i))
    const encoded = await encodeData(arrays)
    expect(encoded.root.bytes.byteLength).toBeLessThan(DATA_LIMITS.inlineBytes + 2 * DATA_LIMITS.partBytes)
    const decoded = decodeData(storeInMemory(encoded)) as Uint8Array[]
    expect(decoded.every((array, i) => Buffer.compare(array, arrays[i]!) === 0)).toBe(true)
  })

  test('listParts names what a worker has to fetch', async () => {
    const encoded = await encodeData(new Map([['a', [new Int32Array(300_000), new Int32Array(300_000).fill(1)]]]))
    const byHash = (a: { reference: { sha256: string } }, b: { reference: { sha256: string } }): number =>
      a.reference.sha256.localeCompare(b.reference.sha256)
    expect([...listParts(encoded.root.bytes)].sort(byHash)).toEqual(
      encoded.parts.map(({ reference, kind, name }) => ({ reference, kind, name })).sort(byHash),
    )
  })

  test('a body gives the bytes in chunks without a copy', async () => {
    const large = new Uint8Array(9 * 1024 * 1024)
    const { parts } = await encodeData({ large })
    const chunks = [...(parts[0]!.body.chunks() as Iterable<Uint8Array>)]
    expect(chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0)).toBe(large.byteLength)
    expect(chunks.every((chunk) => chunk.buffer === large.buffer)).toBe(true)
  })

  test('the same value gives the same bytes', async () => {
    const make = (): unknown => ({ z: 1, a: [new Map([[1, -0]]), new Set(['x']), new Date(5)], m: new Float64Array(200_000).fill(0.1) })
    const [one, two] = [await encodeData(make()), await encodeData(make())]
    expect(one.root).toEqual(two.root)
  })

  test('an abort ends the hashing', async () => {
    const stop = AbortSignal.abort(new Error('enough'))
    await expect(encodeData({ a: new Uint8Array(DATA_LIMITS.partBytes) }, { signal: stop })).rejects.toThrow('enough')
  })
})
