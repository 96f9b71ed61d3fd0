import type { ParameterValue } from '../../contract/trial.ts'
import type { Domain } from './domain.ts'

/** Values of a parameter that every condition treats alike: one of them, and how many there are. */
export interface ValueClass {
  readonly value: ParameterValue
  readonly count: number
}

/** Splits a domain at the values that conditions name, so that an integer of a million values may be only three classes. */
export function valueClasses(domain: Domain, named: readonly ParameterValue[]): readonly ValueClass[] {
  switch (domain.kind) {
    case 'float':
      return floatClasses(domain, numbers(named))
    case 'integer':
      return integerClasses(domain, numbers(named))
    default:
      return Array.from({ length: domain.size }, (_, index) => ({ value: domain.at(index), count: 1 }))
  }
}

const numbers = (values: readonly ParameterValue[]): number[] => values.filter((value) => typeof value === 'number')

function integerClasses(domain: Domain, named: readonly number[]): ValueClass[] {
  const [lower, upper] = [domain.fromUnit(0) as number, domain.fromUnit(1) as number]
  const starts = new Set([lower])
  for (const value of named)
    for (const start of [Math.ceil(value), Math.floor(value) + 1]) if (start > lower && start <= upper) starts.add(start)
  const sorted = [...starts].sort((a, b) => a - b)
  return sorted.map((value, index) => ({ value, count: (sorted[index + 1] ?? upper + 1) - value }))
}

/** The named points themselves, and a point between each two. */
function floatClasses(domain: Domain, named: readonly number[]): ValueClass[] {
  const [lower, upper] = [domain.fromUnit(0) as number, domain.fromUnit(1) as number]
  const points = [...new Set([lower, ...named.filter((value) => value > lower && value < upper), upper])].sort((a, b) => a - b)
  const between = points.slice(1).map((point, index) => ((points[index] as number) + point) / 2)
  return [...points, ...between].map((value) => ({ value, count: Infinity }))
}
