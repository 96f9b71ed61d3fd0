import type { ParameterValue } from '../../../contract/trial.ts'
import type { Domain } from '../domain.ts'

/**
 * ConfigSpace compares a parameter only with values that it can have. Gives such a limit that says the same, or `always` when every value is
 * on the wanted side; ours never says what never holds.
 */
export function legalLimit(domain: Domain, operator: '>' | '<', value: ParameterValue): ParameterValue | 'always' {
  if (typeof value !== 'number' || (domain.kind !== 'float' && domain.kind !== 'integer')) return value
  const end = domain.fromUnit(operator === '>' ? 0 : 1) as number
  const limit = domain.kind === 'float' ? value : operator === '>' ? Math.floor(value) : Math.ceil(value)
  return (operator === '>' ? limit < end : limit > end) ? 'always' : limit
}

/**
 * Two limits of which every value is above the first or below the second: how to say `always` of an active parameter. They lie within the
 * bounds, as ConfigSpace rounds those.
 */
export function alwaysLimits(domain: Domain): { readonly above: ParameterValue; readonly below: ParameterValue } {
  const [low, high] = domain.kind === 'float' ? [0.25, 0.75] : [0, 1]
  return { above: domain.fromUnit(low), below: domain.fromUnit(high) }
}
