import { describe } from '../../../contract/errors.ts'
import type { ParameterValue } from '../../../contract/trial.ts'
import { SpaceError } from '../errors.ts'

/** Reads fields of an object of a ConfigSpace file. @throws SpaceError that names the field */
export class JsonFields {
  readonly #where: string
  readonly #record: Readonly<Record<string, unknown>>

  constructor(where: string, value: unknown) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new SpaceError(null, `${where}: expected an object, got ${describe(value)}`)
    this.#where = where
    this.#record = { ...value }
  }

  text(field: string): string {
    const value = this.#record[field]
    return typeof value === 'string' ? value : this.fail(field, 'a text')
  }

  number(field: string): number {
    const value = this.#record[field]
    return typeof value === 'number' ? value : this.fail(field, 'a number')
  }

  value(field: string): ParameterValue {
    const value = this.#record[field]
    return isValue(value) ? value : this.fail(field, 'a text, a number, true, false or null')
  }

  values(field: string): readonly ParameterValue[] {
    const value = this.#record[field]
    return Array.isArray(value) && value.every(isValue) ? value : this.fail(field, 'a list of values')
  }

  /** Of objects; none when the field is missing. */
  list(field: string): readonly unknown[] {
    const value = this.#record[field] ?? []
    return Array.isArray(value) ? value : this.fail(field, 'a list')
  }

  has(field: string): boolean {
    return (this.#record[field] ?? null) !== null
  }

  flag(field: string): boolean {
    return this.#record[field] === true
  }

  fail(field: string, expected: string): never {
    throw new SpaceError(null, `${this.#where}: ${field}: expected ${expected}, got ${describe(this.#record[field])}`)
  }
}

const isValue = (value: unknown): value is ParameterValue => value === null || ['string', 'number', 'boolean'].includes(typeof value)
