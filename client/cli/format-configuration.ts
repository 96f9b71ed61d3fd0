import type { Configuration, ParameterValue } from '../../contract/trial.ts'
import { formatCost } from './format-cost.ts'
import { printable } from './printable.ts'

/** A configuration on one line, numbers shortened: `temperature 12.3, moves 2opt`. */
export function formatConfiguration(configuration: Configuration): string {
  return Object.entries(configuration)
    .map(([name, value]) => `${printable(name)} ${shortValue(value)}`)
    .join(', ')
}

const shortValue = (value: ParameterValue): string => (typeof value === 'number' ? formatCost(value) : printable(String(value)))
