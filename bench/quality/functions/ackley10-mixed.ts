import { categorical, defineSpace, float, integer } from '../../../client/space/index.ts'
import type { Configuration } from '../../../contract/trial.ts'
import { blackbox } from './blackbox.ts'
import { numberOf } from './number-of.ts'

const FLOATS = ['x0', 'x1', 'x2', 'x3']
const INTEGERS = ['i0', 'i1', 'i2']
const CATEGORIES: Readonly<Record<string, number>> = { a: 1.5, b: -2, c: 0, d: 3, e: -0.7 }
const space = defineSpace({
  ...Object.fromEntries(FLOATS.map((name) => [name, float(-5, 10)])),
  ...Object.fromEntries(INTEGERS.map((name) => [name, integer(-5, 10)])),
  ...Object.fromEntries(['l0', 'l1'].map((name) => [name, float(1e-4, 1e1, { log: true })])),
  c: categorical(['a', 'b', 'c', 'd', 'e']),
})

function moved(configuration: Configuration): readonly number[] {
  const shifted = (names: readonly string[], shifts: readonly number[]): number[] =>
    names.map((name, index) => numberOf(configuration, name) - (shifts[index] ?? 0))
  return [
    ...shifted(FLOATS, [1.5, 2.5, -0.5, 3.25]),
    ...shifted(INTEGERS, [2, -1, 4]),
    2 * Math.log10(numberOf(configuration, 'l0') / 1e-2),
    2 * Math.log10(numberOf(configuration, 'l1')),
    CATEGORIES[String(configuration.c)] ?? 0,
  ]
}

export const ackley10Mixed = blackbox({ name: 'ackley10_mixed', space, optimum: 0, scale: 12.87732517784011 }, (configuration) => {
  const z = moved(configuration)
  const mean = (term: (value: number) => number): number => z.reduce((sum, value) => sum + term(value), 0) / z.length
  return -20 * Math.exp(-0.2 * Math.sqrt(mean((v) => v * v))) - Math.exp(mean((v) => Math.cos(2 * Math.PI * v))) + 20 + Math.E
})
