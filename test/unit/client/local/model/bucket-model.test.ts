import { beforeEach, describe, expect, it } from 'vitest'
import { BucketModel } from '../../../../../client/local/model/bucket-model.ts'

const NO_FACTS = { contentType: null, metadata: {} }
const MIB = 1024 ** 2
let bucket: BucketModel
let ids: number
beforeEach(() => {
  ids = 0
  bucket = new BucketModel(() => `id-${ids++}`)
})
const body = (id: string, bytes = 1) => ({ id, bytes })
const put = (key: string, id = key, now = 5) => bucket.put(key, body(id), NO_FACTS, null, now)
const keys = (query: Partial<Parameters<BucketModel['list']>[0]> = {}) => {
  const { objects, prefixes, next } = bucket.list({ prefix: '', delimiter: '', after: '', maximum: 1000, ...query })
  return { keys: objects.map((object) => object.key), prefixes, next }
}

it('stores, replaces and deletes, and says which bytes are no longer needed', () => {
  expect(put('k', 'first').freed).toEqual([])
  expect(put('k', 'second').freed).toEqual([body('first')])
  expect(bucket.get('k')).toMatchObject({ bytes: 1, lastModified: 5, parts: [body('second')] })
  expect(bucket.delete('k')).toEqual([body('second')])
  expect(bucket.delete('k')).toEqual([])
  expect(() => bucket.get('k')).toThrow(expect.objectContaining({ code: 'NoSuchKey', status: 404 }))
})

it('refuses a put that must not replace with 412', () => {
  bucket.put('k', body('first'), NO_FACTS, { ifNoneMatch: '*' }, 0)
  expect(() => bucket.put('k', body('second'), NO_FACTS, { ifNoneMatch: '*' }, 0)).toThrow(
    expect.objectContaining({ code: 'PreconditionFailed', status: 412 }),
  )
  expect(() => bucket.put('k', body('second'), NO_FACTS, { ifNoneMatch: '"etag"' }, 0)).toThrow(/If-None-Match: expected \*/)
})

it('replaces only what has the ETag that a put asks for', () => {
  const { object } = put('k', 'first')
  expect(() => bucket.put('k', body('second'), NO_FACTS, { ifMatch: '"another"' }, 0)).toThrow(expect.objectContaining({ status: 412 }))
  bucket.put('k', body('second'), NO_FACTS, { ifMatch: object.etag }, 0)
  expect(() => bucket.put('k', body('third'), NO_FACTS, { ifMatch: object.etag }, 0)).toThrow(
    expect.objectContaining({ code: 'PreconditionFailed' }),
  )
  expect(() => bucket.put('none', body('x'), NO_FACTS, { ifMatch: object.etag }, 0)).toThrow(expect.objectContaining({ code: 'NoSuchKey' }))
})

it('makes an object young again without touching its bytes', () => {
  const before = put('k').object
  expect(bucket.touch('k', { contentType: 'text/plain', metadata: { a: 'b' } }, 99)).toEqual({
    ...before,
    contentType: 'text/plain',
    metadata: { a: 'b' },
    lastModified: 99,
  })
})

describe('multipart', () => {
  let upload: string
  const part = (number: number, id: string, bytes: number) => ({ number, ...bucket.addPart(upload, 'k', number, body(id, bytes)) })
  beforeEach(() => {
    upload = bucket.createUpload('k', NO_FACTS)
  })

  it('lays the parts end to end by number, whatever order they came in', () => {
    const second = part(2, 'b', 3)
    const first = part(1, 'a', 5 * MIB)
    const { object } = bucket.completeUpload(upload, 'k', [first, second], null, 7)
    expect(object).toMatchObject({ bytes: 5 * MIB + 3, parts: [{ id: 'a' }, { id: 'b' }], lastModified: 7 })
    expect(() => bucket.addPart(upload, 'k', 3, body('late'))).toThrow(expect.objectContaining({ code: 'NoSuchUpload' }))
  })

  it('frees a part that was sent again, parts that were not wanted, and the object that was there', () => {
    put('k', 'old')
    part(1, 'a', 1)
    const again = part(1, 'a2', 1)
    expect(again.freed).toEqual([body('a')])
    part(2, 'unwanted', 1)
    expect(bucket.completeUpload(upload, 'k', [again], null, 0).freed).toEqual([body('old'), body('unwanted')])
  })

  it('refuses parts out of order, unknown parts, foreign ETags and small parts before the last', () => {
    const [first, second] = [part(1, 'a', 1), part(2, 'b', 5 * MIB)]
    const complete = (parts: { number: number; etag: string }[]) => () => bucket.completeUpload(upload, 'k', parts, null, 0)
    expect(complete([second, first])).toThrow(expect.objectContaining({ code: 'InvalidPartOrder' }))
    expect(complete([{ number: 3, etag: 'x' }])).toThrow(expect.objectContaining({ code: 'InvalidPart' }))
    expect(complete([{ number: 1, etag: 'x' }])).toThrow(expect.objectContaining({ code: 'InvalidPart' }))
    expect(complete([first, second])).toThrow(expect.objectContaining({ code: 'EntityTooSmall' }))
    expect(complete([])).toThrow(expect.objectContaining({ code: 'MalformedXML' }))
    expect(complete([first])).not.toThrow()
  })

  it('aborts, and belongs to one key', () => {
    part(1, 'a', 1)
    expect(() => bucket.abortUpload(upload, 'other')).toThrow(expect.objectContaining({ code: 'NoSuchUpload', status: 404 }))
    expect(bucket.abortUpload(upload, 'k')).toEqual([body('a')])
    expect(() => bucket.abortUpload(upload, 'k')).toThrow(expect.objectContaining({ code: 'NoSuchUpload' }))
  })
})

it('lists in UTF-8 order, page by page, folded at a delimiter', () => {
  for (const key of ['b', 'a/2', 'a/1', 'c/x/1', 'c/y', 'ä', '\u{1F600}', '\uFFFD']) put(key)
  expect(keys().keys).toEqual(['a/1', 'a/2', 'b', 'c/x/1', 'c/y', 'ä', '\uFFFD', '\u{1F600}'])
  expect(keys({ prefix: 'c/', delimiter: '/' })).toEqual({ keys: ['c/y'], prefixes: ['c/x/'], next: null })
  const seen: string[] = []
  let after = ''
  for (let page = keys({ delimiter: '/', maximum: 2 }); ; page = keys({ delimiter: '/', maximum: 2, after })) {
    seen.push(...page.keys, ...page.prefixes)
    if (page.next === null) break
    after = page.next
  }
  expect(seen.toSorted()).toEqual(['a/', 'b', 'c/', 'ä', '\uFFFD', '\u{1F600}'].toSorted())
})
