import { type ConfigurationSpace, defineSpace, float } from '../../../client/space/index.ts'
import type { Configuration } from '../../../contract/trial.ts'
import { numberOf } from '../functions/number-of.ts'

const names = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `x${index}`)

/** Floats x0, x1, … between the same bounds. */
export function cube(count: number, lower: number, upper: number): ConfigurationSpace {
  return defineSpace(Object.fromEntries(names(count).map((name) => [name, float(lower, upper)])))
}

/** The first `count` of a cube's values. */
export function cubeValues(configuration: Configuration, count: number): number[] {
  return names(count).map((name) => numberOf(configuration, name))
}
