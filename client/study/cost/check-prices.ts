import { unknownOption } from '../../../contract/unknown-option.ts'
import { StudyError } from '../study-error.ts'
import { AWS_PRICES } from './aws-prices.ts'
import type { PriceTable } from './price-table.ts'

/** Prices of one's own: what is left out is AWS's list price. */
export type PriceOverrides = { readonly [K in keyof PriceTable]?: PriceTable[K] | undefined }

/** Lays a user's prices over AWS's. @throws StudyError that names the price */
export function checkPrices(where: string, given: unknown): PriceTable {
  if (given === undefined || given === null) return AWS_PRICES
  return Object.freeze(merged(where, 'prices', given, AWS_PRICES))
}

function merged<T extends object>(where: string, name: string, given: unknown, defaults: T): T {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw StudyError.expected(where, name, 'a record of prices', given)
  }
  const unknown = unknownOption(given, Object.keys(defaults))
  if (unknown !== null) throw new StudyError(where, `${name}.${unknown.option}`, unknown.complaint)
  const overrides = new Map<string, unknown>(Object.entries(given))
  const entries = Object.entries(defaults).map(([key, fallback]): [string, unknown] => {
    const value = overrides.get(key)
    return [key, value === undefined ? fallback : checked(where, `${name}.${key}`, value, fallback)]
  })
  return Object.freeze(Object.fromEntries(entries)) as T
}

function checked(where: string, name: string, value: unknown, like: unknown): unknown {
  if (typeof like === 'object' && like !== null) return merged(where, name, value, like)
  if (typeof like === 'string') {
    if (typeof value !== 'string' || value === '') throw StudyError.expected(where, name, 'a text', value)
    return value
  }
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0)
    throw StudyError.expected(where, name, 'a number, 0 or more', value)
  return value
}
