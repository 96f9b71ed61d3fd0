import { describe } from '../../contract/errors.ts'

// A target may damage the globals of its thread; these are taken before it is loaded.
const { stringify } = JSON
const finite = Number.isFinite
const { isArray } = Array
const { getPrototypeOf, hasOwn, keys } = Object

/** A target's answer in the form that results have, or the reason why it has none. */
export type NormalisedCost =
  | { readonly cost: readonly number[]; readonly info: object | null; readonly error: null }
  | { readonly cost: null; readonly info: object | null; readonly error: string }

/**
 * Brings what a target returned into the declared order of objectives: a number, a list, a record by objective, or
 * [cost, info]. A list of two whose second member is an object is [cost, info]; any other list is a list of costs.
 */
export function normaliseCost(returned: unknown, objectives: readonly string[]): NormalisedCost {
  if (isArray(returned) && returned.length === 2 && isRecord(returned[1])) {
    return { ...costsOf(returned[0], objectives, 'returned [cost, info] with the cost '), info: returned[1] }
  }
  return { ...costsOf(returned, objectives, 'returned '), info: null }
}

type Costs = { readonly cost: readonly number[]; readonly error: null } | { readonly cost: null; readonly error: string }

function costsOf(value: unknown, objectives: readonly string[], came: string): Costs {
  const expected = expectation(objectives)
  const refuse = (what: string): Costs => ({ cost: null, error: `the target ${came}${what}; expected ${expected}` })
  if (typeof value === 'number') {
    if (objectives.length !== 1) return refuse(`one number (${value})`)
    return finite(value) ? { cost: [value], error: null } : refuse(describe(value))
  }
  if (isArray(value)) {
    if (value.length !== objectives.length) return refuse(`a list of ${value.length}`)
    return inOrder(value, objectives, refuse)
  }
  if (!isRecord(value)) return refuse(describe(value))
  const prototype: unknown = getPrototypeOf(value)
  if (prototype !== null && getPrototypeOf(prototype) !== null) return refuse(describe(value))
  const missing = objectives.filter((name) => !hasOwn(value, name))
  const extra = keys(value).filter((name) => !objectives.includes(name))
  if (missing.length > 0 || extra.length > 0) {
    const parts = [missing.length > 0 ? `without ${names(missing)}` : '', extra.length > 0 ? `with the unknown ${names(extra)}` : '']
    return refuse(`a record ${parts.filter((part) => part !== '').join(' and ')}`)
  }
  return inOrder(
    objectives.map((name) => Reflect.get(value, name)),
    objectives,
    refuse,
  )
}

function inOrder(values: readonly unknown[], objectives: readonly string[], refuse: (what: string) => Costs): Costs {
  const cost: number[] = []
  for (const [index, name] of objectives.entries()) {
    const value = values[index]
    if (typeof value !== 'number' || !finite(value)) return refuse(`${describe(value)} for objective "${name}"`)
    cost.push(value)
  }
  return { cost, error: null }
}

function expectation(objectives: readonly string[]): string {
  if (objectives.length === 1) return `a finite number for ${names(objectives)}`
  return `${objectives.length} finite numbers, as a list or as a record, for ${names(objectives)}`
}

function names(objectives: readonly string[]): string {
  const shown = objectives.slice(0, 10).map((name) => stringify(name))
  const rest = objectives.length > 10 ? ` and ${objectives.length - 10} more` : ''
  return `objective${objectives.length === 1 ? '' : 's'} ${shown.join(', ')}${rest}`
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !isArray(value)
}
