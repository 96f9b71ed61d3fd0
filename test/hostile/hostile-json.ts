import fc from 'fast-check'

const strange = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(null, '', -1, 0, 1e308, -0.5, 2 ** 53, '__proto__', [], {}, '../../x', 'x'.repeat(3_000), true),
  fc.string(),
  fc.double(),
)

type Edit = readonly [place: number, how: 'replace' | 'remove' | 'pollute', value: unknown]

const edit = fc.tuple(fc.nat(1_000), fc.constantFrom('replace', 'remove', 'pollute' as const), strange) as fc.Arbitrary<Edit>

/** A valid message with a few of its values replaced, removed, or joined by keys that reach for prototypes; or any JSON; or no JSON. */
export function hostileJson(valid: readonly object[]): fc.Arbitrary<string> {
  const damaged = fc
    .tuple(fc.constantFrom(...valid), fc.array(edit, { minLength: 1, maxLength: 4 }))
    .map(([message, edits]) => edits.reduce(apply, JSON.stringify(message)))
  const cut = fc.tuple(damaged, fc.nat(4_000)).map(([text, length]) => text.slice(0, length))
  return fc.oneof(
    { weight: 8, arbitrary: damaged },
    { weight: 1, arbitrary: cut },
    { weight: 1, arbitrary: fc.json() },
    { weight: 1, arbitrary: fc.string() },
  )
}

/** Works on the text: an object that was read could not hold a `__proto__` of its own. */
function apply(text: string, [place, how, value]: Edit): string {
  const keys = [...text.matchAll(/"[A-Za-z]+":/g)]
  const key = keys[place % Math.max(1, keys.length)]
  if (key === undefined) return text
  const start = key.index + key[0].length
  if (how === 'pollute')
    return `${text.slice(0, key.index)}"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},${text.slice(key.index)}`
  const rest = text.slice(start)
  const end = /^("(?:[^"\\]|\\.)*"|[-\d.eE+]+|true|false|null|\[[^\]{}]*\])/.exec(rest)?.[0].length ?? 0
  if (how === 'remove') return `${text.slice(0, key.index)}"gone":${rest}`
  return `${text.slice(0, start)}${JSON.stringify(value)}${rest.slice(end)}`
}
