import { expectTypeOf, test } from 'vitest'
import {
  type ConfigurationOf,
  type ConfigurationSpace,
  categorical,
  constant,
  defineSpace,
  float,
  integer,
  ordinal,
  Random,
  when,
} from '../../../../client/space/index.ts'
import type { Configuration } from '../../../../contract/trial.ts'

const definition = {
  temperature: float(0.1, 100),
  moves: categorical(['2opt', 'oropt', 'both'], { default: 'both' }),
  neighbours: ordinal([5, 8, 10, 16]),
  depth: when({ moves: 'both' }, integer(1, 3)),
  style: when({ moves: 'both' }, categorical([true, null])),
  version: constant('v1'),
}
const space = defineSpace(definition)

test('the type of a configuration follows from the definition', () => {
  type Expected = {
    readonly temperature: number
    readonly moves: '2opt' | 'oropt' | 'both'
    readonly neighbours: 5 | 8 | 10 | 16
    readonly version: 'v1'
    readonly depth?: number
    readonly style?: true | null
  }
  expectTypeOf<ConfigurationOf<typeof space>>().toEqualTypeOf<Expected>()
  expectTypeOf<ConfigurationOf<typeof definition>>().toEqualTypeOf<Expected>()
  expectTypeOf(space.sample(new Random(1), 1)).toEqualTypeOf<Expected[]>()
  expectTypeOf<Expected>().toExtend<Configuration>()
  expectTypeOf(space).toExtend<ConfigurationSpace>()
})

test('a default must be one of the values', () => {
  // @ts-expect-error 'c' is not a value
  expectTypeOf(() => categorical(['a', 'b'], { default: 'c' })).toBeFunction()
})
