import { describe, expect, test } from 'vitest'
import { DATA_LIMITS } from '../../../../contract/data/data-limits.ts'
import { encodeData } from '../../../../contract/data/encode-data.ts'
import { file } from '../../../../contract/data/file.ts'

class Layer {
  size = 1
}
const circle: Record<string, unknown> = { name: 'circle' }
circle.inner = [circle]
const detached = new Float64Array(4)
structuredClone(detached.buffer, { transfer: [detached.buffer] })
let deep: unknown = 1
for (let i = 0; i < DATA_LIMITS.depth + 1; i++) deep = [deep]

describe('a value that cannot be scattered is refused with its place', () => {
  test.each<[string, unknown, string]>([
    ['a function', { layers: [1, 2, { init: function init() {} }] }, 'data.layers[2].init: a function (init) cannot be scattered'],
    ['a symbol', { a: Symbol('s') }, 'data.a: a symbol cannot be scattered'],
    ['a symbol as a key', { a: { [Symbol('s')]: 1 } }, 'data.a: a symbol as a key (Symbol(s)) cannot be scattered'],
    ['a WeakMap', [new WeakMap()], 'data[0]: an object (WeakMap) cannot be scattered'],
    ['a Promise', { 'a b': Promise.resolve(1) }, 'data["a b"]: an object (Promise) cannot be scattered'],
    ['a class instance', { net: new Map([['first', new Layer()]]) }, 'data.net.get("first"): an object (Layer) cannot be scattered'],
    ['an error', { e: new Error('x') }, 'data.e: an object (Error) cannot be scattered'],
    ['in a set', new Set([1, () => 1]), 'data (member 1): a function cannot be scattered'],
    ['as a map key', new Map([[Layer, 1]]), 'data (key function): a function (Layer) cannot be scattered'],
    ['a circle', { circle }, 'data.circle.inner[0]: a value that holds itself'],
    ['too deep', deep, `nested deeper than ${DATA_LIMITS.depth} levels`],
    ['detached memory', { detached }, 'data.detached: its memory was transferred away'],
    ['an invalid date', { d: new Date(Number.NaN) }, 'data.d: an invalid Date'],
    [
      'a date too far away',
      [new Date('+141353-12-03T05:26:57.855Z')],
      'data[0]: the Date +141353-12-03T05:26:57.855Z is too far from 1970',
    ],
    ['half a surrogate pair', { s: '\ud800' }, 'data.s: a string with half of a surrogate pair'],
    ['a huge bigint', { n: 2n ** 40000n }, 'data.n: a bigint of more than 4096 bytes'],
    ['a __proto__ key', { o: JSON.parse('{"__proto__":1}') }, 'data.o: a key named "__proto__"'],
    [
      'a getter that throws',
      {
        get a() {
          throw new Error('no')
        },
      },
      'data.a: reading this property throws',
    ],
    ['a missing file', { corpus: file('/nowhere/corpus.txt') }, 'data.corpus: the file /nowhere/corpus.txt cannot be read (ENOENT'],
    ['a folder', [file('/')], 'data[0]: / is no file but a folder'],
  ])('%s', async (_, value, message) => {
    const error = await encodeData(value).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ name: 'DataError', code: 'DATA', message: expect.stringContaining(message) })
  })

  test.each([[{}], [[]], [new Map()], [new Set()], [undefined], [null], [new Float64Array(0)], [Object.create(null)]])(
    'empty data: %s',
    async (value) => {
      await expect(encodeData(value)).rejects.toThrow('data: scattered data is empty')
    },
  )
})
