import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, expectTypeOf, test } from 'vitest'
import { categorical, defineSpace, float, forbid, integer, when } from '../../../../client/space/index.ts'
import { defineStudy, isStudy, type StudyOptions } from '../../../../client/study/study.ts'

const target = new URL('./target.ts', import.meta.url)

test('a study holds a complete scenario, its space, its target and its data', () => {
  const data = { table: new Float64Array(3) }
  const study = defineStudy({ name: 'tsp', target, space: { x: float(0, 1) }, data, trials: 200, seed: 1 })
  expect(study.scenario).toMatchObject({ name: 'tsp', trials: 200, seed: 1, space: study.space })
  expect(study.space.parameters.map(({ name }) => name)).toEqual(['x'])
  expect(study.target).toEqual(target)
  expect(study.data).toBe(data)
  expect(Object.isFrozen(study)).toBe(true)
  expect(isStudy(study)).toBe(true)
  expect(isStudy({ ...study, name: 'copy' })).toBe(true)
  expect(isStudy({ name: 'tsp' })).toBe(false)
})

test('the summary hook knows the configuration', () => {
  defineStudy({
    name: 'typed',
    target,
    space: { x: float(0, 1), moves: categorical(['2opt', 'oropt']), depth: when({ moves: 'oropt' }, integer(1, 3)) },
    summary({ incumbent }) {
      if (incumbent !== null) {
        expectTypeOf(incumbent.configuration.x).toEqualTypeOf<number>()
        expectTypeOf(incumbent.configuration.moves).toEqualTypeOf<'2opt' | 'oropt'>()
        expectTypeOf(incumbent.configuration.depth).toEqualTypeOf<number | undefined>()
      }
      return []
    },
  })
})

test('a target can be a path, from the working directory, or a file URL as text', () => {
  const space = { x: float(0, 1) }
  expect(defineStudy({ name: 'a', target: 'dir/target.ts', space }).target).toEqual(pathToFileURL(resolve('dir/target.ts')))
  expect(defineStudy({ name: 'a', target: target.href, space }).target).toEqual(target)
})

test('a target of another scheme is told what can be used', () => {
  const space = { x: float(0, 1) }
  for (const foreign of ['https://example.org/target.ts', new URL('https://example.org/target.ts')]) {
    expect(() => defineStudy({ name: 'a', target: foreign, space })).toThrow('study "a": target: expected a file: URL or a path')
  }
})

test('a space that is made already is taken as it is', () => {
  const space = defineSpace({ x: float(0, 1) })
  expect(defineStudy({ name: 'a', target, space }).space).toBe(space)
})

test('forbidden clauses go with a record of parameters', () => {
  const study = defineStudy({
    name: 'a',
    target,
    space: { a: categorical(['p', 'q']), b: categorical(['r', 's']) },
    forbidden: [forbid({ a: 'q', b: 's' })],
  })
  expect(() => study.space.check({ a: 'q', b: 's' })).toThrow()
  expect(study.space.size()).toBe(3)
})

const wrong: readonly (readonly [options: Record<string, unknown>, message: string])[] = [
  [{ name: undefined }, 'study: name: expected a text of 1 to 200 characters without control characters, got undefined'],
  [{ target: () => 1 }, 'target: expected the URL of a module, got a function: put it in a file of its own'],
  [{ target: undefined }, "target: expected the URL or path of a module, such as new URL('./target.ts', import.meta.url), got undefined"],
  [
    { target: new URL('https://example.org/t.js') },
    'target: expected a file: URL or a path (a module of another scheme cannot be shipped), got "https://example.org/t.js"',
  ],
  [{ space: undefined }, 'study "s": space: expected a record of parameters, such as { x: float(0, 1) }, got undefined'],
  [{ space: defineSpace({ x: float(0, 1) }), forbidden: [] }, 'forbidden: the space is made already; give the clauses to defineSpace'],
  [{ summary: 'yes' }, 'summary: expected a function, got "yes" (string)'],
  [{ trialTimeLimt: 5 }, 'study: trialTimeLimt: there is no such option; did you mean "trialTimeLimitMs"?'],
  [{ trials: -5 }, 'scenario "s": trials: expected an integer of at least 1 (or Infinity), got -5 (number)'],
]

test.each(wrong)('%o is refused with its reason', (options, message) => {
  const define = (): unknown => defineStudy({ name: 's', target, space: { x: float(0, 1) }, ...options } as StudyOptions<never, unknown>)
  expect(define).toThrow(message)
})
