import { categorical, defineSpace, float, integer } from '../../../client/space/index.ts'
import type { QualityFunction } from '../quality-function.ts'
import { numberOf } from './number-of.ts'

const space = defineSpace({
  ...Object.fromEntries(['x0', 'x1', 'x2', 'x3', 'x4'].map((name) => [name, float(0, 1)])),
  i0: integer(0, 10),
  i1: integer(0, 10),
  kind: categorical(['a', 'b']),
})

/** The front of ZDT1 (kind a) or ZDT2 (kind b), with mixed variables. Scored by the hypervolume of all that was evaluated. */
export const moZdtMixed: QualityFunction = {
  name: 'mo_zdt_mixed',
  kind: 'multiobjective',
  space,
  instanceFeatures: null,
  budgets: null,
  optimum: Number.NaN,
  scale: Number.NaN,
  value(configuration) {
    const floats = ['x1', 'x2', 'x3', 'x4'].reduce((sum, name) => sum + numberOf(configuration, name), 0)
    const integers = numberOf(configuration, 'i0') / 10 + numberOf(configuration, 'i1') / 10
    const g = 1 + (9 * (floats + integers)) / 6
    const first = numberOf(configuration, 'x0')
    return [first, g * (1 - (configuration.kind === 'a' ? Math.sqrt(first / g) : (first / g) ** 2))]
  },
  truth: () => Number.NaN,
}
