import { Encoder, Tag } from 'cbor-x'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeData } from '../../../../contract/data/decode-data.ts'
import { encodeData } from '../../../../contract/data/encode-data.ts'
import { listParts } from '../../../../contract/data/list-parts.ts'
import { storeInMemory } from '../../../../contract/data/store-in-memory.ts'
import { WIRE_TAGS } from '../../../../contract/data/wire-tags.ts'
import { TrialfanError } from '../../../../contract/errors.ts'

const encoder = new Encoder({ useRecords: false, variableMapSize: true })
const decode = (root: Uint8Array, parts = new Map<string, Uint8Array | string>()): unknown =>
  decodeData({ reference: { key: '', sha256: '', bytes: root.byteLength }, root, parts })
const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'))
const hash = Buffer.alloc(32, 7)

describe('bytes of unknown origin give typed errors only', () => {
  test.each<[string, Uint8Array, string]>([
    ['nothing', hex(''), 'more bytes'],
    ['something after the value', hex('01 02'), 'nothing after the value'],
    ['a huge array header', hex('9a ffffffff'), '4294967295 items'],
    ['a huge map header', hex('ba 7fffffff 61 61'), '2147483647 items'],
    ['a huge string', hex('7a ffffffff 61'), '4294967295 more bytes'],
    ['an indefinite array', hex('9f ff'), 'a definite length'],
    ['an indefinite string', hex('7f ff'), 'a definite length'],
    ['a break', hex('ff'), 'a float, boolean, null or undefined'],
    ['a simple value', hex('f0'), 'a float, boolean, null or undefined'],
    ['a record definition', new Encoder({ useRecords: true }).encode([{ a: 1 }, { a: 2 }]), 'not tag'],
    ['a generic object', hex('d81b 82 65 4572726f72 61 61'), 'not tag 27'],
    ['packed values', hex('d833 84 81 01 80 80 e0'), 'not tag 51'],
    ['a shared value', hex('d81c 81 d81d 00'), 'not tag 28'],
    ['a tag on a tag', hex('c1 c1 01'), 'other content in tag 1'],
    ['text in a typed array', hex('d856 61 61'), 'other content in tag 86'],
    ['a number as a key', hex('a1 01 02'), 'a text key'],
    ['__proto__ as a key', encoder.encode(JSON.parse('{"__proto__":{"polluted":1}}')), '"__proto__"'],
    ['__proto__ as a key with a long header', hex('a1 7809 5f5f70726f746f5f5f 01'), '"__proto__"'],
    ['half a float64', hex('d856 43 010203'), 'cannot be read'],
    ['a bigint that takes long to read', Buffer.concat([hex('c2 5a 00100000'), Buffer.alloc(0x100000, 255)]), 'a bigint of at most'],
    ['a bad regular expression', encoder.encode(new Tag(['(', ''], WIRE_TAGS.regexp)), 'regular expression'],
    ['memory of no kind', encoder.encode(new Tag(['attic', Buffer.alloc(1)], WIRE_TAGS.memory)), 'expected'],
    ['a part of no kind', encoder.encode(new Tag([hash, 1, 1000], WIRE_TAGS.part)), 'expected'],
    ['a part without a hash', encoder.encode(new Tag([Buffer.alloc(31), 1, 86], WIRE_TAGS.part)), 'expected'],
    ['a part of negative size', encoder.encode(new Tag([hash, -1, 86], WIRE_TAGS.part)), 'expected'],
    ['a file with a folder in its name', encoder.encode(new Tag([hash, 1, 'file', '../x'], WIRE_TAGS.part)), 'expected'],
    ['a part that was not fetched', encoder.encode(new Tag([hash, 1, 86], WIRE_TAGS.part)), 'was not fetched'],
  ])('%s', (_, root, message) => {
    expect(() => decode(root)).toThrow(TrialfanError)
    expect(() => decode(root)).toThrow(message)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  test('nesting without end', () => {
    expect(() => decode(new Uint8Array(100_000).fill(0x81))).toThrow('levels')
  })

  test('a part of another size, and a file in the place of memory', () => {
    const root = encoder.encode(new Tag([hash, 16, 86], WIRE_TAGS.part))
    const name = hash.toString('hex')
    expect(() => decode(root, new Map([[name, new Uint8Array(8)]]))).toThrow('has 8 bytes, and should have 16')
    expect(() => decode(root, new Map([[name, '/etc/passwd']]))).toThrow('was stored otherwise')
  })

  test('random bytes, and stored data with a byte changed', async () => {
    const { root, parts } = storeInMemory(
      await encodeData({
        a: [1, 'x', 2n ** 80n, new Date(3), new Map([[1, /x/g]])],
        b: new Float64Array(140_000),
        c: new DataView(new ArrayBuffer(3)),
      }),
    )
    const attempt = (bytes: Uint8Array): void => {
      try {
        listParts(bytes)
        decode(bytes, new Map(parts))
      } catch (error) {
        expect(error).toBeInstanceOf(TrialfanError)
      }
    }
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), attempt), { numRuns: 3000, seed: 2 })
    fc.assert(
      fc.property(fc.nat(root.length - 1), fc.nat(255), (at, byte) => attempt(root.with(at, byte))),
      { numRuns: 3000, seed: 3 },
    )
  })
})
