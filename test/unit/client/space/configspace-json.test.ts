import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  allOf,
  anyOf,
  categorical,
  constant,
  defineSpace,
  float,
  forbid,
  fromConfigSpaceJson,
  greaterThan,
  integer,
  lessThan,
  notEqual,
  ordinal,
  Random,
  relation,
  toConfigSpaceJson,
  when,
} from '../../../../client/space/index.ts'
import { anySpace } from './any-space.ts'

/** What ConfigSpace 1.2.2 wrote. */
const WRITTEN = {
  name: 's',
  hyperparameters: [
    { type: 'categorical', name: 'a', choices: ['x', 'y', 'z'], weights: [1, 2, 1], default_value: 'y', meta: null },
    { type: 'uniform_float', name: 'b', lower: 0.001, upper: 10.0, default_value: 0.1, log: true, meta: null },
    { type: 'uniform_int', name: 'c', lower: 1, upper: 9, default_value: 3, log: false, meta: null },
    { type: 'constant', name: 'k', value: 5, meta: null },
    { type: 'categorical', name: 'm', choices: [true, false], weights: null, default_value: true, meta: null },
    { type: 'normal_float', name: 'n', mu: 0.0, sigma: 1.0, lower: -3.0, upper: 3.0, default_value: 0.0, log: false, meta: null },
    { type: 'normal_int', name: 'ni', mu: 5.0, sigma: 2.0, lower: 0, upper: 10, default_value: 5, log: false, meta: null },
    { type: 'ordinal', name: 'o', sequence: ['lo', 'mid', 'hi'], default_value: 'lo', meta: null },
    { type: 'uniform_float', name: 'd', lower: 0.0, upper: 1.0, default_value: 0.5, log: false, meta: null },
    { type: 'uniform_float', name: 'e', lower: 0.0, upper: 1.0, default_value: 0.5, log: false, meta: null },
    { type: 'uniform_float', name: 'f', lower: 0.0, upper: 1.0, default_value: 0.5, log: false, meta: null },
  ],
  conditions: [
    { type: 'EQ', child: 'd', parent: 'a', value: 'x' },
    {
      type: 'AND',
      child: 'e',
      conditions: [
        { type: 'IN', child: 'e', parent: 'a', values: ['y', 'z'] },
        { type: 'GT', child: 'e', parent: 'c', value: 4 },
      ],
    },
    {
      type: 'OR',
      child: 'f',
      conditions: [
        { type: 'LT', child: 'f', parent: 'o', value: 'hi' },
        { type: 'NEQ', child: 'f', parent: 'm', value: true },
      ],
    },
  ],
  forbiddens: [
    {
      type: 'AND',
      clauses: [
        { type: 'EQUALS', name: 'a', value: 'x' },
        { type: 'IN', name: 'c', values: [1, 2] },
      ],
    },
    { type: 'EQUALS', name: 'c', value: 9 },
    { type: 'RELATION_GT', left: 'd', right: 'e' },
  ],
  python_module_version: '1.2.0',
  format_version: 0.4,
}

test('what ConfigSpace wrote is read, and written as it was', () => {
  const { python_module_version, ...expected } = WRITTEN
  expect(python_module_version).toBe('1.2.0')
  expect(toConfigSpaceJson(fromConfigSpaceJson(WRITTEN), 's')).toEqual(expected)
})

test('any space comes back from its JSON with the same default, codes and legal configurations', () => {
  fc.assert(
    fc.property(anySpace, fc.integer(), ({ space }, seed) => {
      const back = fromConfigSpaceJson(JSON.parse(JSON.stringify(toConfigSpaceJson(space))))
      expect(back.defaultConfiguration()).toEqual(space.defaultConfiguration())
      for (const configuration of space.sample(new Random(seed), 5)) expect(back.encode(configuration)).toEqual(space.encode(configuration))
      for (const configuration of back.sample(new Random(seed), 5)) space.check(configuration)
    }),
    { seed: 5, numRuns: 200 },
  )
})

test('comparing clauses become lists where there are values to list', () => {
  const space = defineSpace(
    { o: ordinal(['a', 'b', 'c'], { default: 'a' }), c: categorical([1, 2, 3]), x: float(0, 1), i: integer(0, 9) },
    { forbidden: [forbid({ o: greaterThan('a'), c: notEqual(1) }), forbid({ x: greaterThan(0.9) }), forbid({ x: 0.1, i: notEqual(4) })] },
  )
  expect(toConfigSpaceJson(space).forbiddens).toEqual([
    {
      type: 'AND',
      clauses: [
        { type: 'IN', name: 'o', values: ['b', 'c'] },
        { type: 'IN', name: 'c', values: [2, 3] },
      ],
    },
    { type: 'CLAUSE_GT', name: 'x', value: 0.9 },
    {
      type: 'AND',
      clauses: [
        { type: 'EQUALS', name: 'x', value: 0.1 },
        {
          type: 'OR',
          clauses: [
            { type: 'CLAUSE_LT', name: 'i', value: 4 },
            { type: 'CLAUSE_GT', name: 'i', value: 4 },
          ],
        },
      ],
    },
  ])
})

test('what ConfigSpace cannot say is an error', () => {
  const conditional = defineSpace({ a: integer(0, 9), b: integer(0, 9), c: when(relation('a', '<', 'b'), constant(1)) })
  expect(() => toConfigSpaceJson(conditional)).toThrow('no condition that compares two parameters')
  const different = defineSpace({ a: integer(0, 9), b: integer(0, 9) }, { forbidden: [forbid(relation('a', '!=', 'b'))] })
  expect(() => toConfigSpaceJson(different)).toThrow('cannot forbid a != b')
})

test('what cannot be read names its place', () => {
  const read = (change: object) => () => fromConfigSpaceJson({ ...WRITTEN, conditions: [], forbiddens: [], ...change })
  expect(read({ format_version: 0.2 })).toThrow('format_version: expected 0.4, got 0.2')
  expect(read({ hyperparameters: [{ type: 'beta_float', name: 'x' }] })).toThrow('hyperparameters[0]: type: expected uniform_float')
  expect(read({ hyperparameters: [7] })).toThrow('hyperparameters[0]: expected an object, got 7')
  expect(read({ conditions: [{ type: 'EQ', child: 'd', parent: 'a' }] })).toThrow('conditions[0]: value: expected')
  expect(read({ forbiddens: [{ type: 'WHY' }] })).toThrow('forbiddens[0]: type: expected EQUALS')
  expect(read({ conditions: [{ type: 'EQ', child: 'zz', parent: 'a', value: 'x' }] })).toThrow('zz')
  expect(() => fromConfigSpaceJson(null)).toThrow('ConfigSpace file: expected an object, got null')
})

test('less or equal is less, or equal', () => {
  const space = fromConfigSpaceJson({
    hyperparameters: [{ type: 'uniform_int', name: 'i', lower: 0, upper: 9, default_value: 9, log: false }],
    forbiddens: [{ type: 'CLAUSE_LE', name: 'i', value: 3 }],
  })
  expect([...space.configurations()].map(({ i }) => i)).toEqual([4, 5, 6, 7, 8, 9])
  expect(anyOf({ i: lessThan(3) })).not.toEqual(allOf({ i: lessThan(3) }))
})
