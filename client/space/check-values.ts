import { describe } from '../../contract/errors.ts'
import type { ParameterValue } from '../../contract/trial.ts'
import { SpaceError } from './errors.ts'

/** A list of distinct values that JSON can carry. @throws SpaceError that names the parameter */
export function checkValues(name: string, values: readonly unknown[]): readonly ParameterValue[] {
  if (!Array.isArray(values)) throw new SpaceError(name, `expected a list of values, got ${describe(values)}`)
  if (values.length === 0) throw new SpaceError(name, 'its list of values is empty; give at least one')
  const seen = new Set<ParameterValue>()
  for (const value of values) {
    const checked = checkValue(name, value)
    if (seen.has(checked)) throw new SpaceError(name, `its list of values has ${describe(value)} twice`)
    seen.add(checked)
  }
  return Object.freeze([...seen])
}

/** @throws SpaceError unless the value is a string, a finite number, a boolean or null */
export function checkValue(name: string, value: unknown): ParameterValue {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'number':
      // JSON knows no -0: it would come back from a worker as another value.
      if (Number.isFinite(value)) return value === 0 ? 0 : value
      break
    default:
      if (value === null) return null
  }
  throw new SpaceError(name, `expected strings, finite numbers, booleans or null as values, got ${describe(value)}`)
}
